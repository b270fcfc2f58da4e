package export

import (
	"context"
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// pace is how often a feed is asked for what is new: each time seals a batch. A scrape is some seconds after the one before.
const pace = 200 * time.Millisecond

// exported is what was counted of the feeds of one name.
type exported struct {
	name   string
	preset *preset.Bound

	mu     sync.Mutex // guards what follows
	counts event.Counts
	lags   lags
	status event.Status
	labels []event.Label // of the last batch: not to be changed
	heard  []int64       // by the number of the label: receipt of its last event, Unix nanoseconds; 0: there was none
}

// follow counts what a feed brings until the watcher ends.
func (x *exported) follow(w *feed.Watcher) {
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		<-next.C
		batch, err := w.Next(context.Background())
		if err != nil {
			return
		}
		x.receive(batch)
		next.Reset(pace)
	}
}

// receive counts a batch.
func (x *exported) receive(b *event.Batch) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.counts.Add(b.Counts)
	x.lags.add(&b.Lags)
	x.status = b.Status
	if len(b.Labels) > 0 {
		x.labels = b.Labels
	}
	if more := len(x.labels) - len(x.heard); more > 0 {
		x.heard = append(x.heard, make([]int64, more)...)
	}
	for _, a := range b.Activity {
		x.heard[a.Label] = max(x.heard[a.Label], a.At)
	}
}

// state returns the state of the feed.
func (x *exported) state() event.State {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.status.State
}
