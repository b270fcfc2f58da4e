package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/model/tab"
	"sockeye/widgets/theme"
)

// host is what a pane uses of the screen that it is on.
type host struct {
	keys     *KeyMap
	theme    *theme.Theme
	location *time.Location // of the times that are shown
	now      time.Time      // of the message that is taken in

	notices   *dialog.Notices
	dialogs   *dialog.Slot
	layout    *layout.Layout // to be read only
	window    *time.Duration // of all charts
	chartRows int            // that the picture of a chart may have

	refresh func()               // has all panes show what is known
	arrange func()               // gives them their places anew, and refreshes them
	focus   func(to layout.Pane) // gives the keys to a pane, and room to it
	copy    func(text string) tea.Cmd
	await   func(answer <-chan error, then func(err error)) tea.Cmd
}

// host returns the screen for its panes, while a message is taken in.
func (m *Model) host() host {
	return host{
		keys: m.keys, theme: m.options.Theme, location: m.options.Location, now: m.now,
		notices: &m.notices, dialogs: &m.dialogs, layout: &m.layout, window: &m.window, chartRows: m.renders.chartRows,
		refresh: m.refresh, arrange: m.arrange, focus: m.focus, copy: m.copy, await: m.await,
	}
}

// screen returns the screen for what is visible of a feed.
func (h host) screen(t *feedView) tab.Screen {
	return tab.Screen{Window: *h.window, Columns: t.chart.Columns(), Location: h.location, Keys: h.keys.Labels}
}

// focus gives the keys to a pane, and room to it where the watchlist covers the body.
func (m *Model) focus(to layout.Pane) {
	m.shape.Listed = m.shape.Listed && to == layout.List
	m.shape.Focus = to
	m.arrange()
}

// noticeMsg is a notice of a Cmd.
type noticeMsg string

// Notice returns a message that has the bottom line say a text.
func Notice(text string) tea.Msg { return noticeMsg(text) }
