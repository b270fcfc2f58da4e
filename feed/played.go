package feed

import (
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
	"sockeye/feed/socket"
)

// played is where a feed comes from that is replayed, and how it goes on.
type played struct {
	feed   *Feed
	stream *replay.Stream
	notes  []string        // about that, for the beginning of the log
	line   *recording.Line // the next one; nil at the end
	raised bool            // an alert was, since the last batch

	// guarded by feed.mu
	replay     *replay.Replay
	plots      []plotted // what was asked for, in its order: fields are numbered by it
	heartbeats bool      // are in the log
	limit      int64     // of entries; see [session.Session.LimitEntries]
}

// plotted is a plot that was begun, or if it has no path, ended.
type plotted struct{ path, by, name string }

// newPlayed returns the recorded feed of a playback.
func newPlayed(p *Playback, from PlayedFeed) *played {
	f := &played{stream: from.Stream, notes: from.Notes, replay: replay.New(from.Preset)}
	f.feed = &Feed{
		preset: from.Preset, crash: p.crash, clock: p.Now, played: f,
		cancel: func() { p.close(f) }, start: func() { p.start() },
		done: make(chan struct{}), wake: make(chan struct{}, 1),
		wire: wire{preset: from.Preset}, session: f.replay.Session(),
	}
	f.feed.keeper = newKeeper(f.feed, p.wake)
	f.feed.keeper.onAlert = func(c alert.Change) { f.raised = f.raised || c.State == alert.Raised }
	f.feed.names.read(f.feed.session.Reader())
	f.stream.Report(func(err error) {
		at := p.Now()
		if at.IsZero() { // the playback is being made
			at = f.stream.Begin
		}
		f.feed.History().Note(at, event.Trouble, err.Error())
	})
	f.line = f.stream.Next()
	f.note()
	return f
}

// note writes the notes into the log, at its beginning.
func (f *played) note() {
	at := f.stream.Begin
	if f.line != nil {
		at = f.time()
	}
	for _, text := range f.notes {
		f.feed.History().Note(at, event.Notice, text)
	}
}

// time is that of the next line, of which there is one.
func (f *played) time() time.Time { return time.Unix(0, f.line.At) }

// play plays the next line.
func (f *played) play() (found bool) {
	full := func() bool {
		f.feed.mu.Lock()
		defer f.feed.mu.Unlock()
		f.replay.Play(f.line)
		full := f.feed.publish()
		if s := f.line.State; s != nil { // one batch has one outage at most
			f.connect(s)
			full = true
		}
		return full
	}()
	f.feed.serve()
	f.line = f.stream.Next()
	if full {
		return f.keep()
	}
	return false
}

// connect notes how the connection was made that a state says.
func (f *played) connect(s *recording.State) {
	switch {
	case !f.replay.Session().Status().State.Connected():
		f.feed.info.Store(nil)
	case s.Address != "":
		f.feed.info.Store(&socket.Info{Remote: s.Address, Subprotocol: s.Subprotocol, Compression: s.Compression})
	}
}

// tick has time pass up to a whole second, and reports whether there was a gap, the connection was lost or an alert raised.
func (f *played) tick(at time.Time) (found bool) {
	f.advance(at)
	found = f.keep()
	f.feed.keeper.tick(at, time.Second)
	return f.hasRaised() || found
}

func (f *played) advance(to time.Time) {
	func() {
		f.feed.mu.Lock()
		defer f.feed.mu.Unlock()
		f.replay.Advance(to)
		f.feed.publish()
	}()
	f.feed.serve()
}

// keep keeps what has come, and reports what tick does.
func (f *played) keep() (found bool) {
	for _, b := range f.feed.keeper.keep(true) {
		found = found || b.Counts.Gaps > 0
		for i := range b.Changes {
			found = found || b.Changes[i].State.Condition() == event.Down
		}
	}
	return f.hasRaised() || found
}

// hasRaised reports whether an alert was raised since it was asked last.
func (f *played) hasRaised() (raised bool) {
	raised, f.raised = f.raised, false
	return raised
}

// hole says in the log that nothing was recorded, and that this is passed over.
func (f *played) hole(from, to time.Time) {
	f.keep()
	f.feed.History().Note(to.Add(-beforeHole), event.Notice, "nothing was recorded for "+format.Elapsed(to.Sub(from))+": passed over")
}

// limitEntries limits entries now and after each restart. feed.mu is held.
func (f *played) limitEntries(bytes int64) {
	f.limit = bytes
	f.replay.Session().LimitEntries(bytes)
}

// restart begins anew with lines that lead to what holds at a time.
func (f *played) restart(at time.Time) {
	func() {
		f.feed.mu.Lock()
		defer f.feed.mu.Unlock()
		f.replay = replay.After(f.replay)
		f.feed.session, f.feed.wire.changes = f.replay.Session(), 0
		for _, p := range f.plots { // it was possible before
			if p.path == "" {
				_ = f.feed.session.Reader().Unplot(p.name)
			} else {
				_, _ = f.feed.session.Reader().Plot(p.path, p.by, p.name)
			}
		}
		f.feed.session.ShowHeartbeats(f.heartbeats)
		if f.limit > 0 {
			f.feed.session.LimitEntries(f.limit)
		}
		f.feed.names.read(f.feed.session.Reader())
		f.feed.info.Store(nil)
		f.feed.keeper.restart()
	}()
	f.feed.serve()
	f.stream.Seek(at, f.feed.preset.RecordedYAML())
	f.line = f.stream.Next()
	f.note()
}

// end ends the feed.
func (f *played) end() {
	f.stream.Close()
	f.feed.keeper.end()
	close(f.feed.done)
	close(f.feed.keeper.done)
}
