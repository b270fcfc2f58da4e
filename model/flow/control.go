// Package flow is the flow control to a terminal: it keeps a program from writing more than the link to the terminal
// carries. Between a program and the screen there are buffers, that of sshd alone holds a megabyte: what is written goes
// there at once, and comes out at the rate of the link. Only the terminal knows what has arrived. So a render ends with a
// query, and the next render of data waits for the reply; renders that show the effect of a key never wait.
//
// The query is for the position of the cursor (DSR 6, which xterm's ctlseqs call a CPR request). A terminal replies in
// order, once it has drawn all that came before. A reply does not say which query it belongs to, so queries are kept until
// they are replied to, however late: a reply that is matched to a later query would let every render be shown too early
// from then on.
//
// A [Control] measures the link, says when data may be shown and how much of it, and waits. A [Writer] is what the program
// writes to: it puts the queries behind the renders, sends long sequences in pieces, and corrects what the renderer writes.
package flow

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Control decides when data may be written to a terminal, and how much of it. Its methods may be called from any goroutine:
// Bubble Tea's renderer writes, its loop receives the replies, and commands wait.
type Control struct {
	turn    float64 // of the screen among many, from 0 to 1; it does not change
	mu      sync.Mutex
	link    link
	changed chan struct{} // closed and replaced when what was waited for may have changed
	written int64         // bytes, in all
	begun   bool          // something was written
	left    bool          // the screen was left by what was written last about it
}

// New returns the flow control of a terminal that nothing is known of. remote is one at the far end of a network, to which
// bytes are counted.
func New(remote bool) *Control {
	return &Control{turn: rand.Float64(), link: link{remote: remote}, changed: make(chan struct{})}
}

// Remote reports whether the terminal is at the far end of a network.
func (c *Control) Remote() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.remote
}

// SetFPS sets how often data is shown, in times a second; 0: as often as the link allows.
func (c *Control) SetFPS(fps int) { c.change(func(l *link) { l.fps = fps }) }

// SetInterval sets the least time between two batches of a feed, whatever the pace is: for one of many screens, which share a
// machine.
func (c *Control) SetInterval(least time.Duration) { c.change(func(l *link) { l.least = least }) }

// SetRate sets how many bytes a second the link carries, for where the terminal cannot reply, because something in between
// replies in its place, as tmux and mosh do; 0: it is measured.
func (c *Control) SetRate(bytes int) { c.change(func(l *link) { l.setRate = bytes }) }

// Ready reports whether data may be shown now.
func (c *Control) Ready() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !time.Now().Before(c.link.due())
}

// Probe reports whether a probe is to be written now, ahead of data: a render that shows nothing, of a few bytes. The
// caller must then write it; until it is replied to, data waits.
func (c *Control) Probe() (now bool) {
	c.change(func(l *link) { now = l.probe(time.Now()) })
	return now
}

// Measured reports whether the link is known well enough for [Control.Budget], or never will be.
func (c *Control) Measured() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.measured()
}

// Budget returns how many lines of so many bytes a pane may change with one render of data; one at least.
func (c *Control) Budget(bytes int) (lines int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.lines(bytes)
}

// TransferTime returns how long the link takes for so many bytes, at most; 0 if that is not worth mentioning.
func (c *Control) TransferTime(bytes int) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.transferTime(bytes)
}

// Figures are what is known of a link.
type Figures struct {
	RoundTrip    time.Duration // smoothed
	HasRoundTrip bool          // the terminal replies
	Written      int64         // bytes, in all
}

// Figures returns what is known of the link now.
func (c *Control) Figures() Figures {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := Figures{Written: c.written}
	f.RoundTrip, f.HasRoundTrip = c.link.roundTrip()
	return f
}

// Wrote records a write of so many bytes that is about to happen, and returns what has to be written in front of it and
// behind it, in the same write: so the reply to what stands behind says that the terminal has drawn the render, which a
// query of Bubble Tea does not, because it writes those before the render of the same moment.
//
// Before anything else is written, the terminal is asked for synchronized output (mode 2026), which Bubble Tea does not do
// over SSH, and turns on when the reply comes: a terminal that does not understand the query may show it, and the first
// render is painted over that.
func (c *Control) Wrote(bytes int) (before, after string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ask := c.link.wrote(bytes, time.Now())
	if !c.begun {
		c.begun = true
		before = ansi.RequestModeSynchronizedOutput
	}
	if ask {
		after = ansi.RequestCursorPositionReport
	}
	c.written += int64(len(before) + bytes + len(after))
	return before, after
}

// wroteSilently records a write of so many bytes that shows nothing and ends with no query.
func (c *Control) wroteSilently(bytes int) {
	c.change(func(l *link) {
		l.written += int64(bytes)
		c.written += int64(bytes)
	})
}

// Wait waits until data may be shown; false if ctx ends before.
func (c *Control) Wait(ctx context.Context) bool {
	for {
		c.mu.Lock()
		until, changed := c.link.due(), c.changed
		c.mu.Unlock()
		left := time.Until(until)
		if left <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return false
		}
	}
}

// WaitBatch waits until the next batch of a feed may be received; false if ctx ends before. It does not wait for the terminal:
// the operator may ask for what has come before it can be shown.
func (c *Control) WaitBatch(ctx context.Context) bool {
	c.mu.Lock()
	interval := c.link.interval()
	c.mu.Unlock()
	return wait(ctx, interval)
}

// wait waits for some time; false if ctx ends before.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// turnsFrom is the interval of [Control.SetInterval] from which on there are so many screens that they have turns.
const turnsFrom = 50 * time.Millisecond

// WaitTurn waits for the turn of the screen in the interval that SetInterval has set; false if ctx ends before. It is for a batch that all
// screens have waited for: if they drew it in the same moment, a key would wait for all of them.
func (c *Control) WaitTurn(ctx context.Context) bool {
	c.mu.Lock()
	interval := c.link.least
	c.mu.Unlock()
	if interval < turnsFrom {
		return ctx.Err() == nil
	}
	now := time.Now()
	at := now.Truncate(interval).Add(time.Duration(c.turn * float64(interval)))
	if at.Before(now) {
		at = at.Add(interval)
	}
	return wait(ctx, at.Sub(now))
}

// Stop sends no more queries, and reports whether a reply is on its way that [Control.WaitReplies] should wait for before
// the terminal is handed back: it would go to the shell.
func (c *Control) Stop() (pending bool) {
	c.change(func(l *link) { pending = l.stop(time.Now()) })
	return pending
}

// WaitReplies waits until no reply is on its way, for so long at most.
func (c *Control) WaitReplies(most time.Duration) {
	timeout := time.NewTimer(most)
	defer timeout.Stop()
	for {
		c.mu.Lock()
		pending, changed := c.link.queries.pending(), c.changed
		c.mu.Unlock()
		if !pending {
			return
		}
		select {
		case <-changed:
		case <-timeout.C:
			return
		}
	}
}

// Left reports whether the program has begun to leave the screen: what it has set of the terminal is taken back by what it writes.
func (c *Control) Left() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left
}

func (c *Control) setLeft(left bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = left
}

// Resume ends Stop, on a terminal of which nothing is on its way any more.
func (c *Control) Resume() { c.change((*link).resume) }

// change changes the link, and has everything that waits for it check again.
func (c *Control) change(f func(*link)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.link)
	close(c.changed)
	c.changed = make(chan struct{})
}
