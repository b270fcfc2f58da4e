package model

import (
	tea "charm.land/bubbletea/v2"
)

// wheelRows is how far one notch of the wheel goes.
const wheelRows = 3

// toggleMouse takes the mouse from the terminal, or gives it back. It is the terminal's at first, so that text can be
// selected.
func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	m.notices.show("the mouse selects text again")
	if m.mouse {
		m.notices.show("the wheel scrolls and a click chooses a pane; " + m.keys.label("mouse") + " gives the mouse back to the terminal")
	}
}

// click gives the keys to the pane under the mouse.
func (m *Model) click(at tea.Mouse) {
	if p, ok := m.paneAt(at.X, at.Y); ok {
		m.shape.focus = p
		m.arrange()
	}
}

// wheel scrolls the pane under the mouse, which gets the keys.
func (m *Model) wheel(at tea.Mouse) {
	m.click(at)
	t := m.tab()
	up := at.Button == tea.MouseWheelUp
	if !up && at.Button != tea.MouseWheelDown {
		return
	}
	switch m.shape.focus {
	case paneLog:
		t.log.SetNow(m.now)
		if up {
			t.log.Up(wheelRows)
		} else {
			t.log.Down(wheelRows)
		}
		m.log().inspectCursor()
	case paneList, paneChart:
		if i, ok := t.list.Selected(); ok {
			if up {
				m.list().selectRow(i - 1)
			} else {
				m.list().selectRow(i + 1)
			}
		}
	case paneInspect:
		if up {
			t.inspector.Move(-wheelRows)
		} else {
			t.inspector.Move(wheelRows)
		}
	}
}

// paneAt returns the pane at a place on the screen.
func (m *Model) paneAt(x, y int) (pane, bool) {
	if m.dialogs.open != nil {
		return 0, false
	}
	return m.layout.at(x, y-m.layout.header)
}
