package chart

import "time"

// Data is what a chart shows: a window of time and what happened in it. Nothing in it needs to be clean: text may hold any
// bytes, a number that is not finite has no place on the chart, and without a window there is no axis of times.
type Data struct {
	Title string // what is drawn, such as "XBT/USD close"

	// The window, From included and To not. It moves without a flicker, and at the least cost in bytes, if both are whole
	// multiples of their distance divided by [Model.Columns].
	From, To time.Time
	Location *time.Location // of the times on the axis and in the heading; nil: UTC
	Window   time.Duration  // how long the heading says that the window is; 0: nothing

	// Columns are the main series. They divide the window into equal slices, oldest first. Best are as many as
	// [Model.Columns]; any number is spread over the width.
	Columns []Column
	Others  []Series // drawn with the main series by [Line], on the same scale
	Slot    int      // of the main series, see Series
	// Overlays are lines that are computed from the main series, such as an average. They are drawn where nothing else is, and do
	// not stretch the scale.
	Overlays []Series
	Candles  []Candle // drawn by [Candles], whatever part of them the window shows; oldest first
	Volume   string   // what their volume is called beside the bars: short, such as "vol"
	Spans    []Span
	Marks    []Mark

	Hidden  bool // the main series is not drawn, and the heading says so
	Percent bool // all values are per cent, as of a comparison of several series: they have their sign and a "%"

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
	Slot     int      // its colour and its sign, from 0; of series that are shown together each has another one
}

// Candle is what a price did from Begin on, for the length of Width. Where there is space for one cell of several candles
// only, they are drawn as the one candle that they make together.
type Candle struct {
	Begin                  time.Time
	Width                  time.Duration
	Open, High, Low, Close float64
	Volume                 float64 // NaN, or 0: none is known
}

// Mark is a level to which values are compared, such as the one at which an alert is raised. It does not stretch the scale:
// a level beyond it is named at the edge where it lies.
type Mark struct {
	Value float64
	Text  string // what the level is, such as "alert"; the chart adds the value; any bytes
}

// direction is the sign of the change over the window: 1 where the main series has risen.
func (d *Data) direction() int {
	change := d.Change
	if d.Percent {
		change = d.Last
	}
	switch {
	case change > 0:
		return 1
	case change < 0:
		return -1
	}
	return 0
}
