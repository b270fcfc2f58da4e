package chart

import (
	"sockeye/widgets/trace"
)

// Spark draws the main series as an area under a line of the last value of each column.
var Spark Kind = spark{}

type spark struct{ ofSeries }

func (spark) Name() string                      { return "spark" }
func (spark) resolution(g *glyphSet) (int, int) { return g.across, g.down }
func (spark) series(d *Data, _ int) []Series {
	return []Series{mainSeries(d, d.Columns).outside(d.Spans, d.From, d.To)}
}

func (spark) draw(p *plot) {
	columns := trace.Resample(p.series[0].Columns, p.Width*p.across)
	ground := p.theme.HasArea()
	if !ground {
		p.Solid = p.glyphs.fill
	}
	for x, top := range p.dots(p.across).Area(columns) {
		for y := top; y < p.scaled; y++ {
			if ground {
				p.At(x, y).Ground = groundArea
			} else {
				p.Under(x, y, p.glyphs.fill, styleGrid)
			}
		}
	}
	dots := p.dots(p.across)
	dots.Thick = true
	p.drawDots(dots.Line(trace.Lasts(columns), p.broken(p.across)), p.series[0].Slot, p.Put)
	for x, c := range columns {
		if c.Drawable() {
			lo, hi := c.Extremes()
			p.markBeyond(x/p.across, lo, hi)
		}
	}
	p.drawCrosshair(p.Under) // through the area
}
