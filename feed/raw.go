package feed

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/recording"
)

// Sink receives what goes over the wire of a feed. It is called by the goroutines of the feed, several of them in turn, and must
// not block: who reads messages waits for it.
type Sink interface {
	// Frame receives a data frame that was received at Unix nanoseconds. The payload is valid until Frame returns, and may hold
	// secrets.
	Frame(at int64, binary bool, payload []byte)
	// Add receives anything else. The line has no secrets, and belongs to the sink.
	Add(line *recording.Line)
}

// sinks are all sinks of a feed, and what they were told last. They are replaced as a whole.
type sinks struct {
	all   []Sink
	state event.State
	since time.Time
}

// AddSink has a sink receive what goes over the wire from now on, beginning with the present state, until remove is called.
func (f *Feed) AddSink(s Sink) (remove func()) {
	f.request(func(now time.Time) error {
		var all []Sink
		if old := f.sinks.Load(); old != nil {
			all = slices.Clip(old.all)
		}
		f.sinks.Store(&sinks{all: append(all, s)})
		f.publishState()
		return nil
	})
	return func() {
		f.request(func(time.Time) error {
			if old := f.sinks.Load(); old != nil {
				all := slices.DeleteFunc(slices.Clone(old.all), func(o Sink) bool { return o == s })
				if len(all) == 0 {
					f.sinks.Store(nil)
				} else {
					f.sinks.Store(&sinks{all: all, state: old.state, since: old.since})
				}
			}
			return nil
		})
	}
}

// add passes a line on.
func (s *sinks) add(line recording.Line) {
	for _, sink := range s.all {
		own := line
		sink.Add(&own)
	}
}

// publishFrame passes on a frame that was received. Without a sink it costs one load.
func (f *Feed) publishFrame(at time.Time, binary bool, payload []byte) {
	if s := f.sinks.Load(); s != nil {
		for _, sink := range s.all {
			sink.Frame(at.UnixNano(), binary, payload)
		}
	}
}

// publishControl passes on that a ping or a pong was received.
func (f *Feed) publishControl(now time.Time, pong bool) {
	if s := f.sinks.Load(); s != nil {
		control := "ping"
		if pong {
			control = "pong"
		}
		s.add(recording.Line{At: now.UnixNano(), Feed: f.preset.Name, Control: control})
	}
}

// publishSent passes on frames that are about to be written.
func (f *Feed) publishSent(now time.Time, frames [][]byte) {
	s := f.sinks.Load()
	if s == nil {
		return
	}
	for _, frame := range frames {
		shown := f.preset.Redact(string(frame))
		s.add(recording.Line{At: now.UnixNano(), Feed: f.preset.Name, Frame: &recording.Frame{Sent: true, Payload: []byte(shown), Redacted: shown != string(frame)}})
	}
}

// publishIntent passes on what an operator has asked for.
func (f *Feed) publishIntent(now time.Time, intent recording.Intent) {
	if s := f.sinks.Load(); s != nil {
		s.add(recording.Line{At: now.UnixNano(), Feed: f.preset.Name, Intent: &intent})
	}
}

// publishState passes the state of the feed on if it has changed. mu is held.
func (f *Feed) publishState() {
	s := f.sinks.Load()
	if s == nil {
		return
	}
	status := f.session.Status()
	if !s.since.IsZero() && s.state == status.State && s.since.Equal(status.Since) {
		return
	}
	s.state, s.since = status.State, status.Since
	state := recording.State{State: status.State.String(), Reason: f.preset.Redact(status.Reason)}
	if !status.RetryAt.IsZero() {
		state.RetryIn = status.RetryAt.Sub(status.Since).Round(time.Millisecond)
	}
	if info, open := f.Connection(); open && status.State.Connected() {
		state.Address, state.Subprotocol, state.Compression = info.Remote, info.Subprotocol, info.Compression
	}
	if status.State == event.Connecting {
		state.URL = f.preset.Redact(f.preset.URL)
	}
	s.add(recording.Line{At: status.Since.UnixNano(), Feed: f.preset.Name, State: &state})
}
