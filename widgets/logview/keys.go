package logview

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap are the keys of the log.
type KeyMap struct {
	Up, Down, HalfUp, HalfDown, PageUp, PageDown, Top, Bottom key.Binding
	Left, Right                                               key.Binding
	// Freeze stops the log, or lets it go on.
	Freeze key.Binding
	// FreezePage freezes the log if it is live, and else pages forward.
	FreezePage key.Binding
}

// DefaultKeyMap returns the keys that hands used to vim and less expect.
func DefaultKeyMap() KeyMap {
	bind := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return KeyMap{
		Up:         bind("k", "up", "k", "up"),
		Down:       bind("j", "down", "j", "down"),
		HalfUp:     bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown:   bind("ctrl+d", "half a page down", "ctrl+d"),
		PageUp:     bind("pgup", "page up", "pgup"),
		PageDown:   bind("pgdn", "page down", "pgdown"),
		Top:        bind("g", "first row", "g", "home"),
		Bottom:     bind("G", "live", "G", "end"),
		Left:       bind("h", "left", "h", "left"),
		Right:      bind("l", "right", "l", "right"),
		Freeze:     bind("p", "freeze", "p"),
		FreezePage: bind("space", "freeze, then page down", "space"),
	}
}

// Update answers to a key press. It does not ask whether the pane has the keys:
// that is for the caller, who has them. The command is always nil.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	switch {
	case key.Matches(press, m.Keys.Up):
		m.Up(1)
	case key.Matches(press, m.Keys.Down):
		m.Down(1)
	case key.Matches(press, m.Keys.HalfUp):
		m.HalfUp()
	case key.Matches(press, m.Keys.HalfDown):
		m.HalfDown()
	case key.Matches(press, m.Keys.PageUp):
		m.PageUp()
	case key.Matches(press, m.Keys.PageDown):
		m.PageDown()
	case key.Matches(press, m.Keys.Top):
		m.Top()
	case key.Matches(press, m.Keys.Bottom):
		m.Bottom()
	case key.Matches(press, m.Keys.Left):
		m.Left()
	case key.Matches(press, m.Keys.Right):
		m.Right()
	case key.Matches(press, m.Keys.Freeze) && m.frozen:
		m.Live()
	case key.Matches(press, m.Keys.Freeze):
		m.Freeze(m.now)
	case key.Matches(press, m.Keys.FreezePage) && m.frozen:
		m.PageDown()
	case key.Matches(press, m.Keys.FreezePage):
		m.Freeze(m.now)
	}
	return m, nil
}
