package model

import (
	"slices"
	"time"

	"sockeye/widgets/header"
)

// shape is what the operator has made of the screen: its size, and which pane has the keys and how much room.
type shape struct {
	width, height int // of the terminal, in cells
	focus         pane
	zoomed        bool // the pane with the keys has the body
	listed        bool // the watchlist covers the body, where it has no place of its own
}

// needs are what the feed that is shown wants to have room for.
type needs struct {
	alerts     int // that are not acknowledged
	chart      bool
	inspecting bool
}

// rect is a part of the body, in cells. One without width is not shown.
type rect struct{ x, y, width, height int }

// has reports whether a cell of the body lies in it.
func (r rect) has(x, y int) bool {
	return x >= r.x && x < r.x+r.width && y >= r.y && y < r.y+r.height
}

// layout is how the screen is divided. It is a value that follows from a shape and needs alone.
type layout struct {
	header, body int     // lines; both are 0 where there is no room for panes
	rects        [4]rect // by pane, also of those that are covered
	shown        []pane  // those that are seen, by rows and from the left
	turns        []pane  // those that can have the keys, in their order
	listBeside   bool    // the watchlist has a place of its own
}

const (
	sideBySide = 100 // columns from which the watchlist stands beside the chart
	roomy      = 20  // rows from which the chart has a box
	tinyWidth  = 30  // below this there is only state, value and age
	tinyHeight = 8
	listLeast  = 40
	chartLeast = 7
)

// tiny reports whether there is no room for panes.
func (l *layout) tiny() bool { return l.body == 0 }

// divide divides a screen.
func (s shape) divide(n needs) layout {
	l := layout{header: 1}
	if s.width < tinyWidth || s.height < tinyHeight {
		l.header = 0
		l.order(s, needs{inspecting: n.inspecting})
		return l
	}
	chartHeight, listWidth := 2, 0
	if s.height >= roomy {
		l.header = header.Lines(n.alerts)
		chartHeight = max(chartLeast, (s.height-header.Lines(0)-1)*3/8)
		if s.width >= sideBySide {
			listWidth = max(listLeast, s.width*2/5)
		}
	}
	l.body = s.height - l.header - 1
	l.listBeside = listWidth > 0
	chartWidth := s.width - listWidth
	switch {
	case n.chart:
	case l.listBeside:
		chartWidth, listWidth = 0, s.width
	default:
		chartWidth, chartHeight = 0, 0
	}
	logWidth, logHeight := s.width, l.body-chartHeight
	full := rect{0, 0, s.width, l.body}
	l.rects[paneInspect] = full
	if n.inspecting && l.listBeside {
		width := s.width / 2
		l.rects[paneInspect] = rect{s.width - width, chartHeight, width, logHeight}
		if !s.zoomed {
			logWidth -= width
		}
	}
	l.rects[paneLog] = rect{0, chartHeight, logWidth, logHeight}
	l.rects[paneChart] = rect{0, 0, chartWidth, chartHeight}
	l.rects[paneList] = rect{chartWidth, 0, listWidth, chartHeight}
	if s.zoomed || s.listed {
		l.rects[s.focus] = full
	}
	l.order(s, n)
	return l
}

// order finds out which panes are seen, and which can have the keys.
func (l *layout) order(s shape, n needs) {
	switch {
	case s.listed:
		l.turns = []pane{paneList}
	case n.inspecting && !l.listBeside:
		l.turns = []pane{paneInspect}
	default:
		l.turns = []pane{paneLog}
		if n.inspecting {
			l.turns = append(l.turns, paneInspect)
		}
		if l.listBeside {
			l.turns = append(l.turns, paneList)
		}
		if n.chart {
			l.turns = append(l.turns, paneChart)
		}
	}
	for _, p := range []pane{paneChart, paneList, paneLog, paneInspect} {
		switch covered := s.zoomed || s.listed; {
		case l.rects[p].width == 0:
		case covered && p == s.focus, !covered && slices.Contains(l.turns, p):
			l.shown = append(l.shown, p)
		}
	}
}

// at returns the pane that is seen at a cell of the body.
func (l *layout) at(x, y int) (pane, bool) {
	for _, p := range l.shown {
		if l.rects[p].has(x, y) {
			return p, true
		}
	}
	return 0, false
}

// next returns the pane that has the keys after or before another one.
func (l *layout) next(of pane, step int) pane {
	at := max(slices.Index(l.turns, of), 0)
	return l.turns[(at+step+len(l.turns))%len(l.turns)]
}

// arrange gives every widget of the feed that is shown its size, and the keys to one pane.
func (m *Model) arrange() {
	t, s := m.tab(), &m.shape
	needs := needs{alerts: m.tabs.unacknowledged(), chart: !t.tab.Chart.Off, inspecting: t.inspecting}
	m.layout = s.divide(needs)
	if m.layout.listBeside {
		s.listed = false
	}
	if !t.inspecting {
		t.endInspection()
	}
	if !slices.Contains(m.layout.turns, s.focus) {
		s.focus = m.layout.turns[0]
	}
	m.layout = s.divide(needs) // for the pane that has the keys now
	if s.focus != paneChart {  // only there the crosshair has keys
		t.tab.Chart.Cross = time.Time{}
	}
	m.header.SetSize(s.width, m.layout.header)
	size := func(p pane) (width, height int) { return m.layout.rects[p].width, m.layout.rects[p].height }
	t.log.SetSize(size(paneLog))
	t.log.SetFocused(s.focus == paneLog)
	t.list.SetSize(size(paneList))
	t.list.SetFocused(s.focus == paneList)
	t.chart.SetSize(size(paneChart))
	t.chart.SetFocused(s.focus == paneChart)
	t.inspector.SetSize(size(paneInspect))
	t.inspector.SetFocused(s.focus == paneInspect)
	m.refresh()
	m.dialogs.resize(m.shape.width, m.layout.body)
}
