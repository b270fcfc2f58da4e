package chart

import (
	"math"
	"slices"
	"sockeye/widgets/trace"
	"strings"
	"testing"

	"sockeye/widgets/grid"
)

func at(v float64) Column { return Column{First: v, Last: v, Min: v, Max: v, Count: 1} }

// dotPicture returns which dots of a braille picture are set, as rows of one letter a dot.
func dotPicture(patterns [][]rune) []string {
	picture := make([]string, 4*len(patterns))
	order := [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}
	for y := range picture {
		for _, pattern := range patterns[y/4] {
			for _, dot := range order[y%4] {
				letter := "."
				if pattern&dot != 0 {
					letter = "#"
				}
				picture[y] += letter
			}
		}
	}
	return picture
}

func TestTraceBreaksWhereThereIsNoValue(t *testing.T) {
	for _, c := range []struct {
		name    string
		columns []Column
		broken  []bool
		want    []string
	}{
		{"joined", []Column{at(0), at(3), at(3), at(0)}, nil, []string{
			".##.",
			".#.#",
			".#.#",
			"#..#", // up from 0 and down to it again without a break
		}},
		{"broken", []Column{at(0), at(3), at(3), at(0)}, []bool{false, true, false, false}, []string{
			".##.",
			"...#",
			"...#",
			"#..#",
		}},
		{"gap", []Column{at(0), {}, {}, at(3)}, nil, []string{
			"...#",
			"....",
			"....",
			"#...",
		}},
		{"not finite", []Column{at(0), at(math.NaN()), at(math.Inf(1)), at(3)}, nil, []string{
			"...#",
			"....",
			"....",
			"#...",
		}},
		{"not finite in part", []Column{
			at(0), {First: math.NaN(), Last: 1, Min: 1, Max: 1, Count: 2}, {First: 1, Last: math.Inf(-1), Min: 1, Max: 1, Count: 2}, at(3),
		}, nil, []string{
			"...#",
			"....",
			"....",
			"#...",
		}},
		{"range", []Column{{First: 1, Last: 2, Min: 0, Max: 3, Count: 9}, at(2), at(2), {}}, nil, []string{
			"#...",
			"###.",
			"#...",
			"#...",
		}},
		{"flat", []Column{at(5), at(5), {}, at(5)}, nil, []string{
			"....",
			"##.#",
			"....",
			"....",
		}},
		{"from end to end of float64", []Column{at(-math.MaxFloat64), at(0), {}, at(math.MaxFloat64)}, nil, []string{
			"...#",
			".#..",
			".#..",
			"#...",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ok := rangeOf(Series{Columns: c.columns})
			if !ok {
				t.Fatal("no scale")
			}
			if c.broken == nil {
				c.broken = make([]bool, len(c.columns))
			}
			p := &plot{Grid: grid.New(2, 1), scale: s, scaled: 1, across: 2, down: 4}
			if got := dotPicture(p.dots(2).Line(c.columns, c.broken)); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestResampleKeepsTheTimeAxis(t *testing.T) {
	rise := []Column{
		{First: 1, Last: 2, Min: 0, Max: 3, Count: 2}, at(5), {}, at(4), {}, {},
	}
	for n, want := range map[int][]Column{
		3: {{First: 1, Last: 5, Min: 0, Max: 5, Count: 3}, at(4), {}},
		2: {{First: 1, Last: 5, Min: 0, Max: 5, Count: 3}, at(4)},
		1: {{First: 1, Last: 4, Min: 0, Max: 5, Count: 4}},
		0: {},
	} {
		if got := trace.Resample(rise, n); !slices.Equal(got, want) {
			t.Errorf("%d columns: got %v, want %v", n, got, want)
		}
	}
	if got, want := trace.Resample([]Column{at(1), {}}, 4), []Column{at(1), at(1), {}, {}}; !slices.Equal(got, want) {
		t.Errorf("stretched: got %v, want %v", got, want)
	}
	if got := trace.Resample(nil, 3); len(got) != 3 {
		t.Errorf("nothing makes %d columns, want 3", len(got))
	}
}
