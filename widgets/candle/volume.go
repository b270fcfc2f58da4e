package candle

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"sockeye/widgets/grid"
)

// Bar draws a bar of volume of so many eighths of a cell, in so many cells from x on, upwards from the row bottom, counted from the
// top; in ASCII of thirds of a cell.
func Bar(g *grid.Grid, x, width, bottom, eighths int, style grid.Style, ground grid.Ground, ascii bool) {
	for y := bottom; y >= 0 && eighths > 0; y-- {
		for i := x; i < x+width; i++ {
			switch {
			case ascii:
				g.Put(i, y, rune(".:#"[min((eighths-1)*3/8, 2)]), style)
			case eighths >= 8:
				g.Fill(i, y, ground)
			default:
				g.Put(i, y, runes.LowerBlockElementFromFloat64(float64(eighths)/8), style)
			}
		}
		eighths -= 8
	}
}
