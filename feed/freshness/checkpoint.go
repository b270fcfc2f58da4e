package freshness

import "time"

// Checkpoint is what a tracker knows of a label, for another one that goes on from there. What was learned is in it as limits:
// the rhythm itself has up to a hundred times as many bytes, and is learned again.
type Checkpoint struct {
	Live    bool   `json:"live,omitempty"`
	History bool   `json:"history,omitempty"`
	Seen    int    `json:"seen,omitempty"`
	State   State  `json:"state,omitempty"`
	Since   int64  `json:"since,omitempty"`
	Last    int64  `json:"last,omitempty"`
	Limits  Limits `json:"limits,omitzero"`
}

// Checkpoint returns what is known of a label.
func (t *Tracker) Checkpoint(n int32) (c Checkpoint) {
	if int(n) >= len(t.labels) {
		return c
	}
	l := &t.labels[n]
	c = Checkpoint{Live: l.live, History: l.history, Seen: l.seen, State: l.state, Since: l.since, Last: l.last}
	if l.measure(); l.known {
		c.Limits = l.limits
	}
	return c
}

// Restore has the tracker know of a label what another one has known at the time now.
func (t *Tracker) Restore(n int32, c Checkpoint, now int64) {
	l := t.grow(n)
	l.live, l.history, l.seen, l.since, l.last = c.Live, c.History, c.Seen, c.Since, c.Last
	l.before = c.Limits
	l.measured-- // which has them count
	t.limitsMayChange(n)
	t.enter(l, c.State)
	if l.live {
		t.by(now + int64(time.Second))
	}
}
