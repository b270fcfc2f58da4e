package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/preset"
	"sockeye/feed/scope"
	"sockeye/feed/subscription"
)

// liveness is whether a connection is alive, and what we send so that it stays so: connect_timeout, silence, keepalive and
// max_age of a preset.
type liveness struct {
	preset *preset.Bound
	conn   *connection
	subs   *subscription.Subscriptions
	outbox *outbox
	timers *timers

	dialled     time.Time
	lastKeep    time.Time // keepalive
	pingWaiting bool      // a ping is out, its pong is not in
}

// opened begins with a connection.
func (l *liveness) opened(now time.Time) { l.lastKeep, l.pingWaiting = now, false }

// connectDue returns when the attempt has not come to the end of hello in time.
func (l *liveness) connectDue() time.Time {
	if !l.conn.isOpening() {
		return time.Time{}
	}
	return l.timers.judged(l.dialled).Add(l.preset.ConnectTimeout)
}

func (l *liveness) connectTimeout() string {
	return " within " + format.Length(l.preset.ConnectTimeout) + " (connect_timeout)"
}

// silenceDue returns when the connection counts as dead. With `subscribe`, silence runs from the first
// request, and only while something is asked for or live: some servers say nothing before.
func (l *liveness) silenceDue() time.Time {
	if l.preset.Silence <= 0 || !l.conn.IsOpen() {
		return time.Time{}
	}
	from := l.conn.status.LastFrame
	if l.preset.Subscribe != nil {
		asked := l.subs.AwaitedFrom()
		if asked.IsZero() {
			return time.Time{}
		}
		if asked.After(from) {
			from = asked
		}
	}
	return l.timers.judged(from).Add(l.preset.Silence)
}

func (l *liveness) silent(time.Time) {
	l.conn.hangUp(event.Silent, "nothing received for "+format.Length(l.preset.Silence)+" (silence): the connection is dead")
}

// maxAgeDue returns when the connection is too old.
func (l *liveness) maxAgeDue() time.Time {
	if l.preset.Reconnect.MaxAge <= 0 || !l.conn.IsOpen() {
		return time.Time{}
	}
	return l.conn.status.OpenedAt.Add(l.preset.Reconnect.MaxAge)
}

func (l *liveness) tooOld(time.Time) {
	l.conn.hangUp(event.TooOld, "the connection is "+format.Elapsed(l.preset.Reconnect.MaxAge)+" old (max_age)")
}

// keepaliveDue returns when the next keepalive is to be sent.
func (l *liveness) keepaliveDue() time.Time {
	switch k := l.preset.Keepalive; {
	case k == nil || !l.conn.IsOpen():
		return time.Time{}
	case k.Every > 0:
		return l.lastKeep.Add(k.Every)
	default:
		return l.outbox.lastSent.Add(k.Idle)
	}
}

// keepalive sends one, unless the last ping has no answer yet.
func (l *liveness) keepalive(now time.Time) {
	if l.pingWaiting {
		l.conn.hangUp(event.Silent, "our ping was not answered: the connection is dead")
		return
	}
	l.lastKeep, l.outbox.lastSent = now, now // also where it cannot be sent: it is not due again at once
	if send := l.preset.Keepalive.Send; send != nil {
		l.outbox.send(now, *send, &scope.Scope{}, event.NoLabel)
	} else {
		l.conn.orders.Ping, l.pingWaiting = true, true
	}
}

// controlFrame notes that a ping came, or (pong) the answer to our own.
func (l *liveness) controlFrame(now time.Time, pong bool) {
	l.conn.status.LastFrame = now
	l.conn.log.Changed()
	if pong {
		l.pingWaiting = false
	}
}
