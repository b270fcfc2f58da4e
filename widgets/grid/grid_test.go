package grid

import (
	"slices"
	"testing"

	"charm.land/lipgloss/v2"
)

// TestOnlyWhatWouldHideNothingIsPutUnder: a blank cell and a solid one have nothing that would be hidden; a line has.
func TestOnlyWhatWouldHideNothingIsPutUnder(t *testing.T) {
	t.Parallel()
	g := New(4, 1)
	g.Solid = '█'
	g.Put(1, 0, '█', 1)
	g.Put(2, 0, '│', 1)
	for x := range 4 {
		g.Under(x, 0, '-', 1)
	}
	g.Under(4, 0, '-', 1) // beyond the edge
	if got, want := g.Rows(make([]lipgloss.Style, 2), nil), []string{"--│-"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTextKeepsToOneCellARune: what is wider or has no width would move all that stands after it.
func TestTextKeepsToOneCellARune(t *testing.T) {
	t.Parallel()
	g := New(6, 2)
	g.Write(-1, 0, "xab界\u0301c over the edge", 0)
	if got, want := g.Rows(make([]lipgloss.Style, 1), nil), []string{"ab··c ", "      "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestCellsOfOneStyleAreStyledTogether: each row begins and ends without a style, and blanks have none.
func TestCellsOfOneStyleAreStyledTogether(t *testing.T) {
	t.Parallel()
	g := New(5, 2)
	styles := []lipgloss.Style{{}, lipgloss.NewStyle().Bold(true)}
	for _, x := range []int{0, 1, 3} {
		g.Put(x, 0, 'x', 1)
	}
	g.Put(4, 1, 'y', 1)
	bold := styles[1].Render
	if got, want := g.Rows(styles, nil), []string{bold("xx") + " " + bold("x") + " ", "    " + bold("y")}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRunesStandOnTheGroundOfTheirCell: what fills whole cells is a background, or reversed where there are no colours.
func TestRunesStandOnTheGroundOfTheirCell(t *testing.T) {
	t.Parallel()
	g := New(4, 1)
	red, blue := lipgloss.NewStyle().Foreground(lipgloss.Red), lipgloss.NewStyle().Background(lipgloss.Blue)
	reversed := lipgloss.NewStyle().Reverse(true)
	g.Fill(0, 0, 1)
	g.Fill(1, 0, 1)
	g.Put(1, 0, 'x', 1)
	g.Put(2, 0, 'y', 1)
	g.Fill(2, 0, 2)
	want := blue.Render(" ") + red.Background(lipgloss.Blue).Render("x") + reversed.Render(" ") + " "
	if got := g.Rows([]lipgloss.Style{{}, red}, []lipgloss.Style{blue, reversed}); got[0] != want {
		t.Errorf("%q, want %q", got[0], want)
	}
}
