package chart

import (
	"slices"
	"time"
)

// Data is what a chart shows: a window of time and what happened in it. Nothing in it needs to be
// clean: text may hold any bytes, a number that is not finite has no place on the chart, times may be
// in any order.
type Data struct {
	Title string // what is drawn, such as "XBT/USD close"

	// The window, From included and To not. It moves without a flicker, and at the least cost in bytes,
	// if both are whole multiples of their distance divided by [Model.Columns]. Without them, times are
	// counted back from now; there are no spans and no crosshair, and candles make a window of their own.
	From, To time.Time
	Location *time.Location // of the times on the axis and in the heading; nil: UTC

	// Window is how long the heading says that the window is; 0: as long as From and To are apart.
	Window time.Duration

	// Columns are the main series. They divide the window into equal slices, oldest first. Best are as
	// many as Model.Columns; any number is spread over the width.
	Columns []Column
	Others  []Series // drawn with the main series by [Line], on the same scale
	Candles []Candle // drawn by [Candles], whatever part of them the window shows
	Spans   []Span
	Marks   []Mark

	Hidden bool // the main series is not drawn, and the heading says so

	// Percent says that all values are per cent, as of a comparison of several series: they are shown with
	// their sign and a "%".
	Percent bool

	// The figures of the main series. They are shown if there is something to draw.
	Last     float64 // the latest value; NaN: none
	Change   float64 // over the window, in per cent; NaN: none
	Decimals int     // of the values, and at most of all figures; below 0: as many as a value needs

	Note  string // a word about the picture, such as "2 gaps"
	Empty string // stands in the plot as long as there is nothing to draw
}

// Series is one more line on the chart.
type Series struct {
	Name     string   // in the legend; any bytes
	Columns  []Column // as Data.Columns: of the same window
	Last     float64  // the latest value; NaN: none
	Decimals int      // as Data.Decimals
	Hidden   bool     // it is not drawn, and the legend says so
}

// Candle is what a price did from Begin on, for the length of Width. Where there is space for one cell
// of several candles only, they are drawn as the one candle that they make together.
type Candle struct {
	Begin                  time.Time
	Width                  time.Duration
	Open, High, Low, Close float64
}

// Span is a stretch of time of which the chart cannot say what the values were. It is hatched, and no
// trace leads across it, however short it is. A column that lies wholly in it is not drawn.
type Span struct {
	From, To time.Time
	Kind     SpanKind
}

// SpanKind is why there are no values in a span.
type SpanKind int

// The kinds of spans.
const (
	Gap     SpanKind = iota // messages were lost
	Silence                 // nothing came, though the feed was connected
	Down                    // the feed was not connected
	Evicted                 // there were values, which are kept no longer
	NoValue                 // the feed says that there is none
)

// spanKinds are the words and the styles of the hatching.
var spanKinds = [...]struct {
	word  string
	style styleID
}{Gap: {"gap", styleGap}, Silence: {"silence", styleSilence}, Down: {"down", styleDown}, Evicted: {"evicted", styleSilence}, NoValue: {"no value", styleSilence}}

// String returns the word that stands in the hatching.
func (k SpanKind) String() string {
	if k < 0 || int(k) >= len(spanKinds) {
		return ""
	}
	return spanKinds[k].word
}

func (k SpanKind) style() styleID {
	if k < 0 || int(k) >= len(spanKinds) {
		return styleSilence
	}
	return spanKinds[k].style
}

// Mark is a level to which values are compared, such as the one at which an alert is raised. It does
// not stretch the scale: a level beyond it is named at the edge where it lies.
type Mark struct {
	Value float64
	Text  string // what the level is, such as "alert"; the chart adds the value; any bytes
}

// location returns the location of the times that are shown.
func (d *Data) location() *time.Location {
	if d.Location == nil {
		return time.UTC
	}
	return d.Location
}

// same reports whether two sets of data give the same picture. With a NaN in them, or moments of several locations, it may
// return false, which is only slower.
func (d *Data) same(e *Data) bool {
	return d.Title == e.Title && d.Hidden == e.Hidden && d.Percent == e.Percent && d.Window == e.Window &&
		d.From.Equal(e.From) && d.To.Equal(e.To) && d.Location == e.Location &&
		d.Last == e.Last && d.Change == e.Change && d.Decimals == e.Decimals &&
		d.Note == e.Note && d.Empty == e.Empty &&
		slices.Equal(d.Columns, e.Columns) && slices.EqualFunc(d.Others, e.Others, Series.same) &&
		slices.Equal(d.Candles, e.Candles) && slices.Equal(d.Spans, e.Spans) && slices.Equal(d.Marks, e.Marks)
}

func (s Series) same(t Series) bool {
	return s.Name == t.Name && s.Last == t.Last && s.Decimals == t.Decimals && s.Hidden == t.Hidden && slices.Equal(s.Columns, t.Columns)
}
