package chart

import "github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

// Spark draws the main series as bars between the extremes of the window.
var Spark Kind = spark{}

type spark struct{ ofSeries }

func (spark) Name() string                      { return "spark" }
func (spark) resolution(g *glyphSet) (int, int) { return 1, g.steps }
func (spark) rounded() bool                     { return false }
func (spark) series(d *Data, _ int) []Series {
	return []Series{mainSeries(d, d.Columns).outside(d.Spans, d.From, d.To)}
}

// draw draws a bar for each cell of the window, from the lower edge to the lowest value there, and on it a line up to the
// highest. So the extremes of a slice are seen, however many values it has, and a sparkline is not mistaken for a line.
// The bars stand on the least value of the window, not on zero. The cells are filled here: ntcharts draws a bar on a canvas
// of 656 bytes a cell, which takes twelve times as long (BenchmarkBarOfLibrary).
func (spark) draw(p *plot) {
	g := p.glyphs
	p.Solid = g.block(runes.FullBlock)
	for x, c := range resample(p.series[0].Columns, p.Width) {
		if !c.drawable() {
			continue
		}
		lo, hi := c.extremes()
		bottom, top := p.level(lo), p.level(hi)
		for y := range p.Height {
			first := (p.Height - 1 - y) * p.down // the lowest level of the row
			switch {
			case first <= bottom:
				full := float64(bottom-first+1) / float64(p.down)
				p.Put(x, y, g.block(runes.LowerBlockElementFromFloat64(full)), styleSeries)
			case first+p.down/2 <= top:
				p.Put(x, y, g.reach, styleSeries)
			case first <= top:
				p.Put(x, y, g.reachHalf, styleSeries)
			}
		}
		p.markBeyond(x, lo, hi)
	}
	p.drawCrosshair(p.Under) // through the bars, which have hidden it
}
