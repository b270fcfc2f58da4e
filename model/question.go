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
	th, keys := m.options.Theme, m.keys.Accept.Help().Key
	asked := func(cells int) string { return th.Warn.Render(th.Glyphs.Text(q.text, max(cells, 0))) }
	if width < tinyWidth {
		keys += "/n "
		return th.Glyphs.Fit(keys+asked(width-len(keys)), width)
	}
	if also := q.also.Help().Key; also != "" {
		keys += " or " + also
	}
	keys = "  " + keys + " yes   n no"
	return th.Glyphs.Fit(" "+asked(width-1-len(keys))+keys, width) // what is asked may be longer than the line
}
