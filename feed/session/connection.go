package session

import (
	"bytes"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/label"
)

// Orders are what a session wants done. Dial and Hangup exclude each other.
type Orders struct {
	Dial   bool    // open a connection to URL, then say Opened or Lost
	URL    string  // may hold secrets
	Frames []Frame // text messages to send, in order, before a hang-up; owned by the receiver
	Hangup bool    // end the connection or the attempt, then say Lost
	Ping   bool    // send a WebSocket ping (RFC 6455, section 5.5.2)
	Rearm  bool    // Deadline may be earlier than before

	bytes int // of Frames, as Frame.Bytes counts
}

// Any reports whether there is anything to be done.
func (o *Orders) Any() bool {
	return o.Rearm || o.Dial || o.Hangup || o.Ping || o.Frames != nil
}

// Frame is a message to be sent.
type Frame struct {
	Payload []byte
	Shown   []byte   // Payload with secrets as •••, also those too short to be found by their value; may be Payload itself
	Symbols []string // that it is about, with secrets as •••
	ID      int64    // its `${id}`; 0 without one
}

// Redacted reports whether there are secrets in the payload.
func (f *Frame) Redacted() bool { return !bytes.Equal(f.Payload, f.Shown) }

// connection is the state of the feed's connection, or of the attempt at one, and what its owner is to do with it.
type connection struct {
	status event.Status
	orders Orders
	log    *event.Builder
	timers *timers
	labels *label.Table

	changes      int         // of the state, and of the frames of orders
	attempt      bool        // from the order to dial until Lost
	marketClosed bool        // by the preset's `hours`
	replayed     bool        // hanging up is for another one; see [Replay]
	then         outcome     // what has followed its end, where that is known
	redial       bool        // dial again as soon as the attempt has ended
	cause        event.Cause // of ending
	ending       string      // why we are hanging up; what Lost reports instead of the socket's own error
}

// setState changes the state of the feed.
func (c *connection) setState(now time.Time, state event.State, reason string) {
	c.change(event.StateChange{State: state, At: now, Reason: reason})
}

// retry has the feed wait for the next attempt.
func (c *connection) retry(now time.Time, reason string, at time.Time) {
	c.change(event.StateChange{State: event.Retry, At: now, Reason: reason, RetryAt: at})
}

func (c *connection) change(to event.StateChange) {
	c.status.State, c.status.Since, c.status.Reason, c.status.RetryAt = to.State, to.At, to.Reason, to.RetryAt
	c.timers.changed = true
	c.changes++
	c.log.ChangeState(to)
}

// isOpening reports whether there is an attempt that has not come to the end of hello.
func (c *connection) isOpening() bool {
	return (c.status.State == event.Connecting || c.status.State == event.Hello) && (c.ending == "" || c.replayed)
}

// IsOpen reports whether subscribes and keepalives may go out: hello is over, and we are not hanging up.
func (c *connection) IsOpen() bool {
	return c.status.State.Ready() && (c.ending == "" || c.replayed)
}

// dial orders an attempt.
func (c *connection) dial(address string) {
	c.orders.Dial, c.orders.URL, c.orders.Hangup = true, address, false
	c.attempt, c.redial = true, false
}

// hangUp ends the connection for a reason of our own.
func (c *connection) hangUp(cause event.Cause, why string) {
	c.cause, c.ending = cause, why
	c.orders.Hangup, c.orders.Dial = true, false
	c.orders.Ping = false
}

// giveUp is hangUp, if there is something to end.
func (c *connection) giveUp(cause event.Cause, why string) {
	if c.attempt && c.ending == "" {
		c.hangUp(cause, why)
	}
}

// fail gives the feed up until the operator reconnects.
func (c *connection) fail(now time.Time, reason string) {
	c.setState(now, event.Failed, reason)
	c.log.Note(now, event.Trouble, event.NoLabel, "FAILED, "+reason+"; R tries again")
	c.hangUp(event.NoHello, reason)
}

// end ends the attempt, and returns why we have hung up ourselves, "" if we have not.
func (c *connection) end() (ending string) {
	ending, c.ending = c.ending, ""
	c.attempt, c.orders = false, Orders{}
	c.timers.changed = true
	c.changes++
	return ending
}

// retryDue returns when the next attempt begins; see backoff.
func (c *connection) retryDue() time.Time {
	if c.status.State != event.Retry {
		return time.Time{}
	}
	return c.status.RetryAt
}

// countReconnect counts a connection or an attempt that has ended, and is followed by another attempt.
func (c *connection) countReconnect(cause event.Cause) {
	c.log.Current().Counts.Reconnects[cause]++
}

// causeOf returns why the connection has ended: we have ended it, or else it ended so.
func (c *connection) causeOf(end End) event.Cause {
	switch opened := !c.status.OpenedAt.IsZero(); {
	case c.ending != "":
		return c.cause
	case end.Refused:
		return event.Refused
	case !opened:
		return event.Unreachable
	case end.Code != 0:
		return event.ClosedByPeer
	}
	return event.Broken
}

// overdue returns why an attempt ends that takes too long.
func (c *connection) overdue() event.Cause {
	if c.status.OpenedAt.IsZero() {
		return event.Unreachable
	}
	return event.NoHello
}

// OpenedAt returns when the connection was made; zero without one.
func (c *connection) OpenedAt() time.Time { return c.status.OpenedAt }

// Rearm notes that something may be due earlier than before.
func (c *connection) Rearm() { c.timers.changed = true }

// Refresh decides between OPEN, STALE and MARKET CLOSED: a feed is stale when it has stale subscriptions and no fresh one.
func (c *connection) Refresh(now time.Time) {
	state := c.status.State
	stale := c.labels.Count(event.SubscriptionStale) > 0 && c.labels.Count(event.Live) == 0
	switch {
	case !state.Ready():
	case c.marketClosed:
		c.become(now, event.MarketClosed)
	case stale:
		c.become(now, event.Stale)
	default:
		c.become(now, event.Open)
	}
}

// become changes the state if it is another one.
func (c *connection) become(now time.Time, state event.State) {
	if c.status.State != state {
		c.setState(now, state, "")
	}
}

// market notes that the market has closed or opened.
func (c *connection) market(now time.Time, closed bool) {
	c.marketClosed = closed
	text := "the market is open (hours)"
	if closed {
		text = "the market is closed (hours): silence is no fault"
	}
	c.log.Note(now, event.Notice, event.NoLabel, text)
	c.Refresh(now)
}
