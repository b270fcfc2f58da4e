package chart

import (
	"math"

	"github.com/NimbleMarkets/ntcharts/v2/canvas"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/graph"
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"sockeye/widgets/axis"
)

// Line draws all series on one scale.
var Line Kind = line{}

type line struct{ ofSeries }

func (line) Name() string                      { return "line" }
func (line) resolution(g *glyphSet) (int, int) { return g.across, g.down }
func (line) rounded() bool                     { return true }

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
	broken := make([]bool, p.Width*p.across)
	for _, s := range p.data.Spans {
		first, end := fine.Touched(s.From, s.To)
		for x := first; x < end; x++ {
			broken[x] = true
		}
	}
	for i := len(p.series) - 1; i >= 0; i-- {
		columns := resample(p.series[i].Columns, len(broken))
		for y, row := range p.trace(columns, broken) {
			for x, dots := range row {
				if dots != runes.BrailleBlockOffset {
					p.Put(x, y, p.glyphs.dots(dots, p.glyphs.sign(i)), styleOf(i))
				}
			}
		}
		if len(p.series) > 1 {
			p.signSeries(fine, columns, i)
		}
		for x, c := range columns {
			if c.drawable() {
				lo, hi := c.extremes()
				p.markBeyond(x/p.across, lo, hi)
			}
		}
	}
}

// trace returns the line of a series in braille, a column of dots for each of its columns. Each stands from its lowest to
// its highest value and reaches to the end of the one before it, so that the line is whole wherever there is data; where
// there is none it breaks, for a line across a gap would show values that the feed has not sent. For the same reason a
// column that is broken joins neither of its neighbours.
//
// A set of glyphs with fewer dots in a cell has each as a block of braille dots. The grid is given places, not values: it
// takes the distance between its ends, which for two finite values may be infinite.
func (p *plot) trace(columns []Column, broken []bool) [][]rune {
	dots := graph.NewBrailleGrid(p.Width, p.Height, 0, 1, 0, 1)
	wide, high := 2/p.across, 4/p.down
	for x, c := range columns {
		if !c.drawable() {
			continue
		}
		lowest, highest := c.extremes()
		from, to := p.level(lowest), p.level(highest)
		if x > 0 && columns[x-1].drawable() && !broken[x-1] && !broken[x] {
			before := p.level(columns[x-1].Last)
			from, to = min(from, before+1), max(to, before-1)
		}
		levels := p.Height * p.down
		for dx := x * wide; dx < (x+1)*wide; dx++ {
			for dy := (levels - 1 - to) * high; dy < (levels-from)*high; dy++ {
				dots.Set(canvas.Point{X: dx, Y: dy})
			}
		}
	}
	return dots.BraillePatterns()
}

// signSeries sets the sign of a series on its trace here and there, so that it differs from the others without colour. The
// signs keep to moments, not to places: they move with the trace.
func (p *plot) signSeries(fine axis.Window, columns []Column, series int) {
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
		if (x+offset+shift*series+every)%every != every/2 {
			continue
		}
		for at := (x+1)*p.across - 1; at >= x*p.across; at-- {
			if c := columns[at]; c.drawable() {
				p.Put(x, p.row(c.Last), p.glyphs.sign(series), styleOf(series))
				break
			}
		}
	}
}
