package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset/lang"
)

// heartbeats are the messages of a feed that only say that it is alive: those that `heartbeat` of the preset matches. They are
// recognised here, counted and timed, and are in the log only if they are wanted there.
type heartbeats struct {
	match message.Matcher
	scope lang.Scope
	shown bool
}

// receive reports whether the current message is a heartbeat, and notes it then.
func (h *heartbeats) receive(now time.Time, d *message.Document, log *event.Builder, status *event.Status) bool {
	if !h.match.Matches(d, h.scope) {
		return false
	}
	log.Current().Counts.Heartbeats++
	status.LastBeat = now
	if h.shown {
		log.Add(event.Entry{At: now.UnixNano(), Label: event.NoLabel, Kind: event.Heartbeat}, d.Raw(), nil)
	}
	return true
}
