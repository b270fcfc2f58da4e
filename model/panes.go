package model

import (
	tea "charm.land/bubbletea/v2"

	"sockeye/model/alerts"
	"sockeye/model/layout"
	"sockeye/model/pane"
)

// log returns the log of the feed that is shown.
func (m *Model) log() pane.Log { return pane.Log{On: m.host(), Of: m.tab()} }

// inspector returns the inspector of the feed that is shown.
func (m *Model) inspector() pane.Inspector { return pane.Inspector{On: m.host(), Of: m.tab()} }

// host returns the screen for its panes, while a message is processed.
func (m *Model) host() pane.Screen {
	return pane.Screen{
		Keys: m.keys, Theme: m.options.Theme, Location: m.options.Location, Now: m.now,
		Notices: &m.notices, Dialogs: &m.dialogs, Layout: &m.layout, Focused: m.shape.Focus, Window: &m.window, ChartRows: m.renders.chartRows,
		Refresh: m.refresh, Arrange: m.arrange, Focus: m.focus, Copy: m.clipboard.copy,
		Await: func(answer <-chan error, then func(err error)) tea.Cmd { return await(m.ctx, answer, then) },
	}
}

// focus gives the keys to a pane, and space to it where the watchlist covers the body.
func (m *Model) focus(to layout.Pane) {
	m.shape.Listed = m.shape.Listed && to == layout.List
	m.shape.Focus = to
	m.arrange()
}

// noticeMsg is a notice of a Cmd.
type noticeMsg string

// Notice returns a message that has the bottom line say a text.
func Notice(text string) tea.Msg { return noticeMsg(text) }

// list returns the watchlist of the feed that is shown.
func (m *Model) list() pane.List { return pane.List{On: m.host(), Of: m.tab()} }

// chart returns the chart of the feed that is shown.
func (m *Model) chart() pane.Chart { return pane.Chart{On: m.host(), Of: m.tab()} }

// alerts returns the alerts of all feeds, for the operator.
func (m *Model) alerts() alerts.Pane {
	return alerts.Pane{
		On: m.host(), Feeds: &m.tabs, Desktop: m.options.Desktop, Past: m.options.Playback != nil, Check: m.options.checkAlert, May: func() error { return m.options.refuses("alert", false, false) }, ShowFeed: m.show, Command: m.commands.open,
		Help: func() { showHelp(&m.dialogs, m.keys, m.shape.Focus) },
	}
}
