package model

import (
	"sockeye/model/alerts"
	"sockeye/widgets/header"
)

// refresh has the widgets show what is known of the feed on the screen at its moment, and what the operator wants to see.
func (m *Model) refresh() {
	m.updateTabs()
	m.chart().Move()
	m.refreshHeaderAndList()
	m.chart().Refresh()
}

// refreshData has the widgets show what is new.
func (m *Model) refreshData() {
	m.updateTabs()
	moved := m.chart().MoveWhereDue()
	m.refreshHeaderAndList()
	if tickerLines(m.tab(), m.shape.Width) != m.layout.Needs.Ticker && !m.layout.Tiny() {
		m.arrange()
		return
	}
	if moved {
		m.chart().Refresh()
	}
}

// updateTabs has the tabs know the states of their feeds.
func (m *Model) updateTabs() {
	for _, t := range m.tabs.All {
		t.Update(m.now)
	}
}

// refreshHeaderAndList has the header show the feeds, and the watchlist and the header that of the one on the screen. The
// watchlist comes before the figures, because it chooses the row whose value is among them. Alerts and the clock go on while the
// screen is frozen: they are about the operator, and not about the feed.
func (m *Model) refreshHeaderAndList() {
	m.redraws.done(m.wall)
	feeds := make([]header.Feed, len(m.tabs.All))
	for i, t := range m.tabs.All {
		feeds[i] = t.At(m.now).Feed(m.host().Shown(t))
		feeds[i].Number, feeds[i].Active = i+1, i == m.tabs.Active
	}
	m.header.SetFeeds(feeds)
	m.header.SetAlerts(alerts.Waiting(&m.tabs, m.now))
	m.header.SetNotes(headerNotes(&m.options, &m.tabs, m.now))
	m.header.SetClock(m.now.In(m.options.Location))
	m.header.SetFrozen(m.tab().At(m.now).Freeze())
	m.header.SetReplay(replayed(m.options.Playback))
	m.list().Refresh()
	m.header.SetFigures(m.tab().At(m.now).Figures(m.host().Shown(m.tab())))
	m.header.SetLink(m.renders.figures.shown)
	m.dialogs.Refresh()
}
