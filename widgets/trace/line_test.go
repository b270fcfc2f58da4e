package trace

import (
	"slices"
	"testing"
)

func value(v float64) Column { return Column{First: v, Last: v, Min: v, Max: v, Count: 1} }

// TestTheAreaHasTheCellsThatAreMostlyUnderTheLine: of a cell in which the line begins or ends, the part with a line counts.
func TestTheAreaHasTheCellsThatAreMostlyUnderTheLine(t *testing.T) {
	t.Parallel()
	p := Plot{Width: 6, Height: 3, Across: 2, Down: 4, Level: func(v float64) int { return int(v) }}
	columns := []Column{value(0), value(0), value(1), value(1), value(3), value(4), {}, value(11), {}, {}, value(11), value(5)}
	if got, want := p.Area(columns), []int{3, 2, 2, 0, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("the area begins in rows %v, want %v", got, want)
	}
}
