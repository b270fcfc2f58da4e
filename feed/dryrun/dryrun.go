package dryrun

import (
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// dryRun plays the server's part to a session, in a time of its own that passes only as far as something is to be
// sent. How much of it lies between two messages of an exchange is not known: so no connection is found dead or old,
// and no data stale.
type dryRun struct {
	preset  *preset.Bound
	session *session.Session
	begin   time.Time
	now     time.Time
	steps   []step // what has been done, so that it can be done again
}

// step is a frame of the server or, where it is nil, a keepalive of ours.
type step struct{ frame []byte }

// newDryRun returns a session that has just been connected.
func newDryRun(p *preset.Bound, begin time.Time) *dryRun {
	r := &dryRun{preset: p, begin: begin, now: begin}
	r.session = session.New(p, func(time.Duration) time.Duration { return 0 })
	r.session.Timeless(false)
	r.session.Start(begin)
	r.session.Opened(begin)
	return r
}

// receive passes the session a frame of the server.
func (r *dryRun) receive(frame []byte) {
	r.steps = append(r.steps, step{frame})
	r.now = r.now.Add(time.Millisecond)
	r.session.Receive(r.now, frame)
}

// pace lets the time pass until the next message that the preset's `rate` holds back, and reports whether there was one.
func (r *dryRun) pace() bool {
	due := r.session.Deadline()
	if due.IsZero() || !r.open() {
		return false
	}
	r.advance(due)
	return true
}

// keepalive lets the time pass until the next keepalive.
func (r *dryRun) keepalive() {
	r.steps = append(r.steps, step{})
	r.session.Timeless(true)
	if due := r.session.Deadline(); !due.IsZero() {
		r.advance(due)
	}
	r.session.Timeless(false)
}

// nextKeepalive returns what the next keepalive would send as a message, without sending it: a session cannot undo
// what it has sent, so another one goes the same steps.
func (r *dryRun) nextKeepalive() (sent []string) {
	if k := r.preset.Keepalive; k == nil || k.Send == nil || !r.open() {
		return nil
	}
	other := newDryRun(r.preset, r.begin)
	for other.pace() {
	}
	for _, s := range r.steps {
		if s.frame == nil {
			other.keepalive()
		} else {
			other.receive(s.frame)
		}
		for other.pace() {
		}
		if other.session.Full() {
			other.session.Seal()
		}
	}
	other.session.Orders()
	other.keepalive()
	for _, frame := range other.session.Orders().Frames {
		sent = append(sent, string(frame.Payload))
	}
	return sent
}

func (r *dryRun) open() bool {
	state := r.session.Status().State
	return state.Ready()
}

// advance lets the time pass until it is due.
func (r *dryRun) advance(due time.Time) {
	if due.After(r.now) {
		r.now = due
	}
	r.session.Tick(r.now)
}
