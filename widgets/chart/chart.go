// Package chart draws where values are going: a window of time as the sparkline of one series, as lines of
// several, or as candles; in braille, in blocks or in ASCII; and as one row of glyphs where there is no
// space for more.
//
// It is a picture of what it is handed and nothing else: it keeps no series, reads no clock, knows no
// keys and does no I/O. The caller asks [Model.Columns] how finely the window should be cut and hands
// over that many columns with [Model.SetData].
//
// What is not known is shown as not known: no trace leads across a gap, a value beyond the edge is marked
// there, and whatever a colour shows, a sign shows too.
package chart

import (
	"math"
	"slices"

	"sockeye/widgets/theme"
)

// Model is a chart. It is used through a pointer and by one goroutine.
type Model struct {
	theme         *theme.Theme
	width, height int
	focused       bool
	kind          Kind
	bounds        Bounds
	maxRows       int // rows of the picture; 0: what there is space for
	reason        string
	crosshair     crosshair
	data          Data

	view  string
	dirty bool
}

// New returns an empty chart of size 0 in the styles of th, which it keeps.
func New(th *theme.Theme) Model {
	return Model{theme: th, dirty: true}
}

// SetSize sets the space for the chart in cells, its border included. Any size is allowed.
func (m *Model) SetSize(width, height int) {
	if m.width == width && m.height == height {
		return
	}
	m.width, m.height, m.dirty = width, height, true
}

// SetFocused sets whether the chart has the focus, which shows in its border.
func (m *Model) SetFocused(focused bool) {
	if m.focused == focused {
		return
	}
	m.focused, m.dirty = focused, true
}

// SetKind sets what the chart draws.
func (m *Model) SetKind(kind Kind) {
	if m.kind == kind {
		return
	}
	m.kind, m.dirty = kind, true
}

// Restyle must be called when the theme has been overwritten. With other glyphs, it may want another number of
// columns.
func (m *Model) Restyle() { m.dirty = true }

// SetBounds locks the scale: what lies outside is held at the edge and marked there. Bounds{} lets the
// scale follow what is visible again.
func (m *Model) SetBounds(b Bounds) {
	if m.bounds == b {
		return
	}
	m.bounds, m.dirty = b, true
}

// SetMaxRows bounds the rows of the picture, so that all of it costs no more than so many to send: the rest of the space stays
// empty, and the border says why, sanitised. 0 is no bound.
func (m *Model) SetMaxRows(rows int, reason string) {
	if m.maxRows == rows && m.reason == reason {
		return
	}
	m.maxRows, m.reason, m.dirty = rows, reason, true
}

// Bounds returns the bounds of the scale as it is drawn now, locked or not: what to hand to
// [Model.SetBounds] to keep it. Without anything to draw, they are those that are set.
func (m *Model) Bounds() Bounds {
	if l := m.layout(); l.drawn {
		return Bounds{l.scale.min, l.scale.max}
	}
	return m.bounds
}

// SetData replaces what the chart shows. All of it is copied. The same data once more leaves the chart
// clean, so that a quiet feed costs no drawing.
func (m *Model) SetData(d Data) {
	if !m.dirty && m.data.same(&d) {
		return
	}
	m.data.copyFrom(d)
	m.dirty = true
}

// Columns returns into how many slices the window should be cut for the present kind and size: one for
// each column of dots of a line, or for each cell of anything else. It depends a little on the
// figures beside the plot, so ask before each SetData. It is 0 if nothing can be drawn.
func (m *Model) Columns() int {
	l := m.layout()
	if l.rows > 1 && m.kind == Line {
		return l.plot.width * m.set().across
	}
	return l.cells()
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

// layout is how the chart divides its space between the picture and its figures, for the data it has.
type layout struct {
	width int  // of the body
	rows  int  // of the body that are left for the picture: a plot, or a line if there is one only
	small bool // there is space for more

	bordered bool
	headed   bool // without a border, the heading takes a line of the body

	series []Series // the main one first; one without columns for candles
	drawn  bool     // there is something to draw
	scale  scale

	line lineLayout
	plot plotLayout
}

// cells returns the width of the picture.
func (l layout) cells() int {
	if l.rows == 1 {
		return l.line.spark
	}
	return l.plot.width
}

// layout divides the space.
func (m *Model) layout() layout {
	width, rows := theme.Inner(m.width, m.height)
	l := layout{width: width, rows: rows, bordered: width < m.width, series: m.series()}
	if !l.bordered && rows > 1 {
		l.headed = true
		l.rows--
	}
	if m.maxRows > 0 && m.maxRows < l.rows {
		l.rows, l.small = m.maxRows, true
	}
	if l.rows == 1 {
		l.series = l.series[:1] // one row has space for one
	}
	l.scale, l.drawn = m.scale(l.series)
	switch {
	case width <= 0 || l.rows <= 0 || m.kind == Off:
		l.rows, l.drawn = 0, false
	case l.rows == 1:
		l.line = m.layLine(l)
	default:
		l.plot, l.scale = m.layPlot(l)
	}
	return l
}

// series returns the series that belong to the kind, without the columns that lie in spans, for whatever the
// caller holds there, the feed has not sent it; and without anything to draw those that are hidden.
func (m *Model) series() []Series {
	d := &m.data
	main := Series{Name: d.Title, Last: d.Last, Decimals: d.Decimals, Hidden: d.Hidden}
	if m.kind != Candles {
		main.Columns = d.Columns
	}
	series := []Series{main}
	if m.kind == Line {
		series = append(series, d.Others...)
	}
	for i := range series {
		s := &series[i]
		s.Columns = erase(s.Columns, d)
		if s.Hidden {
			s.Columns, s.Last = nil, math.NaN()
		}
	}
	return series
}

// erase returns the columns without those that lie wholly in a span. The columns it is given stay as they
// are.
func erase(columns []Column, d *Data) []Column {
	w := newWindow(d.From, d.To, len(columns))
	for i, s := range d.Spans {
		if i == 0 {
			columns = slices.Clone(columns)
		}
		if first, end := w.covered(s); first < end {
			clear(columns[first:end])
		}
	}
	return columns
}

// scale returns the scale of what is visible, or the one that is locked; ok is false if there is nothing
// to draw.
func (m *Model) scale(series []Series) (s scale, ok bool) {
	add := func(t scale, drawn bool) {
		switch {
		case drawn && ok:
			s = s.union(t)
		case drawn:
			s, ok = t, true
		}
	}
	for _, one := range series {
		add(m.rangeOf(one))
	}
	if ok && m.bounds.IsSet() {
		s = scale{m.bounds.Low, m.bounds.High}
	}
	return s, ok
}

// rangeOf returns the scale of what is visible of a series, or in its place of the candles; ok is false if there is
// nothing.
func (m *Model) rangeOf(one Series) (s scale, ok bool) {
	if m.kind != Candles {
		return scaleOf(one.Columns)
	}
	for _, c := range m.visible(m.window(1)) {
		lo, hi := c.extremes()
		if !ok {
			s, ok = scale{lo, hi}, true
		}
		s = s.union(scale{lo, hi})
	}
	return s, ok
}

// render draws the chart from nothing.
func (m *Model) render() string {
	l := m.layout()
	var title string
	var body []string
	if l.bordered {
		// What theme.Box leaves for a title: a space on either side, and a piece of border.
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
	box := theme.Border{Title: title, Focused: m.focused}
	if l.small {
		box.Note = m.theme.Dim.Render(m.reason)
	}
	return box.Box(body, m.width, m.height, m.theme)
}
