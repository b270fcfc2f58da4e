package model

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/link"
)

// Suspend asks the terminal nothing more, and waits until it has answered what it was asked, for so long at most: what it
// answers later is typed into the shell. It may be called from any goroutine.
func (m *Model) Suspend(most time.Duration) {
	g, awaits := m.pacer.glass, false
	g.change(func(l *link.Link) { awaits = l.Leave(time.Now()) })
	if awaits && most > 0 {
		g.settled(most)
	}
}

// Resume takes Suspend back: the terminal is the program's again. It may be called from any goroutine.
func (m *Model) Resume() {
	m.pacer.glass.change(func(l *link.Link) { l.Resume() })
}

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
