package model

import (
	"context"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/model/link"
)

// glass is the link as the goroutines of a screen share it: Bubble Tea's renderer writes, its loop takes the answers, and
// the commands wait.
type glass struct {
	mu      sync.Mutex
	link    link.Link
	changed chan struct{} // closed and replaced when what was waited for may have changed
	written int64         // bytes, in all
	begun   bool          // something was written
}

func newGlass(remote bool) *glass {
	return &glass{link: link.New(remote), changed: make(chan struct{})}
}

// change changes the link, and lets everybody who waits for it look again.
func (g *glass) change(f func(*link.Link)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(&g.link)
	close(g.changed)
	g.changed = make(chan struct{})
}

// look looks at the link.
func (g *glass) look(f func(*link.Link)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(&g.link)
}

// frame is what terminal.Output asks. Before anything else goes out, the terminal is asked for synchronized output (mode
// 2026), which Bubble Tea does not do over SSH, and turns on when the answer comes: a terminal that does not understand
// the question may show it, and the first frame paints over that.
func (g *glass) frame(bytes int) (before, after string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	ask := g.link.Wrote(bytes, time.Now())
	if !g.begun {
		g.begun = true
		before = ansi.RequestModeSynchronizedOutput
	}
	if ask {
		after = ansi.RequestCursorPositionReport
	}
	g.written += int64(len(before) + bytes + len(after))
	return before, after
}

// sent notes that so many bytes were written beside the frames.
func (g *glass) sent(bytes int) {
	g.change(func(l *link.Link) {
		l.Sent(bytes)
		g.written += int64(bytes)
	})
}

// open reports whether data may be shown now.
func (g *glass) open() (is bool) {
	g.look(func(l *link.Link) { is = !time.Now().Before(l.Due()) })
	return is
}

// probes reports whether a probe is to be written now.
func (g *glass) probes() (is bool) {
	g.change(func(l *link.Link) { is = l.Probe(time.Now()) })
	return is
}

// wait waits until data may be shown; false if ctx ends before.
func (g *glass) wait(ctx context.Context) bool {
	for {
		g.mu.Lock()
		until, changed := g.link.Due(), g.changed
		g.mu.Unlock()
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

// paced waits until the next batch of a feed may be taken in, or until it comes early; false if ctx ends before. It does
// not wait for the terminal: what has come must be known when its silence is judged, whether it can be shown or not.
func (g *glass) paced(ctx context.Context, early <-chan struct{}) bool {
	var pace time.Duration
	g.look(func(l *link.Link) { pace = l.Pace() })
	timer := time.NewTimer(pace)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-early:
	case <-ctx.Done():
		return false
	}
	return true
}

// settled waits until no answer is on its way, for so long at most.
func (g *glass) settled(most time.Duration) {
	timeout := time.NewTimer(most)
	defer timeout.Stop()
	for {
		g.mu.Lock()
		awaits, changed := g.link.Awaits(), g.changed
		g.mu.Unlock()
		if !awaits {
			return
		}
		select {
		case <-changed:
		case <-timeout.C:
			return
		}
	}
}
