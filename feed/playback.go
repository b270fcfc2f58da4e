package feed

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/replay"
)

// MaxSpeed is the speed of a playback that goes as fast as it can.
var MaxSpeed = math.Inf(1)

const (
	// playEvery is how often the clock of a playback goes on.
	playEvery = 33 * time.Millisecond
	// playFor is how long it plays without a pause, so that what is asked of it is done soon.
	playFor = 20 * time.Millisecond
	// longestHole is how long nothing may be recorded without being passed over.
	longestHole = time.Hour
	// beforeHole is what of a time without lines is not passed over, at its end.
	beforeHole = 10 * time.Second
)

// Playback plays recorded feeds, all on one clock, which is that of the recordings. What they bring can be watched like live feeds:
// [Feed.History], [Feed.Alerts], [Feed.Watch]. It begins at the earliest recording, and paused at the end. Its methods may be called
// from any goroutine.
type Playback struct {
	crash func(error)
	all   []*played // in the order of the streams
	wake  chan struct{}
	start func()
	done  chan struct{} // closed when it has ended
	begin time.Time
	end   time.Time

	// of the goroutine that plays
	running []*played // those that are not closed
	ticked  time.Time // up to which time was judged
	found   bool      // a gap, an outage or a raised alert, since it was reset

	mu     sync.Mutex // guards what follows
	at     time.Time  // up to which everything was played
	since  pace       // how time goes on from there
	speed  float64
	paused bool
	until  time.Time     // to be played up to as fast as it goes; zero: not
	jump   bool          // until may be before at
	search bool          // for what Next searches for
	window time.Duration // what is played before a time that is sought
	closed []*played     // to be removed from running
}

// pace is a moment on the clock of the machine, and on that of the recordings.
type pace struct{ wall, at time.Time }

// PlaybackStatus is where a playback is.
type PlaybackStatus struct {
	At         time.Time // on the clock of the recordings
	Begin, End time.Time // of all of them
	Speed      float64   // times as fast as it was; infinite: as fast as it goes
	Paused     bool
	Searching  bool // for the next gap, outage or alert
	Seeking    bool // what was sought is not reached yet
}

// PlayedFeed is a recorded feed, and the preset by which it is replayed, bound with [replay.Environment].
type PlayedFeed struct {
	Stream *replay.Stream
	Preset *preset.Bound
	Notes  []string // about that, for the beginning of its log
}

// NewPlayback returns a playback that begins with Start and ends with ctx, or when all its feeds are closed. crash is as in [New].
func NewPlayback(ctx context.Context, feeds []PlayedFeed, crash func(error)) *Playback {
	p := &Playback{crash: crash, wake: make(chan struct{}, 1), done: make(chan struct{}), speed: 1, window: 5 * time.Minute}
	for _, f := range feeds {
		p.all = append(p.all, newPlayed(p, f))
		if s := f.Stream; p.begin.IsZero() || s.Begin.Before(p.begin) {
			p.begin = s.Begin
		}
		if s := f.Stream; s.End.After(p.end) {
			p.end = s.End
		}
	}
	p.running = slices.Clone(p.all)
	p.at, p.ticked = p.begin, p.begin.Truncate(time.Second)
	p.start = sync.OnceFunc(func() { go p.run(ctx) })
	return p
}

// Feeds returns the feeds, in the order in which they were given. To start one starts all; each is to be closed.
func (p *Playback) Feeds() []*Feed {
	feeds := make([]*Feed, len(p.all))
	for i, f := range p.all {
		feeds[i] = f.feed
	}
	return feeds
}

// Now returns the time on the clock of the recordings.
func (p *Playback) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// Status returns where the playback is.
func (p *Playback) Status() PlaybackStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	return PlaybackStatus{At: p.at, Begin: p.begin, End: p.end, Speed: p.speed, Paused: p.paused, Searching: p.search, Seeking: !p.until.IsZero()}
}

// change changes what is to be done.
func (p *Playback) change(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
	p.since = pace{time.Now(), p.at}
	signal(p.wake)
}

// Pause stops the clock, or has it go on.
func (p *Playback) Pause(pause bool) {
	p.change(func() { p.paused, p.search = pause, false })
}

// SetSpeed changes how fast the clock goes: so many times as fast as it was, or MaxSpeed.
func (p *Playback) SetSpeed(speed float64) { p.change(func() { p.speed = speed }) }

// SetWindow changes what is played before a time that is sought.
func (p *Playback) SetWindow(window time.Duration) { p.change(func() { p.window = window }) }

// Seek goes on at a time: what the feeds have kept is then what happened in the window before it, or more.
func (p *Playback) Seek(at time.Time) {
	if at.Before(p.begin) {
		at = p.begin
	}
	if at.After(p.end) {
		at = p.end
	}
	p.change(func() { p.until, p.jump, p.search = at, true, false })
}

// Next goes on to the next gap, lost connection or raised alert as fast as it goes, and pauses there, or at the end.
func (p *Playback) Next() { p.change(func() { p.search, p.paused = true, false }) }

// run plays until ctx ends or all feeds are closed.
func (p *Playback) run(ctx context.Context) {
	defer close(p.done)
	defer p.endAll()
	defer p.guard()
	p.change(func() {})
	timer := time.NewTicker(playEvery)
	defer timer.Stop()
	for {
		select {
		case <-p.wake:
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		if p.leave(); len(p.running) == 0 {
			return
		}
		if p.seek(); p.play() {
			signal(p.wake)
		}
	}
}

// guard reports a fault of our own.
func (p *Playback) guard() {
	if v := recover(); v != nil {
		p.crash(fmt.Errorf("replay: %v\n%s", v, debug.Stack()))
	}
}

// leave removes the feeds that are closed.
func (p *Playback) leave() {
	p.mu.Lock()
	closed := p.closed
	p.closed = nil
	p.mu.Unlock()
	for _, f := range closed {
		if i := slices.Index(p.running, f); i >= 0 {
			p.running = slices.Delete(p.running, i, i+1)
			f.end()
		}
	}
}

func (p *Playback) endAll() {
	p.leave()
	for _, f := range p.running {
		f.end()
	}
	p.running = nil
}

// close has a feed end.
func (p *Playback) close(f *played) {
	p.change(func() { p.closed = append(p.closed, f) })
}

// seek begins anew before a time that is sought, if what was played does not lead there.
func (p *Playback) seek() {
	p.mu.Lock()
	to, jump, from := p.until, p.jump, p.until.Add(-p.window)
	p.jump = false
	at := p.at
	p.mu.Unlock()
	if !jump || !to.Before(at) && from.Before(at) {
		return
	}
	if from.Before(p.begin) {
		from = p.begin
	}
	p.setAt(from)
	begin := time.Time{}
	for _, f := range p.running {
		if f.restart(from); f.line != nil && (begin.IsZero() || f.time().Before(begin)) {
			begin = f.time()
		}
	}
	if begin.IsZero() {
		begin = from
	}
	p.setAt(begin)
	p.ticked = begin.Truncate(time.Second)
}

func (p *Playback) setAt(at time.Time) {
	p.mu.Lock()
	p.at = at
	p.mu.Unlock()
}

// target returns up to which time is to be played now, and whether that is to be done as fast as it goes.
func (p *Playback) target() (to time.Time, fast bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case !p.until.IsZero():
		return p.until, true
	case p.paused:
		return p.at, false
	case p.search || math.IsInf(p.speed, 1):
		return p.end, true
	}
	passed := float64(time.Since(p.since.wall)) * p.speed
	return p.since.at.Add(time.Duration(min(passed, float64(24*time.Hour)))), false
}

// play plays what is due, and reports whether there is more that is.
func (p *Playback) play() (more bool) {
	to, fast := p.target()
	begun := time.Now()
	for n := 1; ; n++ {
		f := p.next()
		if f == nil || f.time().After(to) {
			break
		}
		p.pass(f.time())
		f.play()
		if p.found && p.stopSearch() {
			return false
		}
		if n%64 == 0 && time.Since(begun) > playFor {
			p.behind(fast)
			p.hand(false)
			return true
		}
	}
	p.arrive(to, fast)
	return false
}

// next returns the feed whose line is the next one; nil at the end.
func (p *Playback) next() (next *played) {
	for _, f := range p.running {
		if f.line != nil && (next == nil || f.line.At < next.line.At) {
			next = f
		}
	}
	return next
}

// pass has time pass up to a line, second by second.
func (p *Playback) pass(to time.Time) {
	if to.Sub(p.ticked) > longestHole {
		for _, f := range p.running {
			f.hole(p.ticked, to)
		}
		p.ticked = to.Add(-beforeHole).Truncate(time.Second)
	}
	for next := p.ticked.Add(time.Second); !next.After(to); next = next.Add(time.Second) {
		p.setAt(next)
		p.ticked = next
		for _, f := range p.running {
			p.found = f.tick(next) || p.found
		}
	}
	if to.After(p.Now()) {
		p.setAt(to)
	}
}

// stopSearch ends the search for what was found, and reports whether there was one.
func (p *Playback) stopSearch() bool {
	p.hand(true)
	p.found = false
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.search || !p.until.IsZero() {
		return false
	}
	p.search, p.paused = false, true
	return true
}

// behind notes that time has to wait for what is to be played.
func (p *Playback) behind(fast bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !fast {
		p.since = pace{time.Now(), p.at}
	}
}

// arrive notes that all that was due is played.
func (p *Playback) arrive(to time.Time, fast bool) {
	next := p.next()
	over := next == nil
	if over && to.After(p.end) {
		to = p.end
	}
	p.pass(to)
	p.hand(fast || over)
	p.mu.Lock()
	defer p.mu.Unlock()
	sought := p.until.Equal(to)
	if sought {
		p.until = time.Time{}
	}
	if sought || !p.search {
		p.found = false // of no interest to a search that begins here
	}
	if fast {
		p.since = pace{time.Now(), p.at}
	}
	switch {
	case over && !p.at.Before(p.end):
		p.paused, p.search = true, false
	case !over && !p.paused && next.time().Sub(p.at) > longestHole:
		p.until = next.time().Add(-beforeHole)
	}
}

// hand gives the watchers that wait what has come; or has all of it kept.
func (p *Playback) hand(all bool) {
	for _, f := range p.running {
		if all || f.feed.keeper.awaited() {
			p.found = f.keep() || p.found
		}
	}
}
