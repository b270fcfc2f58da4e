package headless

import (
	"context"
	"time"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// What the feed of a probe may keep, which nothing reads, in bytes: see SetMemory of package feed.
const (
	probeQueue = 4 << 20
	probeKept  = 1 << 20
)

// Once probes a preset with a feed of its own, within the time of the probe and that for connecting: a server that does not answer
// our close frame until then is not waited for. The error is the cause of the end of ctx, or the fault of the program that has
// ended the feed; there is a report all the same.
func (p *Probe) Once(ctx context.Context, b *preset.Bound) (*Report, error) {
	over := time.NewTimer(p.Within + b.ConnectTimeout)
	defer over.Stop()
	ctx, crash := context.WithCancelCause(ctx)
	defer crash(nil)
	f := feed.New(context.WithoutCancel(ctx), b, crash) // it ends after the probe: that the time is over is no loss of the connection
	f.SetMemory(probeQueue, probeKept)
	report := p.Run(ctx, f)
	closed := make(chan struct{})
	go func() {
		f.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-over.C:
	}
	return report, context.Cause(ctx)
}
