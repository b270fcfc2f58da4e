package candle

import (
	"slices"
	"testing"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/grid"
)

// picture draws sticks into a grid of so many rows; what is filled is "#".
func picture(width, rows int, ascii bool, sticks ...Stick) []string {
	g := grid.New(width, rows)
	for _, s := range sticks {
		s.Draw(&g, rows-1, &Paint{Grounds: [3]grid.Ground{1, 1, 1}, ASCII: ascii})
	}
	for y := range rows {
		for x := range width {
			if c := g.At(x, y); c.Ground != 0 && c.Rune == 0 {
				c.Rune, c.Ground = '#', 0
			}
		}
	}
	return g.Rows(make([]lipgloss.Style, 1), []lipgloss.Style{{}})
}

// TestRiseIsHollowAndFallIsFilled, so that they differ without colours, whatever their width.
func TestRiseIsHollowAndFallIsFilled(t *testing.T) {
	t.Parallel()
	got := picture(12, 4, false,
		Stick{X: 0, Width: 3, Low: 0, Bottom: 2, Top: 5, High: 7, Rise: 1},
		Stick{X: 4, Width: 3, Low: 0, Bottom: 2, Top: 5, High: 7, Rise: -1},
		Stick{X: 8, Width: 1, Low: 0, Bottom: 2, Top: 5, High: 7, Rise: 1},
		Stick{X: 10, Width: 1, Low: 0, Bottom: 2, Top: 5, High: 7, Rise: -1})
	want := []string{
		" │   │  │ │ ",
		"▛▀▜ ### ┃ # ",
		"▙▄▟ ### ┃ # ",
		" │   │  │ │ "}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestBodiesEndAtHalfCells, and one that is too low for a hollow has its sides.
func TestBodiesEndAtHalfCells(t *testing.T) {
	t.Parallel()
	got := picture(15, 3, false,
		Stick{X: 0, Width: 3, Low: 1, Bottom: 1, Top: 4, High: 4, Rise: 1},
		Stick{X: 4, Width: 3, Low: 1, Bottom: 1, Top: 4, High: 4, Rise: -1},
		Stick{X: 8, Width: 3, Low: 2, Bottom: 2, Top: 3, High: 5, Rise: 1},
		Stick{X: 12, Width: 1, Low: 2, Bottom: 3, Top: 4, High: 5, Rise: 1},
		Stick{X: 14, Width: 1, Low: 0, Bottom: 2, Top: 2, High: 5, Rise: 0})
	want := []string{
		"▄▄▄ ▄▄▄  │  ╽ │",
		"▌ ▐ ### ▌ ▐ ╿ ┿",
		"▀▀▀ ▀▀▀       │"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestCandlesInASCII have other signs for rise and fall.
func TestCandlesInASCII(t *testing.T) {
	t.Parallel()
	got := picture(8, 3, true,
		Stick{X: 0, Width: 3, Low: 0, Bottom: 1, Top: 1, High: 2, Rise: 1},
		Stick{X: 4, Width: 1, Low: 0, Bottom: 1, Top: 1, High: 2, Rise: -1},
		Stick{X: 6, Width: 1, Low: 0, Bottom: 1, Top: 1, High: 2, Rise: 1})
	if want := []string{" |  | | ", "[ ] # O ", " |  | | "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestBarsOfVolumeFillWholeCellsAsGround.
func TestBarsOfVolumeFillWholeCellsAsGround(t *testing.T) {
	t.Parallel()
	g := grid.New(2, 2)
	Bar(&g, 0, 1, 1, 12, 0, 1, false)
	Bar(&g, 1, 1, 1, 3, 0, 1, false)
	if g.At(0, 1).Ground != 1 || g.At(0, 0).Rune != '▄' || g.At(1, 1).Rune != '▃' || g.At(1, 0).Rune != 0 {
		t.Errorf("%+v %+v %+v %+v", *g.At(0, 0), *g.At(0, 1), *g.At(1, 0), *g.At(1, 1))
	}
}

// TestNothingIsSeenInAHollow of what was drawn before.
func TestNothingIsSeenInAHollow(t *testing.T) {
	t.Parallel()
	g := grid.New(3, 1)
	for x := range 3 {
		g.Put(x, 0, '░', 0)
	}
	Stick{Width: 3, High: 1, Top: 1, Rise: 1}.Draw(&g, 0, &Paint{})
	if got := g.Rows(make([]lipgloss.Style, 1), nil)[0]; got != "▌ ▐" {
		t.Errorf("%q, want a hollow", got)
	}
}
