package model

import (
	"sockeye/model/layout"

	tea "charm.land/bubbletea/v2"
)

// wheelRows is how far one notch of the wheel goes.
const wheelRows = 3

// pointer is what an operator does with the mouse.
type pointer struct{ m *Model }

// toggle switches between the screen and the terminal, which has the mouse at first, so that text can be selected.
func (p pointer) toggle() {
	p.m.mouse = !p.m.mouse
	p.m.notices.Show("the mouse selects text again")
	if p.m.mouse {
		p.m.notices.Show("the wheel scrolls and a click chooses a pane; " + p.m.keys.label("mouse") + " gives the mouse back to the terminal")
	}
}

// click gives the keys to the pane under the mouse.
func (p pointer) click(at tea.Mouse) {
	if under, ok := p.paneAt(at.X, at.Y); ok {
		p.m.shape.Focus = under
		p.m.arrange()
	}
}

// wheel scrolls the pane under the mouse, which gets the keys.
func (p pointer) wheel(at tea.Mouse) {
	p.click(at)
	t := p.m.tab()
	up := at.Button == tea.MouseWheelUp
	if !up && at.Button != tea.MouseWheelDown {
		return
	}
	switch p.m.shape.Focus {
	case layout.Log:
		t.log.SetNow(p.m.now)
		if up {
			t.log.Up(wheelRows)
		} else {
			t.log.Down(wheelRows)
		}
		p.m.log().inspectCursor()
	case layout.List, layout.Chart:
		if i, ok := t.list.Selected(); ok {
			if up {
				p.m.list().selectRow(i - 1)
			} else {
				p.m.list().selectRow(i + 1)
			}
		}
	case layout.Inspect:
		if up {
			t.inspector.Move(-wheelRows)
		} else {
			t.inspector.Move(wheelRows)
		}
	}
}

// paneAt returns the pane at a place on the screen.
func (p pointer) paneAt(x, y int) (layout.Pane, bool) {
	if p.m.dialogs.Open != nil {
		return 0, false
	}
	return p.m.layout.At(x, y-p.m.layout.Header)
}
