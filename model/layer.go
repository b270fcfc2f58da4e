package model

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// A layer lies over the screen and has all keys until it is peeled off. At most one is open.
type layer interface {
	// press answers to a key or a paste, and reports whether the layer stays.
	press(m *Model, msg tea.Msg) (cmd tea.Cmd, stays bool)
}

// input returns a line editor for a layer.
func input(prompt string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	in.CharLimit = 1000
	styles := in.Styles()
	styles.Cursor.Blink = false // a blink is bytes over the wire
	in.SetStyles(styles)
	in.Focus()
	return in
}
