package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/tab"
	"sockeye/widgets/theme"
)

// host is what a pane uses of the screen that it is on.
type host struct {
	keys     *KeyMap
	theme    *theme.Theme
	location *time.Location // of the times that are shown
	now      time.Time      // of the message that is taken in

	notices   *notices
	dialogs   *dialogs
	layout    *layout        // to be read only
	window    *time.Duration // of all charts
	chartRows int            // that the picture of a chart may have

	refresh func()        // has all panes show what is known
	arrange func()        // gives them their places anew, and refreshes them
	focus   func(to pane) // gives the keys to a pane, and room to it
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
	return tab.Screen{Window: *h.window, Columns: t.chart.Columns(), Location: h.location, Keys: h.keys.labels}
}

// focus gives the keys to a pane, and room to it where the watchlist covers the body.
func (m *Model) focus(to pane) {
	m.shape.listed = m.shape.listed && to == paneList
	m.shape.focus = to
	m.arrange()
}
