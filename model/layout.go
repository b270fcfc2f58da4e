package model

import (
	"sockeye/widgets/header"
)

// layout is how the screen is divided, in cells. What has no size is not shown.
type layout struct {
	header      int // lines
	chartWidth  int
	chartHeight int
	listWidth   int // beside the chart
	logHeight   int
	footer      int // lines
}

const (
	sideBySide = 100 // columns from which the watchlist stands beside the chart
	roomy      = 20  // rows from which the chart has a box
	tinyWidth  = 30  // below this there is only state, value and age
	tinyHeight = 8
	listLeast  = 40
	chartLeast = 7
)

// plan divides the screen for the feed that is looked at.
func (m *Model) plan() layout {
	l := plan(m.width, m.height)
	if l.header > 1 {
		more := header.Lines(m.unacknowledged()) - l.header
		l.header += more
		l.logHeight -= more
	}
	if !m.tab().view.off || l == (layout{}) {
		return l
	}
	l.chartWidth = 0
	if l.listWidth > 0 {
		l.listWidth = m.width
		return l
	}
	l.logHeight, l.chartHeight = l.body(), 0
	return l
}

// plan divides a screen. A tiny one has no panes at all.
func plan(width, height int) layout {
	switch {
	case width < tinyWidth || height < tinyHeight:
		return layout{}
	case height < roomy:
		l := layout{header: 1, chartWidth: width, chartHeight: 2, footer: 1}
		l.logHeight = height - l.header - l.chartHeight - l.footer
		return l
	}
	l := layout{header: header.Lines(0), chartWidth: width, footer: 1}
	body := height - l.header - l.footer
	l.chartHeight = max(chartLeast, body*3/8)
	l.logHeight = body - l.chartHeight
	if width >= sideBySide {
		l.listWidth = max(listLeast, width*2/5)
		l.chartWidth = width - l.listWidth
	}
	return l
}

// body returns the lines between the header and the footer.
func (l layout) body() int { return l.chartHeight + l.logHeight }

// arrange gives every widget of the feed that is looked at its size, and the keys to one pane.
func (m *Model) arrange() {
	l := m.plan()
	t := m.tab()
	if l.listWidth > 0 {
		m.listed = false
	}
	if !t.inspecting {
		t.endInspection()
	}
	panes := m.visible()
	held := false
	for _, p := range panes {
		held = held || p == m.focus
	}
	if !held {
		m.focus = panes[0]
	}
	if m.focus != paneChart { // only there the crosshair has keys
		t.view.cross = false
	}
	m.header.SetSize(m.width, l.header)
	logWidth, logHeight := m.width, l.logHeight
	chartWidth, chartHeight := l.chartWidth, l.chartHeight
	listWidth, listHeight := l.listWidth, l.chartHeight
	if m.zoomed || m.listed {
		switch m.focus {
		case paneLog:
			logHeight = l.body()
		case paneChart:
			chartWidth, chartHeight = m.width, l.body()
		case paneList:
			listWidth, listHeight = m.width, l.body()
		}
	}
	inspectWidth, inspectHeight := m.width, l.body()
	if t.inspecting && l.listWidth > 0 && !(m.zoomed && m.focus == paneInspect) { // beside the log, else over the body
		inspectWidth, inspectHeight = m.width/2, l.logHeight
		if !m.zoomed {
			logWidth = m.width - inspectWidth
		}
	}
	t.inspector.SetSize(inspectWidth, inspectHeight)
	t.inspector.SetFocused(m.focus == paneInspect)
	t.log.SetSize(logWidth, logHeight)
	t.chart.SetSize(chartWidth, chartHeight)
	t.list.SetSize(listWidth, listHeight)
	t.log.SetFocused(m.focus == paneLog)
	t.chart.SetFocused(m.focus == paneChart)
	t.list.SetFocused(m.focus == paneList)
	m.refresh()
	m.sizeDialog()
}
