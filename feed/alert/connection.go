package alert

import (
	"math"
	"regexp"
	"strings"
	"time"

	"sockeye/feed/alert/clock"
	"sockeye/feed/event"
	"sockeye/feed/format"
)

// connection is the state of the feed.
type connection struct {
	heartbeats bool // the preset says what they are
	status     event.Status
	lost       string // why there is no connection, also while the next attempt is under way; "" while there is one
}

// transition is what a status changes for the labels.
type transition struct {
	lost     bool // no value is known to hold any longer
	opened   bool // what is older than the connection is history
	closed   bool // by the operator
	reopened bool // by the operator
}

// update notes the state of the feed, and returns what that changes.
func (c *connection) update(status event.Status) transition {
	before := c.status
	t := transition{
		lost:     !status.State.Connected() && before.State.Connected() || !status.OpenedAt.Equal(before.OpenedAt),
		closed:   status.State == event.Closed && before.State != event.Closed,
		reopened: status.State != event.Closed && before.State == event.Closed,
	}
	t.opened = t.lost && !status.OpenedAt.IsZero()
	c.status = status
	if status.State.Connected() || status.Reason != "" || t.reopened {
		c.lost = status.Reason
	}
	return t
}

// connected reports whether there is a connection.
func (c *connection) connected() bool { return c.status.State.Connected() }

// closed reports whether the operator has closed the feed.
func (c *connection) closed() bool { return c.status.State == event.Closed }

// opened returns since when events of this connection are no history.
func (c *connection) opened(at *clock.Clock) int64 {
	if c.status.OpenedAt.IsZero() {
		return math.MinInt64
	}
	return at.At(c.status.OpenedAt) - int64(history)
}

// describe describes the connection of a label that had no data for some time: it distinguishes an upstream that is dead from
// a connection that is. The error comes first, because headers cut long texts.
func (c *connection) describe(quiet time.Duration, at *clock.Clock) string {
	if !c.connected() {
		cause, detail := causeOf(strings.TrimSpace(c.lost))
		if cause == "" {
			return "not connected (" + c.status.State.String() + ")"
		}
		if detail != "" {
			detail = ", " + detail
		}
		return "not connected: " + cause + " (" + c.status.State.String() + detail + ")"
	}
	if !c.heartbeats {
		return "connected"
	}
	if c.status.LastBeat.IsZero() {
		return "no heartbeat yet"
	}
	beat := time.Duration(max(at.Now-at.At(c.status.LastBeat), 0))
	if beat >= quiet {
		return "no heartbeat for " + format.Elapsed(beat)
	}
	return "heartbeat fine (" + format.Elapsed(beat) + " ago)"
}

// netError is an error of package net: "dial tcp 192.0.2.1:443: connect: connection refused", the last part of which is
// what went wrong.
var netError = regexp.MustCompile(`^((?:dial|read|write) (?:tcp|udp)\S* .*): ([^:]+)$`)

// causeOf parts what went wrong with a connection from where that was, which can be long.
func causeOf(reason string) (cause, detail string) {
	if parts := netError.FindStringSubmatch(reason); parts != nil {
		return parts[2], parts[1]
	}
	return reason, ""
}
