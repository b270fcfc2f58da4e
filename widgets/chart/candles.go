package chart

import (
	"cmp"
	"fmt"
	"math"

	"charm.land/lipgloss/v2"
	"github.com/NimbleMarkets/ntcharts/v2/canvas"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/graph"

	"sockeye/feed/format"
	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
)

// Candles draws candles.
var Candles Kind = candles{}

type candles struct{}

func (candles) Name() string                      { return "candle" }
func (candles) resolution(g *glyphSet) (int, int) { return 1, g.down }
func (candles) rounded() bool                     { return true }

// series returns the candles as what a series did in their times. Those that begin in the same column are merged.
func (candles) series(d *Data, n int) []Series {
	w := axis.NewWindow(d.From, d.To, n)
	columns := make([]Column, w.Cells)
	for _, c := range d.Candles {
		if cell := w.Cell(c.Begin); cell >= 0 && cell < w.Cells {
			lo, hi := min(c.Open, c.High, c.Low, c.Close), max(c.Open, c.High, c.Low, c.Close) // NaN if one of them is
			columns[cell] = columns[cell].merge(Column{First: c.Open, Last: c.Close, Min: lo, Max: hi, Count: 1})
		}
	}
	return []Series{mainSeries(d, columns)}
}

func (candles) readings(p *plot, x int) (readings []string) {
	for _, b := range barsOf(p) {
		if x < b.cell || x >= b.cell+b.width {
			continue
		}
		for i, v := range []float64{b.First, b.Max, b.Min, b.Last} {
			readings = append(readings, "OHLC"[i:i+1]+" "+p.data.figure(v, p.data.Decimals))
		}
	}
	return readings
}

// note is how long the candles are, and how many of them had to be merged into one.
func (candles) note(p *plot) string {
	width := p.data.Candles[len(p.data.Candles)-1].Width
	note := "candle " + format.Length(width)
	if space := p.window.Space(width); space > 0 && space < 1 {
		note += fmt.Sprintf(", %.0f in a column", math.Ceil(1/space))
	}
	return note
}

// bar is a candle with its place: the cells from cell on, of which the middle one has the wick.
type bar struct {
	Column
	cell, width int
}

// barsOf gives the candles their places. They stand where they begin, wide ones in the middle of their time, all as wide as
// the shortest allows, and inside of the plot.
func barsOf(p *plot) (bars []bar) {
	shortest := p.window.Span
	for _, c := range p.data.Candles {
		shortest = min(shortest, c.Width)
	}
	shift, width := 0, 1
	if space := int(p.window.Space(shortest)); space > 4 {
		const most = 5
		width = min(((space+1)/2-1)|1, most) // odd, for the wick stands in the middle
		shift = (space - width) / 2
	}
	end := 0 // of the one before
	for i, c := range p.series[0].Columns {
		if c.drawable() {
			at := max(min(i+shift, p.Width-width), end)
			end = min(at+width, p.Width)
			bars = append(bars, bar{c, at, end - at})
		}
	}
	return bars
}

// draw draws each candle on a canvas of one column, as one of the whole plot would have 656 bytes a cell
// (BenchmarkCanvasOfLibrary).
func (candles) draw(p *plot) {
	column := canvas.New(1, p.Height)
	for _, b := range barsOf(p) {
		bottom, top := min(b.First, b.Last), max(b.First, b.Last)
		rise := cmp.Compare(b.Last, b.First)
		for x := b.cell; x < b.cell+b.width; x++ {
			if x == b.cell+b.width/2 {
				p.drawCandle(&column, x, b.Min, bottom, top, b.Max, rise)
				p.markBeyond(x, b.Min, b.Max)
			} else {
				p.drawCandle(&column, x, bottom, bottom, top, top, rise)
			}
		}
	}
}

// drawCandle draws a candle, or of a wide one a column of its body. Rise and fall, of which rise is the sign, differ by the
// glyph of the body as well as by style: a line for a rise and a solid block for a fall, as on paper, where a body is
// hollow or filled. The column is blank before and after.
func (p *plot) drawCandle(column *canvas.Model, x int, low, bottom, top, high float64, rise int) {
	halves := min(p.down, 2) // of a cell, as far as the glyphs distinguish them
	place := func(v float64) float64 {
		return float64(p.scale.Level(v, p.Height*halves)) / float64(halves)
	}
	foot := canvas.Point{Y: p.Height - 1}
	graph.DrawCandlestickBottomToTop(column, foot, place(low), place(bottom), place(top), place(high), lipgloss.Style{})
	for y := foot.Y - int(place(high)); y <= foot.Y-int(place(low)); y++ {
		at := canvas.Point{Y: y}
		p.Put(x, y, p.glyphs.candle(column.Cell(at).Rune, rise), [...]grid.Style{styleFall, styleSame, styleRise}[rise+1])
		column.SetCell(at, canvas.Cell{})
	}
}
