// Package feed runs live feeds: it connects, keeps the time, and hands what happened to any number of watchers in batches.
//
// Every goroutine and every clock of a feed is here, but for the connection itself, which is feed/socket's; what a message
// means and what is to be done about it is decided in feed/session. Who talks to whom:
//
//	socket ── reader ───────┐                          ┌── Watcher.Next ──> a screen
//	run: timer, orders ─────┼──> Session, under mu ────┼── Watcher.Next ──> another one
//	operator ─> requests ───┘         │                └── ...
//	  writer ── socket <── run <──────┘ orders
//
// run is the only goroutine that carries out the session's orders: it starts and ends the connection, whose
// reader and writer live no longer than it does. A slow watcher never holds the reader up: what it does not
// fetch is merged into counts. A long frame never holds the operator up: what is asked for is queued, and applied
// by whoever has the session.
package feed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/feed/socket"
)

// Feed is a running feed. Its methods may be called from any goroutine.
type Feed struct {
	preset *preset.Bound
	crash  func(error)
	cancel context.CancelFunc
	done   chan struct{}
	wake   chan struct{} // the session has orders

	mu      sync.Mutex // guards session; who has it serves requests afterwards
	session *session.Session

	dialer socket.Dialer // for one attempt at a time

	requests requests
	names    atomic.Pointer[names] // as they were after the last request

	waiting  atomic.Int32 // watchers that wait for news
	readers  sync.Mutex   // guards what follows, for moments only; taken after mu where both are
	watchers []*Watcher
	ended    bool
}

// Start starts a feed, which goes on until Close or until ctx ends. crash is called, from whatever goroutine
// it happened on, if the program itself is at fault; the feed is then dead. The error holds no secret.
func Start(ctx context.Context, p *preset.Bound, crash func(error)) *Feed {
	ctx, cancel := context.WithCancel(ctx)
	f := &Feed{
		preset:  p,
		crash:   crash,
		cancel:  cancel,
		done:    make(chan struct{}),
		wake:    make(chan struct{}, 1),
		dialer:  dialer(p),
		session: session.New(p, rand.N[time.Duration]),
	}
	f.session.Start(time.Now())
	f.nameFields()
	go f.run(ctx)
	return f
}

// Close leaves politely, with a close frame, and waits until the connection is gone: about a second at most.
func (f *Feed) Close() {
	f.cancel()
	<-f.done
}

// Preset returns the preset that the feed runs.
func (f *Feed) Preset() *preset.Bound { return f.preset }

// ask calls the session for a goroutine of the feed.
func (f *Feed) ask(call func(now time.Time)) {
	func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		call(time.Now())
		f.publish()
	}()
	f.serve()
}

// publish does what follows a call of the session: it passes on a full batch, and wakes who has to know. It reports
// whether there was a full batch. mu is held.
func (f *Feed) publish() (full bool) {
	if full = f.session.Full(); full {
		f.seal()
	}
	if f.session.Due() {
		signal(f.wake)
	}
	if f.waiting.Load() > 0 && f.session.News() {
		f.readers.Lock()
		f.wakeReaders()
		f.readers.Unlock()
	}
	return full
}

// seal takes the batch under construction, gives it to every watcher, and wakes those that wait: once it is theirs, the
// session has no news to wake them by. mu is held.
func (f *Feed) seal() {
	batch := f.session.Seal()
	if batch == nil {
		return
	}
	f.readers.Lock()
	defer f.readers.Unlock()
	for _, w := range f.watchers {
		w.push(batch)
	}
	f.wakeReaders()
}

// wakeReaders wakes the watchers that wait. readers is held.
func (f *Feed) wakeReaders() {
	if f.waiting.Load() == 0 {
		return
	}
	f.waiting.Store(0)
	for _, w := range f.watchers {
		signal(w.news)
	}
}

// run carries out the session's orders until ctx ends.
func (f *Feed) run(ctx context.Context) {
	var conn *connection // the attempt that is under way or the connection that is open
	defer close(f.done)
	defer f.guard()
	defer f.end()
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
			conn = f.dial(orders.URL)
		}
		switch {
		case conn == nil && orders.Hangup: // given up before it was dialled: nothing else would ever say Lost
			f.ask(func(now time.Time) { f.session.Lost(now, session.End{}) })
		case conn != nil && !conn.apply(orders):
			f.ask(func(time.Time) { f.session.GiveUp(session.NotRead) })
		}
		if deadline.IsZero() {
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
			f.ask(f.session.Tick)
		case end := <-ended:
			conn = nil
			f.ask(func(now time.Time) { f.session.Lost(now, end) })
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
	return f.session.Orders(), f.session.Deadline()
}

// end tells the watchers that nothing more will come.
func (f *Feed) end() {
	defer f.serve()
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() { // whatever becomes of the last batch
		f.readers.Lock()
		defer f.readers.Unlock()
		f.ended = true
		f.wakeReaders()
	}()
	f.seal()
}

// guard ends the feed after a fault of our own and reports it, deferred by each goroutine of the feed.
func (f *Feed) guard() {
	if v := recover(); v != nil {
		text := fmt.Sprintf("feed %s: %v\n%s", f.preset.Name, v, debug.Stack())
		f.cancel()
		f.crash(errors.New(f.preset.Redact(text))) // a panic may quote what it choked on
	}
}

// signal wakes the receiver of a channel with room for one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
