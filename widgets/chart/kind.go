package chart

import (
	"slices"
	"sockeye/widgets/trace"
	"time"

	"sockeye/widgets/axis"
)

// Kind is a kind of chart: what is drawn of the data, and how. A new one is a file with its methods and an entry in
// [Kinds]. Where there is space for one row only, each is a row of glyphs for its main series.
type Kind interface {
	// Name is what the kind is called in commands.
	Name() string
	// resolution returns how many columns and heights a cell of the plot is divided into.
	resolution(g *glyphSet) (across, down int)
	// foot returns how many of the rows of a plot are for something else than the scale, at its foot.
	foot(d *Data, rows int) int
	// series returns what is drawn as series over the window, the main one first, best in so many columns.
	series(d *Data, columns int) []Series
	// draw draws the plot.
	draw(p *plot)
	// readings returns the values at a cell of the window, each with its name if there are several; none if there are none.
	readings(p *plot, cell int) []string
	// note is a word about the picture for the heading, or "", and the same in more words where there is space for them, or "".
	note(p *plot) (note, long string)
}

// Kinds are the kinds of charts, in the order in which an operator goes through them. The first is the default.
var Kinds = [...]Kind{Spark, Line, Candles}

// mainSeries returns the main series.
func mainSeries(d *Data, columns []Column) Series {
	return Series{Name: d.Title, Columns: columns, Last: d.Last, Decimals: d.Decimals, Hidden: d.Hidden, Slot: d.Slot}
}

// outside returns a series without the columns that lie wholly in a span: whatever the caller has there, the feed has not
// sent it.
func (s Series) outside(spans []Span, from, to time.Time) Series {
	w := axis.NewWindow(from, to, len(s.Columns))
	for i, span := range spans {
		if i == 0 {
			s.Columns = slices.Clone(s.Columns)
		}
		if first, end := w.Covered(span.From, span.To); first < end {
			clear(s.Columns[first:end])
		}
	}
	return s
}

// ofSeries is what kinds that draw series have in common.
type ofSeries struct{}

func (ofSeries) note(*plot) (note, long string) { return "", "" }
func (ofSeries) foot(*Data, int) int            { return 0 }

// readings returns the last value of each series.
func (ofSeries) readings(p *plot, cell int) (readings []string) {
	for _, s := range p.series {
		if c := trace.Resample(s.Columns, p.Width)[cell]; c.Drawable() {
			name := ""
			if len(p.series) > 1 {
				name = string(p.glyphs.sign(s.Slot)) + " "
			}
			readings = append(readings, name+p.data.figure(c.Last, s.Decimals))
		}
	}
	return readings
}
