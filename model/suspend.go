package model

import (
	"errors"

	tea "charm.land/bubbletea/v2"
)

// Said returns a message that has the bottom line say a text.
func Said(text string) tea.Msg { return saidMsg(text) }

// suspend asks for the program to be suspended.
func (m *Model) suspend() {
	if m.options.Suspend == nil {
		m.complain(errors.New("a program cannot be suspended on this system"))
		return
	}
	m.options.Suspend()
}
