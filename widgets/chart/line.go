package chart

import (
	"math"

	"sockeye/widgets/axis"
	"sockeye/widgets/trace"
)

// Line draws all series on one scale.
var Line Kind = line{}

type line struct{ ofSeries }

func (line) Name() string                      { return "line" }
func (line) resolution(g *glyphSet) (int, int) { return g.across, g.down }

func (line) series(d *Data, _ int) []Series {
	series := append([]Series{mainSeries(d, d.Columns)}, d.Others...)
	for i, s := range series {
		series[i] = s.outside(d.Spans, d.From, d.To)
	}
	return series
}

// draw draws the traces, the main series over the others.
func (line) draw(p *plot) {
	fine := p.window
	fine.Cells *= p.across
	broken := p.broken(p.across)
	for i := len(p.series) - 1; i >= 0; i-- {
		slot := p.series[i].Slot
		columns := trace.Resample(p.series[i].Columns, len(broken))
		p.drawDots(p.dots(p.across).Line(columns, broken), slot, p.Put)
		if len(p.series) > 1 {
			p.signSeries(fine, columns, slot)
		}
		for x, c := range columns {
			if c.Drawable() {
				lo, hi := c.Extremes()
				p.markBeyond(x/p.across, lo, hi)
			}
		}
	}
}

// signSeries sets the sign of a series on its trace here and there, so that it differs from the others without colour. The
// signs keep to moments, not to places: they move with the trace.
func (p *plot) signSeries(fine axis.Window, columns []Column, slot int) {
	const (
		every = 16 // cells
		shift = 5  // between two series, so that one does not hide the sign of the other
	)
	offset := 0
	if fine.Known() {
		dot := float64(fine.Span) / float64(fine.Cells)
		offset = int(math.Mod(math.Round(float64(fine.From.UnixNano())/dot), float64(every*p.across))) / p.across
	}
	for x := range p.Width {
		if (x+offset+shift*slot+every)%every != every/2 {
			continue
		}
		for at := (x+1)*p.across - 1; at >= x*p.across; at-- {
			if c := columns[at]; c.Drawable() {
				p.Put(x, p.row(c.Last), p.glyphs.sign(slot), styleOf(slot))
				break
			}
		}
	}
}
