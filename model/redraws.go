package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// redrawEvery is how often header, chart and watchlist are drawn for data, at most: figures that change faster cannot be read.
const redrawEvery = 200 * time.Millisecond

// redraws are when header, chart and watchlist are drawn for data that comes.
type redraws struct {
	last    time.Time // when they were
	due     bool      // something has come since
	waiting bool      // a redrawMsg is on its way
}

// redrawMsg is when they may be drawn again.
type redrawMsg struct{}

// done notes that they are drawn with what is there now.
func (r *redraws) done(now time.Time) { r.last, r.due = now, false }

// ready reports whether they may be drawn at once.
func (r *redraws) ready(now time.Time) bool { return now.Sub(r.last) >= redrawEvery }

// request has them drawn as soon as they may be.
func (r *redraws) request() tea.Cmd {
	r.due = true
	return r.wait()
}

// wait returns what sends the next redrawMsg, if none is on its way.
func (r *redraws) wait() tea.Cmd {
	if r.waiting {
		return nil
	}
	r.waiting = true
	return tea.Tick(redrawEvery, func(time.Time) tea.Msg { return redrawMsg{} })
}

// arrived notes that a redrawMsg has come, and reports whether there is something to draw.
func (r *redraws) arrived() bool {
	r.waiting = false
	return r.due
}
