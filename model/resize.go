package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// resizeRest is how long after the last change of its size a window is drawn anew.
const resizeRest = 250 * time.Millisecond

// resizedMsg says that a window has had its size for a moment; it is the number of its changes until then.
type resizedMsg int

// redrawResized has the window drawn anew once its size rests. A render for the size of before can arrive after the terminal
// has another one: it scrolls or writes in places that are others by then, and what is drawn later is only what differs from it.
func (m *Model) redrawResized() tea.Cmd {
	m.resizes++
	n := m.resizes
	return tea.Tick(resizeRest, func(time.Time) tea.Msg { return resizedMsg(n) })
}
