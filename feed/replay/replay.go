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
	played  *session.Replay
	begun   bool
	differs bool // the file that is played was recorded with another preset
}

// New returns a replay by a preset that was bound with Environment.
func New(p *preset.Bound) *Replay {
	r := &Replay{preset: p, session: session.New(p, func(time.Duration) time.Duration { return 0 })}
	r.played = session.NewReplay(r.session)
	return r
}

// After returns a replay that begins anew with the preset of another one. Labels have the same numbers in both: those that r knows
// are known, and not subscribed.
func After(r *Replay) *Replay {
	n := New(r.preset)
	n.played.Number(r.session)
	return n
}

// Play has the session see a line of the recording, after what was due before it. Nothing of the line is kept.
func (r *Replay) Play(l *recording.Line) {
	at := time.Unix(0, l.At)
	r.advance(at)
	switch {
	case l.Head != nil:
		r.differs = !isSame(l.Head.Preset, r.preset.RecordedYAML())
	case l.Checkpoint != nil && !r.begun && !r.differs:
		// After an error, nothing has changed: what is known is worked out from the lines that follow.
		r.begun = r.played.Restore(at, l.Checkpoint) == nil
	case l.State != nil:
		r.state(at, l.State)
	case l.Frame != nil && l.Frame.Sent:
		r.join(at)
		r.played.Sent(at, l.Frame.Payload, l.Frame.Symbols, l.Frame.ID)
	case l.Frame != nil:
		r.join(at)
		r.session.Receive(at, l.Frame.Payload)
	case l.Control != "":
		r.session.Alive(at, l.Control == "pong")
	case l.Intent != nil:
		r.intent(at, l.Intent)
	case l.Dropped > 0 && r.begun: // what was sent may be among it
		r.played.SentBefore(at)
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
	if s.Code == recording.NoCode {
		end.Code = 0
	}
	if s.URL != "" {
		r.played.DialTo(s.URL)
	}
	state, known := event.StateOf(s.State)
	switch {
	case !known: // of another version
	case state == event.Connecting:
		r.dial(at)
	case state == event.Hello:
		r.open(at)
	case state.Ready():
		before := r.begun
		r.open(at)
		r.played.HelloOver(at)
		if !before {
			r.played.SentBefore(at)
		}
	case state == event.Closed:
		r.session.Close(at)
		r.lose(at, end, true, 0, false)
	default:
		r.lose(at, end, s.Code == 0, s.RetryIn, state.Final())
	}
}

// join has the session have a connection, if a message comes and the recording has not said how that came about: it began later.
func (r *Replay) join(at time.Time) {
	if !r.begun {
		r.state(at, &recording.State{State: event.Open.String()})
	}
}

// open opens the connection, if there is none.
func (r *Replay) open(at time.Time) {
	if s := r.session.Status().State; r.begun && s != event.Connecting {
		if s.Connected() {
			return
		}
		r.dial(at)
	}
	if !r.begun {
		r.dial(at)
	}
	r.session.Opened(at)
}

// lose ends the connection, or the attempt at one, which was our own doing or not, and after which there was another one, or none.
func (r *Replay) lose(at time.Time, end session.End, own bool, wait time.Duration, failed bool) {
	if !r.begun { // the recording began when there was none
		r.dial(at)
	}
	r.played.LostThen(at, end, own, wait, failed)
}

// dial begins an attempt, after the one before if that is not over.
func (r *Replay) dial(at time.Time) {
	switch s := r.session.Status().State; {
	case !r.begun:
		r.begun = true
		r.session.Start(at)
	case s.Connected() || s == event.Connecting: // the operator has given that one up
		r.session.Reconnect(at)
		r.session.Lost(at, session.End{})
	case s == event.Retry:
		r.played.Redial(at)
	default:
		r.session.Reconnect(at)
	}
}

// intent has the operator want what he wanted. A symbol that is refused was refused then.
func (r *Replay) intent(at time.Time, i *recording.Intent) {
	if len(i.Sub) > 0 {
		_ = r.session.Subscribe(at, i.Sub...)
	}
	if len(i.Unsub) > 0 {
		_ = r.session.Unsubscribe(at, i.Unsub...)
	}
}
