// Package feed runs live feeds: it connects, keeps the time and what has happened, and passes that to any number of watchers in
// batches.
//
// Every goroutine and every clock of a feed is here, but for the connection itself, which is feed/socket's; what a message
// means and what is to be done about it is decided in feed/session. What calls what:
//
//	socket ── reader ───────┐                                   ┌──> history, alerts
//	run: timer, orders ─────┼──> Session, under mu ──> keeper ──┼── Watcher.Next ──> a screen
//	operator ─> requests ───┘         │                         └── Watcher.Next ──> another one
//	  writer ── socket <── run <──────┘ orders
//
// run is the only goroutine that carries out the session's orders: it starts and ends the connection, whose
// reader and writer live no longer than it does. The keeper adds what has happened to the history, which all screens read, and
// evaluates the alerts; a slow one never holds the reader up: what it does not keep up with is merged into counts, and dropped
// for all. A slow watcher holds neither up: what it does not fetch is merged, and in the history. A long frame never holds
// the operator up: what is asked for is queued, and applied by whoever has the session.
package feed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/feed/socket"
)

// Feed is a running feed. Its methods may be called from any goroutine.
type Feed struct {
	preset *preset.Bound
	crash  func(error)
	cancel context.CancelFunc
	start  func()
	done   chan struct{} // closed at the end of run
	wake   chan struct{} // the session has orders
	clock  func() time.Time
	played *played // where it comes from; nil: it is live

	mu      sync.Mutex // guards session; who has it serves requests afterwards
	session *session.Session

	dialer socket.Dialer // for one attempt at a time

	info     atomic.Pointer[socket.Info] // of the connection that is open; nil: none is
	wire     wire
	requests requests
	names    names // as they were after the last request

	keeper *keeper

	hold hold
}

// New returns a feed that does nothing before Start: until then, watchers and sinks can be added that are to have all of it. The
// feed goes on until Close or until ctx ends. crash is called, from whatever goroutine it happened on, if the program itself is at
// fault; the feed is then dead. The error holds no secret.
func New(ctx context.Context, p *preset.Bound, crash func(error), options ...Option) *Feed {
	ctx, cancel := context.WithCancel(ctx)
	f := &Feed{
		preset:  p,
		crash:   crash,
		cancel:  cancel,
		done:    make(chan struct{}),
		wake:    make(chan struct{}, 1),
		clock:   time.Now,
		dialer:  dialer(p),
		wire:    wire{preset: p},
		session: session.New(p, rand.N[time.Duration]),
	}
	for _, option := range options {
		option(f)
	}
	f.keeper = newKeeper(f, make(chan struct{}, 1))
	f.hold.keeper, f.hold.wire, f.hold.closing, f.hold.wake = f.keeper, &f.wire, ctx.Done(), f.wake
	f.names.read(f.session.Reader())
	f.start = sync.OnceFunc(func() {
		f.ask(f.session.Start)
		go f.run(ctx)
		go func() {
			defer close(f.keeper.done)
			defer guard(f)
			f.keeper.run(f.done)
		}()
	})
	return f
}

// Option changes how a feed works.
type Option func(*Feed)

// Gather has a busy feed read what has come at intervals of a duration, and not as it comes: that costs less of the machine, and times of
// receipt are late by as much.
func Gather(every time.Duration) Option { return func(f *Feed) { f.dialer.Gather = every } }

// Connect has a feed make its connections, below TLS and proxies, by a function and not over TCP: to a server in the same process.
func Connect(connect func(ctx context.Context, network, address string) (net.Conn, error)) Option {
	return func(f *Feed) { f.dialer.Connect = connect }
}

// Start returns a feed that has been started; see New.
func Start(ctx context.Context, p *preset.Bound, crash func(error)) *Feed {
	f := New(ctx, p, crash)
	f.Start()
	return f
}

// Start has the feed dial. To start it again does nothing.
func (f *Feed) Start() { f.start() }

// Close ends the connection with a close frame, and waits until the connection is gone: about a second at most.
func (f *Feed) Close() {
	f.cancel()
	f.Start() // one that was never started ends all the same
	f.Wait()
}

// Wait waits until the feed is closed.
func (f *Feed) Wait() {
	<-f.done
	<-f.keeper.done
}

// Ended is closed when nothing more comes from the feed: it is being closed.
func (f *Feed) Ended() <-chan struct{} { return f.done }

// Preset returns the preset that the feed runs.
func (f *Feed) Preset() *preset.Bound { return f.preset }

// Now returns the time on the clock of the feed: that of the machine, or where it is replayed that of the recording.
func (f *Feed) Now() time.Time { return f.clock() }

// Replayed reports whether the feed is replayed: then nothing can be asked of a server.
func (f *Feed) Replayed() bool { return f.played != nil }

// Connection returns how the connection was made that is open; false: none is. It does not wait.
func (f *Feed) Connection() (info socket.Info, open bool) {
	if i := f.info.Load(); i != nil {
		return *i, true
	}
	return info, false
}

// ask calls the session for a goroutine of the feed.
func (f *Feed) ask(call func(now time.Time)) {
	func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		call(f.clock())
		f.publish()
	}()
	f.serve()
}

// publish does what follows a call of the session: it passes on a full batch, and wakes who has to know. It reports
// whether there was a full batch. mu is held.
func (f *Feed) publish() (full bool) {
	if full = f.session.Full(); full {
		f.keeper.sealed.add(f.session.Seal())
		f.keeper.wake()
	}
	if f.wire.tapped() {
		f.wire.flush()
		f.wire.follow(f.session, &f.info, f.clock)
	}
	if f.session.Pending().Any() {
		signal(f.wake)
	}
	if f.keeper.awaited() && f.session.News() {
		f.keeper.wake()
	}
	return full
}

// seal gives the batch under construction to the keeper, if anything has happened.
func (f *Feed) seal() {
	defer f.serve()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applyRequests() // a watcher that has not joined yet would miss the batch
	f.keeper.sealed.add(f.session.Seal())
}

// History returns what the feed keeps. Of a replay it is another one after [Watcher.Restarted].
func (f *Feed) History() *history.History {
	h, _ := f.keeper.kept()
	return h
}

// Alerts returns the alerts of the feed, which all its watchers share; see History.
func (f *Feed) Alerts() *alert.Set {
	_, alerts := f.keeper.kept()
	return alerts
}

// OnAlert has a function called with what becomes of alerts, also of those that another feed says, in place of the one before; nil is
// none. It must return at once.
func (f *Feed) OnAlert(do func(alert.Change)) {
	f.keeper.mu.Lock()
	defer f.keeper.mu.Unlock()
	f.keeper.onAlert = do
}

// Note adds an entry to the log that is about the feed and did not happen on it, and wakes the watchers. It does not wait.
func (f *Feed) Note(kind event.Kind, text string) {
	f.History().Note(f.clock(), kind, text)
	f.keeper.mu.Lock()
	defer f.keeper.mu.Unlock()
	f.keeper.handOut(nil, 0, true)
}

// SetMemory changes how many bytes may wait for the keeper of the feed, and how many it may keep. The longest entry is a part of
// both. It does not wait.
func (f *Feed) SetMemory(queue, kept int64) {
	f.keeper.setLimits(queue, kept)
	if f.played != nil { // whose session can be replaced
		f.request(func(time.Time) error { f.played.limitEntries((queue + kept) / entryParts); return nil })
		return
	}
	f.session.LimitEntries((queue + kept) / entryParts)
}

// entryParts is into how many parts all memory of a feed is divided, of which one entry can have one.
const entryParts = 4

// run carries out the session's orders until ctx ends.
func (f *Feed) run(ctx context.Context) {
	var conn *connection // the attempt that is under way or the connection that is open
	defer close(f.done)
	defer guard(f)
	defer f.seal() // the last batch
	defer func() {
		if conn != nil {
			conn.close() // after a fault of our own; else it has
		}
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		orders, deadline := f.orders()
		if orders.Dial {
			conn = dial(f, orders.URL)
		}
		switch {
		case conn == nil && orders.Hangup: // given up before it was dialled: nothing else would ever say Lost
			f.ask(func(now time.Time) { f.session.Lost(now, session.End{}) })
		case conn != nil && !conn.apply(orders):
			f.ask(func(time.Time) { f.session.GiveUp(event.NotReading, session.NotRead) })
		}
		if deadline.IsZero() || f.hold.held.Load() { // release wakes us
			timer.Stop()
		} else {
			timer.Reset(time.Until(deadline))
		}
		var ended <-chan session.End
		if conn != nil {
			ended = conn.ended
		}
		select {
		case <-f.wake:
		case <-timer.C:
			if !f.hold.held.Load() { // it was set before: what the server has sent since then is not read
				f.ask(f.session.Tick)
			}
		case end := <-ended:
			conn = nil
			f.ask(func(now time.Time) {
				before := f.session.Status().State
				f.wire.lost(before, end.Code, f.session.Lost(now, end))
			})
		case <-ctx.Done():
			if conn != nil {
				orders, _ := f.orders() // what was asked for just now
				orders.Hangup = true
				conn.apply(orders)
				<-conn.ended
			}
			return
		}
	}
}

// orders takes what is to be done now, and when the session wants to be called next.
func (f *Feed) orders() (session.Orders, time.Time) {
	defer f.serve()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wire.sent(f.clock(), f.session.Pending().Frames)
	f.wire.sentCount = 0
	return f.session.Orders(), f.session.Deadline()
}

// guard ends the feed after a fault of our own and reports it, deferred by each goroutine of the feed.
func guard(f *Feed) {
	if v := recover(); v != nil {
		text := fmt.Sprintf("feed %s: %v\n%s", f.preset.Name, v, debug.Stack())
		f.cancel()
		f.crash(errors.New(f.preset.Redact(text))) // a panic may quote what it choked on
	}
}

// signal wakes the receiver of a channel with a buffer of one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
