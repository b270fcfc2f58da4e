package export

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
)

// pace is how often a feed is asked for what is new: as often as its keeper works anyway. A scrape is some seconds after the one before.
var pace = time.Second

// gather is at what intervals a busy feed is read. A wake-up of the machine for each message costs more than what is done with it:
// at 100 messages a second it was 1.2 % of a core, and is 0.8 % at these intervals.
const gather = 50 * time.Millisecond

// exported is what was counted of the feeds of one name, which run one after the other.
type exported struct {
	name     string
	exporter *Exporter
	feed     *feed.Feed // the one that runs; it is started and stopped by one goroutine
	followed sync.WaitGroup
	stopping chan struct{} // closed when the feed is to end: what it has left is read without a pause

	alive atomic.Int64 // when the feed was last read, Unix nanoseconds

	mu     sync.Mutex // guards what follows
	counts event.Counts
	lags   lags
	status event.Status // of the last batch, with the times of earlier feeds where it has none
	labels event.Labels // of the last batch: not to be changed
	heard  []int64      // by the number of the label: receipt of its last event, Unix nanoseconds; 0: there was none

	beats bool // the preset says what a heartbeat is
	sole  bool // the preset has no symbols: all events are of its one subscription

	heardBefore     map[string]int64 // of earlier feeds, by name
	untrackedBefore int64
}

// start starts a feed.
func (x *exported) start(p *preset.Bound) {
	all := x.exporter.config.Load().RecordAll
	recorded := all || slices.ContainsFunc(p.Alerts, func(a alertrule.Rule) bool { return a.Record > 0 })
	every := gather
	if recorded {
		every = 0 // a recording has exact times
	}
	x.feed = feed.New(context.Background(), p, x.exporter.crash, feed.Gather(every))
	x.exporter.network.Add(x.feed)
	x.feed.SetMemory(queueBytes, keptBytes)
	headless.RunCommands(x.feed, x.exporter.commands, x.exporter.recorders, func(text string) { x.exporter.log.add(x.name + ": " + text) })
	if recorded {
		x.followed.Go(x.exporter.recorders.Run(x.feed))
	}
	if all {
		if _, err := x.exporter.recorders.Start(x.feed); err != nil {
			x.exporter.log.add(x.name + ": " + err.Error())
		}
	}
	if log := x.exporter.options.EventLog; log != nil {
		x.followed.Go(func() { headless.Log(x.feed, log) })
	}
	if folder := x.exporter.options.Learned; folder != nil {
		x.followed.Go(func() {
			headless.Learn(x.feed, folder, func(text string) { x.exporter.log.add(x.name + ": " + text) })
		})
	}
	x.alive.Store(time.Now().UnixNano())
	x.mu.Lock()
	x.beats, x.sole = x.beats || len(p.Heartbeat) > 0, !p.OpenEnded
	x.mu.Unlock()
	w := x.feed.Watch()
	stopping := make(chan struct{})
	x.stopping = stopping
	x.followed.Go(func() {
		defer w.Close()
		x.follow(w, stopping)
	})
	x.feed.Start()
}

// stop closes the feed, and returns when all that it brought is counted.
func (x *exported) stop() {
	close(x.stopping)
	x.feed.Close()
	x.followed.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.heardBefore = make(map[string]int64)
	for _, s := range x.symbols() {
		x.heardBefore[s.name] = s.heard
	}
	x.labels, x.heard = event.Labels{}, nil
	x.untrackedBefore += x.status.Untracked
	x.status.Untracked = 0
}

// follow counts what a feed brings until the watcher ends.
func (x *exported) follow(w *feed.Watcher, stopping <-chan struct{}) {
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		select {
		case <-next.C:
		case <-stopping:
		}
		x.alive.Store(time.Now().UnixNano())
		ctx, cancel := context.WithTimeout(context.Background(), aliveWithin/3)
		batch, err := w.Next(ctx)
		cancel()
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			next.Reset(0)
			continue
		case err != nil:
			return
		}
		before := x.receive(batch)
		for _, c := range batch.ChangesSince(&before) {
			x.logState(&c)
		}
		for _, c := range w.Changes() {
			x.report(&c)
		}
		next.Reset(pace)
	}
}

// receive counts a batch, and returns the status before it.
func (x *exported) receive(b *event.Batch) (before event.Status) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.counts.Add(b.Counts)
	x.lags.add(&b.Lags)
	before, x.status = x.status, b.Status
	if x.status.LastFrame.IsZero() {
		x.status.LastFrame = before.LastFrame
	}
	if x.status.LastBeat.IsZero() {
		x.status.LastBeat = before.LastBeat
	}
	if b.Labels.Len() > 0 {
		x.labels = b.Labels
	}
	if more := x.labels.Len() - len(x.heard); more > 0 {
		x.heard = append(x.heard, make([]int64, more)...)
	}
	for _, a := range b.Activity {
		x.heard[a.Label] = max(x.heard[a.Label], a.At)
		if x.sole {
			x.heard[0] = max(x.heard[0], a.At)
		}
	}
	return before
}

// logState says to which state the feed has changed.
func (x *exported) logState(s *event.StateChange) {
	text := x.name + " is " + s.State.String()
	if s.Reason != "" {
		text += ": " + x.feed.Preset().Redact(s.Reason)
	}
	x.exporter.log.add(text)
}

// report says what has become of an alert.
func (x *exported) report(c *alert.Change) {
	text := ": alert: "
	if c.State == alert.Over {
		text = ": alert over: "
	}
	x.exporter.log.add(x.name + text + c.Text)
}

// state returns the state of the feed.
func (x *exported) state() event.State {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.status.State
}
