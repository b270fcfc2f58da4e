package feed

import (
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// rehearsal plays the server's part to a session, in a time of its own that passes only as far as something is to be
// sent. How much of it lies between two messages of an exchange is not known: so no connection is found dead or old,
// and no data stale.
type rehearsal struct {
	whole   *preset.Bound
	calm    *preset.Preset // whole without what the time alone would bring
	session *session.Session
	begin   time.Time
	now     time.Time
	moves   []move // what has been done, so that it can be done again
}

// move is a frame of the server or, where it is nil, a keepalive of ours.
type move struct{ frame []byte }

// newRehearsal returns a session that has just been connected.
func newRehearsal(p *preset.Bound, begin time.Time) *rehearsal {
	calm, bound := *p.Preset, *p
	calm.Silence, calm.Stale, calm.Answer, calm.Reconnect.MaxAge, calm.Keepalive = 0, nil, 0, 0, nil
	bound.Preset = &calm
	r := &rehearsal{whole: p, calm: &calm, begin: begin, now: begin}
	r.session = session.New(&bound, func(time.Duration) time.Duration { return 0 })
	r.session.Start(begin)
	r.session.Opened(begin)
	return r
}

// receive says a frame of the server.
func (r *rehearsal) receive(frame []byte) {
	r.moves = append(r.moves, move{frame})
	r.now = r.now.Add(time.Millisecond)
	r.session.Receive(r.now, frame)
}

// pace lets the time pass until the next message that the preset's `rate` holds back, and reports whether there was one.
func (r *rehearsal) pace() bool {
	due := r.session.Deadline() // of a calm session on an open connection, that is the only one
	if due.IsZero() || !r.open() {
		return false
	}
	r.pass(due)
	return true
}

// keepalive lets the time pass until the next keepalive.
func (r *rehearsal) keepalive() {
	r.moves = append(r.moves, move{})
	r.calm.Keepalive = r.whole.Keepalive
	if due := r.session.Deadline(); !due.IsZero() {
		r.pass(due)
	}
	r.calm.Keepalive = nil
}

// nextKeepalive returns what the next keepalive would send as a message, without sending it: a session cannot take
// back what it has sent, so another one goes the same way.
func (r *rehearsal) nextKeepalive() (sent []string) {
	if k := r.whole.Keepalive; k == nil || k.Send == nil || !r.open() {
		return nil
	}
	other := newRehearsal(r.whole, r.begin)
	for other.pace() {
	}
	for _, m := range r.moves {
		if m.frame == nil {
			other.keepalive()
		} else {
			other.receive(m.frame)
		}
		for other.pace() {
		}
		if other.session.Full() {
			other.session.Take()
		}
	}
	other.session.Orders()
	other.keepalive()
	for _, frame := range other.session.Orders().Frames {
		sent = append(sent, string(frame))
	}
	return sent
}

func (r *rehearsal) open() bool {
	state := r.session.Snapshot().Status.State
	return state == Open || state == Stale
}

// pass lets the time pass until it is due.
func (r *rehearsal) pass(due time.Time) {
	if due.After(r.now) {
		r.now = due
	}
	r.session.Tick(r.now)
}
