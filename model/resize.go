package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// resizeRest is how long after the last change of its size a window is drawn anew.
const resizeRest = 250 * time.Millisecond

// resizedMsg says that a window has had its size for a moment; it is the number of its changes until then.
type resizedMsg int

// resizes are the changes of the size of the window.
type resizes struct{ count int }

// rests reports whether the size has not changed since the message was requested.
func (r *resizes) rests(msg resizedMsg) bool { return int(msg) == r.count }

// redraw has the window drawn anew once its size rests. A render for the size of before can arrive after the terminal
// has another one: it scrolls or writes in places that are others by then, and what is drawn later is only what differs from it.
func (r *resizes) redraw() tea.Cmd {
	r.count++
	n := resizedMsg(r.count)
	return tea.Tick(resizeRest, func(time.Time) tea.Msg { return n })
}
