// Package replay runs a session on the lines of a recording, and on their time.
//
// What was received, what the operator wanted and what became of the connection are as they were recorded; what that means is
// computed anew: labels, subscriptions, gaps, staleness, values. Nothing is sent, no connection is made, and no clock and no
// environment are read: all secrets are •••, as they are in recordings.
package replay

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/session"
)

// Environment is what presets are bound with that are to be replayed: each secret and each variable is •••.
func Environment() preset.Env {
	const hidden = "•••"
	return preset.Env{
		LookupEnv: func(string) (string, bool) { return hidden, true },
		ReadFile:  func(string) ([]byte, error) { return []byte(hidden), nil },
		Demo:      func() (string, error) { return "ws://127.0.0.1", nil },
	}
}

// Replay is one feed that is replayed. It belongs to one goroutine.
type Replay struct {
	preset  *preset.Bound
	session *session.Session
	begun   bool
}

// New returns a replay by a preset that was bound with Environment.
func New(p *preset.Bound) *Replay {
	return &Replay{preset: p, session: session.New(p, func(time.Duration) time.Duration { return 0 })}
}

// After returns a replay that begins anew with the preset of another one. Labels have the same numbers in both: those that r knows
// are known, and not subscribed.
func After(r *Replay) *Replay {
	n := New(r.preset)
	n.session.Number(r.session)
	return n
}

// Play has the session see a line of the recording, after what was due before it. Nothing of the line is kept.
func (r *Replay) Play(l *recording.Line) {
	at := time.Unix(0, l.At)
	r.advance(at)
	switch {
	case l.State != nil:
		r.state(at, l.State)
	case l.Frame != nil && !l.Frame.Sent:
		r.session.Receive(at, l.Frame.Payload)
	case l.Control != "":
		r.session.Alive(at, l.Control == "pong")
	case l.Intent != nil:
		r.intent(at, l.Intent)
	}
	r.session.Orders() // carried out when it was recorded
}

// Session returns the session, for what is asked of it beside playing lines: what it is to read beside the preset's values.
func (r *Replay) Session() *session.Session { return r.session }

// Advance does what is due up to a time, at which no line has come.
func (r *Replay) Advance(to time.Time) { r.advance(to) }

// Fields returns the names of the numbers that points carry, by Point.Field.
func (r *Replay) Fields() []string { return r.session.Reader().Fields() }

// Full reports that the batch is large enough to be sealed now.
func (r *Replay) Full() bool { return r.session.Full() }

// Seal returns what has happened since it was called last; nil if nothing has.
func (r *Replay) Seal() *event.Batch { return r.session.Seal() }

// advance does what is due up to a time. When an attempt begins is recorded, and so is how it ends.
func (r *Replay) advance(to time.Time) {
	for r.session.Status().State.Connected() {
		due := r.session.Deadline()
		if due.IsZero() || due.After(to) {
			return
		}
		r.session.Tick(due)
		r.session.Orders()
	}
}

// state brings the session to a state of the connection. Those that depend on the data are computed.
func (r *Replay) state(at time.Time, s *recording.State) {
	end := session.End{Code: s.Code, Reason: s.Reason}
	is := r.session.Status().State
	switch s.State {
	case event.Connecting.String():
		r.dial(at)
	case event.Hello.String(), event.Open.String():
		if is == event.Connecting || !r.begun {
			if !r.begun { // the recording began when there was a connection
				r.dial(at)
			}
			r.session.Opened(at)
		}
	case event.Retry.String():
		r.session.Lost(at, end)
	case event.Closed.String():
		r.session.Close(at)
		r.session.Lost(at, end)
	case event.Failed.String():
		r.session.Lost(at, end)
	}
}

// dial begins an attempt, after the one before if that is not over.
func (r *Replay) dial(at time.Time) {
	if !r.begun {
		r.begun = true
		r.session.Start(at)
		return
	}
	s := r.session.Status().State
	r.session.Reconnect(at)
	if s.Connected() || s == event.Connecting { // the operator has given that one up
		r.session.Lost(at, session.End{})
	}
}

// intent has the operator want what he wanted. A symbol that is refused was refused then.
func (r *Replay) intent(at time.Time, i *recording.Intent) {
	if len(i.Sub) > 0 {
		_ = r.session.Subscribe(at, r.session.Named(i.Sub)...)
	}
	if len(i.Unsub) > 0 {
		_ = r.session.Unsubscribe(at, r.session.Named(i.Unsub)...)
	}
}
