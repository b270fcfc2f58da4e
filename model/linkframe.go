package model

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/link"
)

// lineExtra is what a line of the chart costs beyond its cells, in bytes: the way to it, and its colours; and cellBytes what
// a cell does.
const (
	lineExtra = 20
	cellBytes = 3
)

// smallWhy is in the border of a chart that could be larger.
const smallWhy = "small: thin link"

// frame returns the next View that is a new one.
func (m *Model) frame() tea.View {
	p := &m.pacer
	p.still = true // until something happens: View may be called again
	measured := false
	p.glass.look(func(l *link.Link) { measured = l.Measured() })
	if before, t := p.chartRows, m.tab(); m.chartRows() != before && !t.isFrozen {
		m.refreshChart(t, time.Now())
	}
	// What a thin link is to bring first is the header and the watchlist: before it is known, and once more after that,
	// when there are values. Log and chart are next.
	p.sparse = !measured || !p.known && !p.asked && p.chartRows < m.plan().chartHeight
	p.known = measured
	return m.paint()
}

// chartRows returns how many rows the picture of the chart may have. A chart that moves is another one in each frame, and
// large enough it costs a thin link more time than all the rest of the screen, which would be as old as that. So it is as
// large as what the link brings in its share of a frame. It does not grow before it can be twice as large: a picture that
// changes its size all the time cannot be read.
func (m *Model) chartRows() int {
	width := m.plan().chartWidth
	if m.zoomed {
		width = m.width
	}
	p, rows := &m.pacer, 0
	p.glass.look(func(l *link.Link) { rows = l.Rows(width*cellBytes + lineExtra) })
	if rows < p.chartRows || rows >= 2*p.chartRows {
		p.chartRows = rows
	}
	return p.chartRows
}

// chartView is the chart as it goes to the glass.
func (m *Model) chartView(t *tab) string {
	if m.pacer.sparse {
		return blank(t.chart.View())
	}
	return t.chart.View()
}

// blank returns a block as large as another one, with nothing in it.
func blank(block string) string {
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		lines[i] = strings.Repeat(" ", ansi.StringWidth(line))
	}
	return strings.Join(lines, "\n")
}
