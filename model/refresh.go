package model

import (
	"time"

	"sockeye/widgets/header"
)

// refresh has the widgets show what is known of the feed on the screen at its moment, and what the operator wants to see.
func (m *Model) refresh() {
	m.redraws.done(m.wall)
	m.refreshHeader()
	m.list().refresh()
	m.chart().refresh()
}

// refreshData has the widgets show what is new. A chart that is frozen stays as it is.
func (m *Model) refreshData() {
	t, now := m.tab(), m.now
	m.redraws.done(m.wall)
	m.refreshHeader()
	m.list().refresh()
	if t.tab.Frozen() {
		return
	}
	pace := quietPace
	if !t.tab.Status().State.Connected() {
		pace = troubledPace
	}
	if t.tab.Valued().Before(t.drawn) && now.Sub(t.drawn) < pace {
		return // it would only move, which says nothing, and costs as much on the wire as news
	}
	m.chart().refresh()
}

// quietPace is how often a chart is drawn that has nothing new to show: one of 120x36 takes about 4 KiB, and a screen on
// which nothing happens has 0.3 KiB a second.
const quietPace = time.Minute

// troubledPace is how often, while there is no connection: for how long that has been so is news.
const troubledPace = 5 * time.Second

// noticeFreeze finds out whether the log was frozen or has gone live, by whatever key or command: all panes are frozen with it, at
// one moment.
func (m *Model) noticeFreeze() {
	t := m.tab()
	if t.log.Frozen() == t.tab.Frozen() {
		return
	}
	if t.tab.Frozen() {
		t.tab.Resume(m.now)
	} else {
		t.tab.Freeze(m.now)
	}
	t.log.Refresh()
	m.refresh()
}

// refreshHeader has the header show the feeds, and the figures of the one on the screen. Alerts and the clock go on while the
// screen is frozen: they are about the operator, and not about the feed.
func (m *Model) refreshHeader() {
	feeds := make([]header.Feed, len(m.tabs.all))
	for i, t := range m.tabs.all {
		t.update(m.now)
		feeds[i] = t.at(m.now).Feed(m.host().screen(t))
		feeds[i].Number, feeds[i].Active = i+1, i == m.tabs.active
	}
	m.header.SetFeeds(feeds)
	m.header.SetAlerts(m.tabs.unacknowledged(), m.tabs.newest(m.now))
	m.header.SetNotes(m.tabs.held(m.now, m.options.Location))
	m.header.SetClock(m.now.In(m.options.Location))
	m.header.SetReplay(m.replayed())
	m.header.SetFigures(m.tab().at(m.now).Figures(m.host().screen(m.tab())))
	m.header.SetLink(m.renders.figures.shown)
	m.dialogs.Refresh()
}
