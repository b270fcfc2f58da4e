// Package feed runs live feeds: it dials, reads, writes, keeps the time, and hands what happened to any
// number of watchers in batches.
//
// Every goroutine and every clock of a feed is here; what a message means and what is to be done about it
// is decided in feed/session. Who talks to whom:
//
//	socket ── reader ──┐                          ┌── Watcher.Next ──> a screen
//	operator's calls ──┼──> Session, under mu ────┼── Watcher.Next ──> another one
//	run: timer, orders ┘         │                └── ...
//	  └── writer ── socket <─────┘ orders
//
// run is the only goroutine that carries out the session's orders: it starts and ends the connection, whose
// reader and writer live no longer than it does. A slow watcher never holds the reader up: what it does not
// fetch is merged into counts.
package feed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// Feed is a running feed. Its methods may be called from any goroutine.
type Feed struct {
	preset *preset.Bound
	crash  func(error)
	cancel context.CancelFunc
	done   chan struct{}
	wake   chan struct{} // the session has orders

	mu       sync.Mutex // guards what follows, and is held for one message at a time
	session  *session.Session
	watchers []*Watcher
	waiting  int // watchers that want to hear of news
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
		session: session.New(p, rand.N[time.Duration]),
	}
	f.session.Start(time.Now())
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

// Fields returns the names of the numbers that points carry, by Point.Field.
func (f *Feed) Fields() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.session.Fields()
}

// Plot takes the number at a path of every message as a point from now on, and returns the name of its field: the one
// given, else the path. The error says what is wrong with the path, or that the name is taken.
func (f *Feed) Plot(path, name string) (field string, err error) {
	err = f.ask(func(time.Time) error {
		field, err = f.session.Plot(path, name)
		return err
	})
	return field, err
}

// Unplot ends a plot.
func (f *Feed) Unplot(name string) error {
	return f.ask(func(time.Time) error { return f.session.Unplot(name) })
}

// Plots returns the names of what is plotted.
func (f *Feed) Plots() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.session.Plots()
}

// Subscribe asks for symbols, now and on every later connection. The error says why that cannot be; what
// the server answers comes with the batches.
func (f *Feed) Subscribe(symbols ...string) error {
	return f.ask(func(now time.Time) error { return f.session.Subscribe(now, f.session.Named(symbols)...) })
}

// Unsubscribe gives symbols up, now and for later connections.
func (f *Feed) Unsubscribe(symbols ...string) error {
	return f.ask(func(now time.Time) error { return f.session.Unsubscribe(now, f.session.Named(symbols)...) })
}

// Send sends a text as it is. The error says why that cannot be now.
func (f *Feed) Send(text string) error {
	return f.ask(func(now time.Time) error { return f.session.Send(now, text) })
}

// ShowHeartbeats puts heartbeats into the log, from now on, or leaves them out.
func (f *Feed) ShowHeartbeats(show bool) {
	_ = f.ask(func(time.Time) error { f.session.ShowHeartbeats(show); return nil })
}

// Reconnect gives up the connection, if there is one, and dials at once, whatever the state.
func (f *Feed) Reconnect() {
	_ = f.ask(func(now time.Time) error { f.session.Reconnect(now); return nil })
}

// Disconnect closes the connection until Reconnect: the feed is CLOSED, and still there.
func (f *Feed) Disconnect() {
	_ = f.ask(func(now time.Time) error { f.session.Close(now); return nil })
}

// ask calls the session for the operator.
func (f *Feed) ask(call func(now time.Time) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := call(time.Now())
	f.settle()
	return err
}

// settle does what follows a call of the session: it passes on a full batch, and wakes who has to know. It reports
// whether there was a full batch. mu is held.
func (f *Feed) settle() (full bool) {
	if full = f.session.Full(); full {
		f.seal()
	}
	if f.session.Due() {
		signal(f.wake)
	}
	if f.waiting > 0 && f.session.News() {
		f.tell()
	}
	return full
}

// seal takes the batch under construction and gives it to every watcher. mu is held.
func (f *Feed) seal() {
	batch := f.session.Take()
	if batch == nil {
		return
	}
	for _, w := range f.watchers {
		w.push(batch)
	}
}

// tell wakes the watchers that wait. mu is held.
func (f *Feed) tell() {
	f.waiting = 0
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
			conn.leave() // after a fault of our own; else it has
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
			_ = f.ask(func(now time.Time) error { f.session.Lost(now, session.End{}); return nil })
		case conn != nil && !conn.obey(orders):
			_ = f.ask(func(time.Time) error { f.session.GiveUp("the server does not read what we send"); return nil })
		}
		if deadline.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(deadline))
		}
		var over <-chan session.End
		if conn != nil {
			over = conn.over
		}
		select {
		case <-f.wake:
		case <-timer.C:
			_ = f.ask(func(now time.Time) error { f.session.Tick(now); return nil })
		case end := <-over:
			conn = nil
			_ = f.ask(func(now time.Time) error { f.session.Lost(now, end); return nil })
		case <-ctx.Done():
			if conn != nil {
				orders, _ := f.orders() // what was asked for just now
				orders.Hangup = true
				conn.obey(orders)
				<-conn.over
			}
			return
		}
	}
}

// orders takes what is to be done now, and when the session wants to be called next.
func (f *Feed) orders() (session.Orders, time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.session.Orders(), f.session.Deadline()
}

// end tells the watchers that nothing more will come.
func (f *Feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	defer f.tell() // whatever becomes of the last batch
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
