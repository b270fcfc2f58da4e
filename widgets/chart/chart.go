// Package chart draws where the values of one series are going: a trace of a window of time between
// the window's own minimum and maximum, in braille, or as one row of block glyphs where there is no
// room for more.
//
// It is a picture of what it is handed and nothing else: it keeps no series, reads no clock and does
// no I/O. The caller asks [Model.Columns] how finely the window should be cut and hands over that many
// columns with [Model.SetData].
package chart

import (
	"slices"
	"time"

	"sockeye/widgets/draw"
)

// Data is what a chart shows. The columns divide the window into equal slices, oldest first, and the
// last one ends now.
type Data struct {
	Title   string        // what is drawn, such as "XBT/USD close"; any bytes, sanitised here
	Window  time.Duration // the time that the columns cover; 0: not said
	Columns []Column      // best as many as [Model.Columns]; any number is spread over the width

	// The figures. They are shown if at least one column has a value.
	Last     float64 // the latest value; NaN: none
	Change   float64 // over the window, in per cent; NaN: none
	Decimals int     // of Last, and at most of all figures; below 0: as many as a value needs

	Note  string // a word about the picture, such as "2 gaps"; any bytes, sanitised here
	Empty string // stands in the plot as long as no column has a value; any bytes, sanitised here
}

// Model is the chart of one series. It is used through a pointer and by one goroutine.
type Model struct {
	theme         *draw.Theme
	width, height int
	focused       bool
	data          Data

	view  string
	dirty bool
}

// New returns an empty chart of size 0 in the styles of th, which it keeps.
func New(th *draw.Theme) Model {
	return Model{theme: th, dirty: true}
}

// SetSize sets the room for the chart in cells, its border included. Any size is allowed.
func (m *Model) SetSize(width, height int) {
	if m.width == width && m.height == height {
		return
	}
	m.width, m.height, m.dirty = width, height, true
}

// SetFocused tells the chart whether it has the keys, which shows in its border.
func (m *Model) SetFocused(focused bool) {
	if m.focused == focused {
		return
	}
	m.focused, m.dirty = focused, true
}

// SetData replaces what the chart shows. The columns are copied. The same data once more leaves the
// chart clean, so that a quiet feed costs no drawing.
func (m *Model) SetData(d Data) {
	if !m.dirty && sameData(m.data, d) {
		return
	}
	d.Columns = append(m.data.Columns[:0], d.Columns...)
	m.data, m.dirty = d, true
}

// sameData tells whether two sets of data give the same picture. With a NaN in them it says no, which
// is merely slower.
func sameData(a, b Data) bool {
	return a.Title == b.Title && a.Window == b.Window &&
		a.Last == b.Last && a.Change == b.Change && a.Decimals == b.Decimals &&
		a.Note == b.Note && a.Empty == b.Empty &&
		slices.Equal(a.Columns, b.Columns)
}

// Columns returns into how many slices the window should be cut for the present size: one for each
// column of dots, or for each glyph of a sparkline row. It depends a little on the figures beside the
// plot, so ask before each SetData. It is 0 if nothing can be drawn.
func (m *Model) Columns() int {
	l := m.layout()
	switch {
	case l.rows <= 0:
		return 0
	case l.rows == 1:
		return l.line.spark
	default:
		return l.plot.width * dotsAcross
	}
}

// View returns the chart as exactly as many lines and cells as its size says, or "" if that has no
// area. It draws only if something it shows has changed since the last call.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.dirty {
		m.view, m.dirty = m.render(), false
	}
	return m.view
}

// layout is how the chart divides its room between the picture and its figures, for the data it has.
type layout struct {
	width int // of the body
	rows  int // of the body that are left for the picture: a plot, or a line if there is one only

	bordered bool
	headed   bool // without a border, the heading takes a line of the body
	drawn    bool // there is something to draw
	scale    scale

	line lineLayout
	plot plotLayout
}

// layout divides the room.
func (m *Model) layout() layout {
	width, rows := draw.Inner(m.width, m.height)
	l := layout{width: width, rows: rows, bordered: width < m.width}
	l.scale, l.drawn = scaleOf(m.data.Columns)
	if !l.bordered && rows > 1 {
		l.headed = true
		l.rows--
	}
	switch {
	case width <= 0 || l.rows <= 0:
		l.rows = 0
	case l.rows == 1:
		l.line = m.layLine(l)
	default:
		l.plot = m.layPlot(l)
	}
	return l
}

// render draws the chart from nothing.
func (m *Model) render() string {
	l := m.layout()
	var title string
	var body []string
	if l.bordered {
		// What draw.Box leaves for a title: a space on either side, and a piece of border.
		title = m.heading(l, l.width-3)
	} else if l.headed {
		body = append(body, m.heading(l, l.width))
	}
	switch {
	case !l.drawn:
		body = append(body, m.emptyBody(l)...)
	case l.rows == 1:
		body = append(body, m.lineBody(l))
	default:
		body = append(body, m.plotBody(l)...)
	}
	return draw.Box(title, body, m.width, m.height, m.focused, m.theme)
}
