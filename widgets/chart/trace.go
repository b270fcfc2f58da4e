package chart

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/graph"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"
)

// A braille cell is two dots wide and four dots high.
const (
	dotsAcross = 2
	dotsDown   = 4
)

// trace draws the columns into width by height cells of braille and returns the rows, top row first.
// It wants one column per column of dots. Each stands from its lowest to its highest value and reaches
// to the end of the one before it, so that the line is whole wherever there is data; where there is
// none it breaks, for a line across a gap would be a value that nobody has sent.
func trace(columns []Column, s scale, width, height int) [][]rune {
	dots := height * dotsDown
	// The grid's own scaling overflows on large values: it is only handed dots that are already placed.
	grid := graph.NewBrailleGrid(width, height, 0, 1, 0, 1)
	for x, c := range columns {
		if !c.drawable() {
			continue
		}
		lowest, highest := c.extremes()
		from, to := s.level(lowest, dots), s.level(highest, dots)
		if x > 0 && columns[x-1].drawable() {
			before := s.level(columns[x-1].Last, dots)
			from, to = min(from, before+1), max(to, before-1)
		}
		for level := from; level <= to; level++ {
			grid.Set(canvas.Point{X: x, Y: dots - 1 - level})
		}
	}
	rows := grid.BraillePatterns()
	for _, row := range rows {
		for i, r := range row {
			if r == runes.BrailleBlockOffset {
				row[i] = ' ' // a blank that is copied, and cleared, as one
			}
		}
	}
	return rows
}
