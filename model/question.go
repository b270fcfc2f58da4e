package model

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// question is answered with yes or no.
type question struct {
	text string
	yes  func() tea.Cmd
	also key.Binding // counts as yes too: the key that asked
}

func (q *question) press(m *Model, msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		return nil, true
	case key.Matches(press, m.keys.Accept), key.Matches(press, q.also):
		return q.yes(), false
	case key.Matches(press, m.keys.Deny):
		return nil, false
	}
	return nil, true
}

func (q *question) line(m *Model, width int) string {
	keys := m.keys.Accept.Help().Key
	if width < tinyWidth { // the keys first: what is asked may be longer than the line
		return m.options.Theme.Glyphs.Fit(keys+"/n "+m.options.Theme.Warn.Render(q.text), width)
	}
	if also := q.also.Help().Key; also != "" {
		keys += " or " + also
	}
	return m.options.Theme.Glyphs.Fit(" "+m.options.Theme.Warn.Render(q.text)+"  "+keys+" yes   n no", width)
}
