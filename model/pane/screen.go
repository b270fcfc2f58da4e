package pane

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/model/tab"
	"sockeye/widgets/theme"
)

// Keys are the keys of actions, by their names.
type Keys interface {
	Of(name string) key.Binding
	Label(name string) string      // as sentences have it
	Labels(names ...string) string // one and another, likewise
	Is(name string, press tea.KeyPressMsg) bool
	InPane(pane layout.Pane) []key.Binding // that the last line of a pane itself has, with what they do
}

// Screen is what a pane uses of the screen that it is on.
type Screen struct {
	Keys     Keys
	Theme    *theme.Theme
	Location *time.Location // of the times that are shown
	Now      time.Time      // of the message that is processed

	Notices   *dialog.Notices
	Dialogs   *dialog.Slot
	Layout    *layout.Layout // to be read only
	Focused   layout.Pane    // has the keys
	Window    *time.Duration // of all charts
	ChartRows int            // that the picture of a chart may have

	Refresh func()               // has all panes show what is known
	Arrange func()               // gives them their places anew, and refreshes them
	Focus   func(to layout.Pane) // gives the keys to a pane, and space to it
	Copy    func(text string) tea.Cmd
	Await   func(answer <-chan error, then func(err error)) tea.Cmd
}

// Shown returns the screen for what is visible of a feed.
func (h Screen) Shown(t *Feed) tab.Screen {
	return tab.Screen{Window: *h.Window, Drawn: t.drawn, Columns: t.Chart.Columns(), Slices: t.List.Slices(), Location: h.Location, Keys: h.Keys.Labels}
}
