package feed

import (
	"slices"
	"sync/atomic"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/session"
	"sockeye/feed/socket"
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

// Skipper is a sink that may have no space for frames. Where no sink has, they are asked once for frames that arrived together, and not
// called for each: that was a twentieth of what a message costs in a flood (Budgets/record).
type Skipper interface {
	Sink
	// IsFull reports whether Frame would only count.
	IsFull() bool
	// Skip counts frames for which Frame was not called. It comes before whatever is passed on after them.
	Skip(frames int64)
}

// wire passes on what goes over the wire of a feed.
type wire struct {
	preset    *preset.Bound
	sinks     atomic.Pointer[sinks]  // nil: there are none
	url       atomic.Pointer[string] // of the attempt that was begun last, with secrets as •••; nil: none was
	code      int                    // the close code of the connection that has ended last; guarded by the lock of the session
	sentCount int                    // so many of the frames that are to be written were passed on; likewise
	passed    int64                  // bytes of frames since the last checkpoint; of the goroutine that receives, like the rest
	marked    int64                  // when that was, Unix nanoseconds
	every     time.Duration          // when the next one is due after it
	changes   int                    // of the session, up to those that were passed on; guarded by the lock of the session

	// of the frames that arrived together; guarded by the lock of the session
	asked    bool  // whether all sinks are full
	skipping bool  // they are
	skipped  int64 // so many frames
}

// sinks are all sinks of a feed, and what they were last passed. They are replaced as a whole.
type sinks struct {
	all      []Sink
	marked   []Sink    // those of them that want checkpoints
	patient  []Patient // those of them for which the feed waits
	skippers []Skipper // all of them; nil: not each is one
	state    event.State
	since    time.Time
}

// areFull reports whether no sink has space for frames.
func (s *sinks) areFull() bool {
	return s.skippers != nil && !slices.ContainsFunc(s.skippers, func(k Skipper) bool { return !k.IsFull() })
}

// AddSink has a sink receive what goes over the wire from now on, beginning with the present state, until remove is called.
func (f *Feed) AddSink(s Sink) (remove func()) {
	f.request(func(now time.Time) error {
		f.wire.join(s)
		if wantsCheckpoints(s) && !f.session.Status().Since.IsZero() {
			f.wire.checkpoint(now, f.session, s)
		}
		f.wire.state(now, f.session.Status(), f.info.Load())
		return nil
	})
	return func() {
		f.request(func(time.Time) error {
			f.wire.leave(s)
			return nil
		})
	}
}

// tapped reports whether there is a sink.
func (w *wire) tapped() bool { return w.sinks.Load() != nil }

// join adds a sink. The session is locked.
func (w *wire) join(s Sink) {
	var all []Sink
	if old := w.sinks.Load(); old != nil {
		all = slices.Clip(old.all)
	}
	w.replace(sinks{all: append(all, s)})
}

// leave removes a sink. The session is locked.
func (w *wire) leave(s Sink) {
	old := w.sinks.Load()
	if old == nil {
		return
	}
	all := slices.DeleteFunc(slices.Clone(old.all), func(o Sink) bool { return o == s })
	if len(all) == 0 {
		w.flush()
		w.sinks.Store(nil)
	} else {
		w.replace(sinks{all: all, state: old.state, since: old.since})
	}
}

// replace has others be the sinks.
func (w *wire) replace(s sinks) {
	w.flush()
	for _, sink := range s.all {
		if wantsCheckpoints(sink) {
			s.marked = append(s.marked, sink)
		}
		if p, ok := sink.(Patient); ok {
			s.patient = append(s.patient, p)
		}
		if k, ok := sink.(Skipper); ok {
			s.skippers = append(s.skippers, k)
		}
	}
	if len(s.skippers) < len(s.all) {
		s.skippers = nil
	}
	w.sinks.Store(&s)
}

// wantsCheckpoints reports whether a sink is to have checkpoints: lines that say what the session knows.
func wantsCheckpoints(s Sink) bool {
	c, ok := s.(interface{ Checkpoints() bool })
	return ok && c.Checkpoints()
}

// From one checkpoint to the next there are so many bytes, or so much time, but not less than a time: one of 1,000 subscriptions has
// some 300 KB, and takes some milliseconds.
const (
	checkpointBytes = 4 << 20
	checkpointEvery = time.Minute
	checkpointLeast = time.Second
)

// checkpointDue reports whether a checkpoint is to come before a frame that was received at a time: also as the first thing of an
// hour, with which another file begins.
func (w *wire) checkpointDue(at time.Time, size int) bool {
	s := w.sinks.Load()
	if s == nil || len(s.marked) == 0 {
		return false
	}
	w.passed += int64(size)
	passed := at.UnixNano() - w.marked
	if uint64(passed) < uint64(w.every) && (w.passed < checkpointBytes || passed < int64(checkpointLeast)) { // a clock that went back is at once beyond it
		return false
	}
	w.passed, w.marked = 0, at.UnixNano()
	w.every = min(checkpointEvery, at.Truncate(time.Hour).Add(time.Hour).Sub(at))
	return true
}

// checkpoint passes on what the session knows, to some sinks. The session is locked.
func (w *wire) checkpoint(at time.Time, s *session.Session, to ...Sink) {
	w.flush()
	text := s.Checkpoint()
	for _, sink := range to {
		sink.Add(&recording.Line{At: at.UnixNano(), Feed: w.preset.Name, Checkpoint: text})
	}
}

// add passes a line on, to all sinks. The session is locked.
func (w *wire) add(line recording.Line) {
	w.flush()
	for _, sink := range w.sinks.Load().all {
		own := line
		sink.Add(&own)
	}
}

// frame passes on a frame that was received, as the session receives it: without a sink, or with one that is full, it costs one load.
// The session is locked.
func (w *wire) frame(at time.Time, binary bool, payload []byte) {
	if w.skipping {
		w.skipped++
		return
	}
	w.pass(at, binary, payload)
}

// pass passes a frame on to the sinks, unless all are full.
func (w *wire) pass(at time.Time, binary bool, payload []byte) {
	s := w.sinks.Load()
	if s == nil {
		return
	}
	if !w.asked {
		if w.asked, w.skipping = true, s.areFull(); w.skipping {
			w.skipped++
			return
		}
	}
	for _, sink := range s.all {
		sink.Frame(at.UnixNano(), binary, payload)
	}
}

// flush has the sinks count what they were not called for. They are asked anew before the next frame. The session is locked.
func (w *wire) flush() {
	if w.skipped > 0 {
		for _, k := range w.sinks.Load().skippers {
			k.Skip(w.skipped)
		}
	}
	w.asked, w.skipping, w.skipped = false, false, 0
}

// control passes on that a ping or a pong was received.
func (w *wire) control(now time.Time, pong bool) {
	if w.tapped() {
		control := "ping"
		if pong {
			control = "pong"
		}
		w.add(recording.Line{At: now.UnixNano(), Feed: w.preset.Name, Control: control})
	}
}

// follow passes on what a call of a session has changed. The session is locked.
func (w *wire) follow(s *session.Session, info *atomic.Pointer[socket.Info], clock func() time.Time) {
	if s.Changes() != w.changes { // seldom: to compare all of it after each message would cost as much as a sink
		w.passChanges(s, info, clock)
	}
}

func (w *wire) passChanges(s *session.Session, info *atomic.Pointer[socket.Info], clock func() time.Time) {
	w.changes = s.Changes()
	if status := s.Status(); w.lacks(status.State, status.Since) {
		w.state(status.Since, status, info.Load())
	}
	if frames := s.Pending().Frames; len(frames) != w.sentCount {
		w.sent(clock(), frames)
	}
}

// sent passes on those of the frames that are about to be written that it has not passed on yet. It is called after each call of the
// session: what is received next may be the answer. The session is locked.
func (w *wire) sent(now time.Time, frames []session.Frame) {
	before := w.sentCount
	if w.sentCount = len(frames); before >= len(frames) {
		return // or those before are gone with their connection
	}
	if !w.tapped() {
		return
	}
	for i := before; i < len(frames); i++ {
		f := &frames[i]
		w.add(recording.Line{At: now.UnixNano(), Feed: w.preset.Name, Frame: &recording.Frame{
			Sent: true, Payload: f.Shown, Redacted: f.Redacted(), Symbols: f.Symbols, ID: f.ID,
		}})
	}
}

// intent passes on what an operator has asked for.
func (w *wire) intent(now time.Time, intent recording.Intent) {
	if w.tapped() {
		w.add(recording.Line{At: now.UnixNano(), Feed: w.preset.Name, Intent: &intent})
	}
}

// lost notes how a connection has ended, or an attempt, by the state before; own is that we have given it up. The session is locked.
func (w *wire) lost(before event.State, code int, own bool) {
	switch w.code = code; {
	case own: // a code is only the echo of ours
		w.code = 0
	case code == 0 && before.Connected():
		w.code = recording.NoCode
	}
}

// dialled notes where an attempt goes.
func (w *wire) dialled(address string) {
	shown := w.preset.Redact(address)
	w.url.Store(&shown)
}

// lacks reports whether a state that has begun at a time is to be passed on. The session is locked.
func (w *wire) lacks(state event.State, since time.Time) bool {
	s := w.sinks.Load()
	return s != nil && !since.IsZero() && (s.state != state || !s.since.Equal(since)) // before Start there is none
}

// state passes the state of the feed on if it has changed, as of a time, with what is known of its connection, nil being none.
// The session is locked.
func (w *wire) state(at time.Time, status event.Status, info *socket.Info) {
	if !w.lacks(status.State, status.Since) {
		return
	}
	s := w.sinks.Load()
	s.state, s.since = status.State, status.Since
	state := recording.State{State: status.State.String(), Reason: w.preset.Redact(status.Reason)}
	if !status.RetryAt.IsZero() {
		state.RetryIn = status.RetryAt.Sub(status.Since).Round(time.Millisecond)
	}
	switch {
	case status.State == event.Connecting:
		state.URL, w.code = w.preset.Redact(w.preset.URL), 0
	case info != nil && status.State.Connected():
		state.Address, state.Subprotocol, state.Compression = info.Remote, info.Subprotocol, info.Compression
		if url := w.url.Load(); url != nil {
			state.URL = *url
		}
	default:
		state.Code = w.code
	}
	w.add(recording.Line{At: at.UnixNano(), Feed: w.preset.Name, State: &state})
}
