package chart

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"sockeye/feed/format"
	"sockeye/widgets/axis"
	"sockeye/widgets/candle"
	"sockeye/widgets/grid"
	"sockeye/widgets/text"
)

// Candles draws candles, and bars of their volume under them.
var Candles Kind = candles{}

type candles struct{}

func (candles) Name() string                      { return "candle" }
func (candles) resolution(g *glyphSet) (int, int) { return 1, g.down }

// foot is a sixth of the rows, where the rest is enough for a price and there is volume.
func (candles) foot(d *Data, rows int) int {
	const enough = 8
	if rows < enough || maxVolume(d.Candles) <= 0 {
		return 0
	}
	return rows / 6
}

func maxVolume(all []Candle) (most float64) {
	for i := range all {
		if v := all[i].Volume; axis.Finite(v) {
			most = max(most, v)
		}
	}
	return most
}

// series returns the candles as what a series did in their times. Those that begin in the same column are merged.
func (candles) series(d *Data, n int) []Series {
	w := axis.NewWindow(d.From, d.To, n)
	columns := make([]Column, w.Cells)
	for _, c := range d.Candles {
		if cell := w.Cell(c.Begin); cell >= 0 && cell < w.Cells {
			lo, hi := min(c.Open, c.High, c.Low, c.Close), max(c.Open, c.High, c.Low, c.Close) // NaN if one of them is
			columns[cell] = columns[cell].Merge(Column{First: c.Open, Last: c.Close, Min: lo, Max: hi, Count: 1})
		}
	}
	return []Series{mainSeries(d, columns)}
}

func (candles) readings(p *plot, x int) (readings []string) {
	for _, b := range barsOf(p) {
		if x < b.cell || x >= b.cell+b.space {
			continue
		}
		for i, v := range []float64{b.First, b.Max, b.Min, b.Last} {
			readings = append(readings, "OHLC"[i:i+1]+" "+p.data.figure(v, p.data.Decimals))
		}
	}
	return readings
}

// note is how long the candles are that are drawn: where several have one column, all of them together.
func (candles) note(p *plot) (note, long string) {
	width := p.data.Candles[len(p.data.Candles)-1].Width
	if space := p.window.Space(width); space > 0 {
		if n := time.Duration(math.Round(1 / space)); n > 1 {
			note = "candle " + format.Length(n*width)
			return note, fmt.Sprintf("%s, %d of %s in one", note, n, format.Length(width))
		}
	}
	return "candle " + format.Length(width), ""
}

// bar is a candle with its place: the cells that its time has from cell on, of which its body has so many.
type bar struct {
	Column
	cell, space, width, shift int
}

// barsOf gives the candles their places. All have as many cells as the shortest, a whole number of them, and stand in the middle
// of these, inside of the plot.
func barsOf(p *plot) (bars []bar) {
	shortest := p.window.Span
	for _, c := range p.data.Candles {
		shortest = min(shortest, c.Width)
	}
	const most = 7 // cells of a body
	space := max(int(math.Round(p.window.Space(max(shortest, 1)))), 1)
	space = min(space, max(p.Width, 1))
	width := max(min((space-1-space%2)|1, most), 1) // odd, for the wick stands in the middle, with a blank beside it
	end := 0                                        // of the one before
	for i, c := range p.series[0].Columns {
		if c.Drawable() {
			at := max(min(i+(space-width)/2, p.Width-width), end)
			end = min(at+width, p.Width)
			bars = append(bars, bar{Column: c, cell: i, space: space, width: end - at, shift: at - i})
		}
	}
	return bars
}

// draw draws the candles and their volume.
func (candles) draw(p *plot) {
	paint := candle.Paint{
		Styles: [3]grid.Style{styleFall, styleSame, styleRise}, Grounds: [3]grid.Ground{groundFall, groundSame, groundRise},
		ASCII: p.theme.Glyphs >= text.ASCII,
	}
	halves := min(p.down, 2)
	place := func(v float64) int { return p.scale.Level(v, p.scaled*halves) }
	bars := barsOf(p)
	for _, b := range bars {
		stick := candle.Stick{
			X: b.cell + b.shift, Width: b.width, Low: place(b.Min), High: place(b.Max),
			Bottom: place(min(b.First, b.Last)), Top: place(max(b.First, b.Last)), Rise: cmp.Compare(b.Last, b.First),
		}
		stick.Draw(&p.Grid, p.scaled-1, &paint)
		p.markBeyond(stick.X+b.width/2, b.Min, b.Max)
	}
	if p.scaled < p.Height {
		p.drawVolume(bars, paint.ASCII)
	}
}

// drawVolume draws the volume of the candles in each bar, on a scale from 0 to the largest.
func (p *plot) drawVolume(bars []bar, ascii bool) {
	sums := make([]float64, p.Width)
	for _, c := range p.data.Candles {
		if cell := p.window.Cell(c.Begin); cell >= 0 && cell < p.Width && axis.Finite(c.Volume) && c.Volume > 0 {
			sums[cell] += c.Volume
		}
	}
	most := 0.0
	for _, v := range sums {
		most = max(most, v)
	}
	for _, b := range bars {
		if v := sums[b.cell]; v > 0 && most > 0 {
			eighths := max(int(math.Round(v/most*float64(8*(p.Height-p.scaled)))), 1)
			candle.Bar(&p.Grid, b.cell+b.shift, b.width, p.Height-1, eighths, styleVolume, groundVolume, ascii)
		}
	}
}
