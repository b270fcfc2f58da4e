package watchlist

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap are the keys of the watchlist.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
}

// DefaultKeyMap returns keys as in vim and less.
func DefaultKeyMap() KeyMap {
	bind := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return KeyMap{
		Up:       bind("k", "up", "k", "up"),
		Down:     bind("j", "down", "j", "down"),
		PageUp:   bind("pgup", "page up", "pgup"),
		PageDown: bind("pgdn", "page down", "pgdown"),
		Top:      bind("g", "first row", "g", "home"),
		Bottom:   bind("G", "last row", "G", "end"),
	}
}

// Update handles a key press. It does not check the focus: the caller
// does. The command is always nil.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	page := max(m.layout().rows, 1)
	switch {
	case key.Matches(press, m.Keys.Up):
		m.selectRow(m.cursor - 1)
	case key.Matches(press, m.Keys.Down):
		m.selectRow(m.cursor + 1)
	case key.Matches(press, m.Keys.PageUp):
		m.selectRow(m.cursor - page)
	case key.Matches(press, m.Keys.PageDown):
		m.selectRow(m.cursor + page)
	case key.Matches(press, m.Keys.Top):
		m.selectRow(0)
	case key.Matches(press, m.Keys.Bottom):
		m.selectRow(len(m.rows) - 1)
	}
	return m, nil
}
