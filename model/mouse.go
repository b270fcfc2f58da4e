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
	m.said = "the mouse selects text again"
	if m.mouse {
		m.said = "the wheel scrolls and a click chooses a pane; " + m.keys.label("mouse") + " gives the mouse back to the terminal"
	}
}

// click gives the keys to the pane under the mouse.
func (m *Model) click(at tea.Mouse) {
	if p, ok := m.paneAt(at.X, at.Y); ok {
		m.focus = p
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
	switch m.focus {
	case paneLog:
		t.log.SetNow(m.now)
		if up {
			t.log.Up(wheelRows)
		} else {
			t.log.Down(wheelRows)
		}
		m.inspectCursor()
	case paneList, paneChart:
		if i, ok := t.list.Selected(); ok {
			if up {
				m.selectRow(i - 1)
			} else {
				m.selectRow(i + 1)
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
	l := m.plan()
	y -= l.header
	switch {
	case m.dialog != nil || l == (layout{}) || y < 0 || y >= l.body():
		return 0, false
	case m.zoomed || m.listed || m.tab().inspecting && l.listWidth == 0:
		return m.focus, true
	case y < l.chartHeight && x < l.chartWidth:
		return paneChart, true
	case y < l.chartHeight:
		return paneList, true
	case m.tab().inspecting && x >= m.width-m.width/2:
		return paneInspect, true
	}
	return paneLog, true
}
