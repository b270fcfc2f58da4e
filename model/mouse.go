package model

import (
	tea "charm.land/bubbletea/v2"

	"sockeye/model/layout"
	"sockeye/model/pane"
)

// wheelRows is how far one notch of the wheel goes in entries and lines.
const wheelRows = 3

// toggleMouse switches between the screen and the terminal, which has the mouse at first, so that text can be selected.
func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	m.notices.Show("the mouse selects text again")
	if m.mouse {
		m.notices.Show("the wheel scrolls, and a click chooses a pane or a row; " + m.keys.Label("mouse") + " gives the mouse back to the terminal")
	}
}

// point gives the keys to the pane under the mouse, and does what the action table has for the button or the wheel there.
func (m *Model) point(at tea.Mouse) tea.Cmd {
	under, ok := m.layout.At(at.X, at.Y-m.layout.Header)
	if m.dialogs.Open != nil || !ok {
		return nil
	}
	m.shape.Focus = under
	m.arrange()
	if a := m.keys.Pointed(under, at.Button); a != nil {
		in := m.layout.Rects[under]
		return a.Point(m, at.X-in.X, at.Y-m.layout.Header-in.Y)
	}
	return nil
}

// turn scrolls the pane that has the keys by notches of the wheel, up if they are negative.
func turn(notches int) func(m *Model, x, y int) tea.Cmd {
	return func(m *Model, _, _ int) tea.Cmd {
		t := m.tab()
		switch m.shape.Focus {
		case layout.Log:
			if notches < 0 {
				t.Log.Up(-notches * wheelRows)
			} else {
				t.Log.Down(notches * wheelRows)
			}
			m.log().InspectCursor()
			return pane.Work(t)
		case layout.List, layout.Chart:
			if i, ok := t.List.Selected(); ok {
				m.list().SelectRow(i + notches)
			}
		case layout.Inspect:
			t.Inspector.Move(notches * wheelRows)
		}
		return nil
	}
}
