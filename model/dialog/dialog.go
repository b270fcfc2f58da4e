// Package dialog has what lies over the panes and has all keys while it is open: lines that are typed, questions, lists,
// the help; and what the bottom line says in place of the keys. A dialog knows nothing of feeds: what it shows and what is done with it are functions that it is given.
package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/theme"
)

// Dialog is one of them. At most one is open.
type Dialog interface {
	// Update processes a key press, a paste, a turn of the wheel, or one of the messages of this package, and reports whether
	// the dialog stays open. It is the only method that changes the dialog.
	Update(msg tea.Msg) (cmd tea.Cmd, open bool)
	// View returns the box that lies over the body of the screen and is as large as that; "" where there is none, and the
	// panes are seen.
	View() string
	// Footer returns the bottom line of the screen, as wide as that.
	Footer() string
}

// SizeMsg gives a dialog its size in cells, and the theme. It comes before the first View, whenever the size of the screen changes, and when
// the theme does.
type SizeMsg struct {
	Width, Height int // of the body; the height is 0 where there is no space for a box
	Theme         *theme.Theme
}

// RefreshMsg comes while a dialog is open, when what it shows may have changed.
type RefreshMsg struct{}

// Keys are the keys that dialogs share with the panes.
type Keys struct {
	Back, Quit, Help                        key.Binding
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	HalfUp, HalfDown, PinPage               key.Binding
}

// tooFar is beyond the end of any list.
const tooFar = 1 << 30

// Step returns how far a key moves in a list of which so many lines are shown, and whether it moves at all.
func (k *Keys) Step(press tea.KeyPressMsg, page int) (by int, moves bool) {
	switch {
	case key.Matches(press, k.Up):
		return -1, true
	case key.Matches(press, k.Down):
		return 1, true
	case key.Matches(press, k.PageUp):
		return -page, true
	case key.Matches(press, k.PageDown):
		return page, true
	case key.Matches(press, k.Top):
		return -tooFar, true
	case key.Matches(press, k.Bottom):
		return tooFar, true
	}
	return 0, false
}
