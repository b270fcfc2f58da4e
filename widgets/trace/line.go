package trace

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/graph"
)

// Plot is the space for a trace: so many cells of so many dots, and where on it a value is.
type Plot struct {
	Width, Height int
	Across, Down  int                 // dots of a cell: 1 or 2, and 1, 2 or 4
	Level         func(v float64) int // the dot of a value, from 0 at the bottom
	Thick         bool                // a line is two dots high, where a cell has that many: one alone is hardly seen on an area
}

// Line returns the line of a series in braille, a column of dots for each of its columns, of which there are Width*Across. Each
// stands from its lowest to its highest value and reaches to the end of the one before it, so that the line is whole wherever there
// is data; where there is none it breaks, for a line across a gap would show values that the feed has not sent. For the same reason
// a column that is broken joins neither of its neighbours.
//
// Where a cell has fewer dots, each is a block of braille dots. The grid of ntcharts is given places, not values: it takes the
// distance between its ends, which for two finite values may be infinite.
func (p Plot) Line(columns []Column, broken []bool) [][]rune {
	grid := graph.NewBrailleGrid(p.Width, p.Height, 0, 1, 0, 1)
	wide, high := 2/p.Across, 4/p.Down
	for x, c := range columns {
		if !c.Drawable() {
			continue
		}
		lowest, highest := c.Extremes()
		from, to := p.Level(lowest), p.Level(highest)
		if x > 0 && columns[x-1].Drawable() && !broken[x-1] && !broken[x] {
			before := p.Level(columns[x-1].Last)
			from, to = min(from, before+1), max(to, before-1)
		}
		if p.Thick && p.Down > 2 {
			from = max(from-1, 0)
		}
		levels := p.Height * p.Down
		for dx := x * wide; dx < (x+1)*wide; dx++ {
			for dy := (levels - 1 - to) * high; dy < (levels-from)*high; dy++ {
				grid.Set(canvas.Point{X: dx, Y: dy})
			}
		}
	}
	return grid.BraillePatterns()
}

// Area returns from which row on, counted from the top, the cells of each column of cells lie under the line: those of which more
// than half is under it. It is Height for a column of cells without a line.
func (p Plot) Area(columns []Column) []int {
	tops := make([]int, p.Width)
	for x := range tops {
		dots, drawn := 0, 0
		for _, c := range columns[x*p.Across : (x+1)*p.Across] {
			if c.Drawable() {
				dots += p.Level(c.Last) + 1
				drawn++
			}
		}
		if tops[x] = p.Height; drawn > 0 { // one that has a line in a part of it has the area of that part
			tops[x] -= (dots + drawn*p.Down/2) / (drawn * p.Down)
		}
	}
	return tops
}
