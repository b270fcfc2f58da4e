package headless

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/recording"
)

// recordCheck is how often it is tested whether recordings can be written. How much is missing is said at most once in so many of them.
const (
	recordCheck  = time.Second
	missingEvery = 5
)

// Record records what goes over the wire of a feed into a folder, until stop is called, which returns why the last of it could
// not be written. trouble is called with what cannot be written meanwhile; nil: it is an entry of the feed's log.
func Record(f *feed.Feed, folder recording.Folder, trouble func(text string)) (stop func() error) {
	o := options(f.Preset())
	o.Folder = folder
	_, stop = record(f, o, trouble)
	return stop
}

// record is Record, with the recorder.
func record(f *feed.Feed, o recording.Options, trouble func(text string)) (r *recording.Recorder, stop func() error) {
	if trouble == nil {
		trouble = func(text string) { f.Note(event.Trouble, text) }
	}
	r = recording.Record(o)
	remove := f.AddSink(r)
	ctx, cancel := context.WithCancel(context.Background())
	var checking sync.WaitGroup
	check := recordingCheck{trouble: trouble}
	checking.Go(func() { check.run(ctx, r) })
	return r, func() error {
		remove()
		cancel()
		checking.Wait()
		err := r.Close()
		if err != nil {
			return fmt.Errorf("%w; %s", err, check.missing(r.Stats()))
		}
		check.check(r.Stats())
		return nil
	}
}

// recordingCheck calls trouble with what a recorder cannot write, and how much that was when it can again.
type recordingCheck struct {
	trouble func(text string)
	failed  bool
	dropped int64 // of which was said
}

func (c *recordingCheck) run(ctx context.Context, r *recording.Recorder) {
	ticker := time.NewTicker(recordCheck)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if s := r.Stats(); n%missingEvery == 0 || s.Err != nil {
				c.check(s)
			}
		}
	}
}

func (c *recordingCheck) check(s recording.Stats) {
	switch {
	case s.Err != nil && !c.failed:
		c.trouble(s.Err.Error())
	case s.Err == nil && s.Dropped > c.dropped:
		why := ": the disk or the machine was too slow"
		if c.failed {
			why = ", as it could not be written"
		}
		c.trouble("recording: " + c.missing(s) + why)
	}
	if c.failed = s.Err != nil; !c.failed {
		c.dropped = s.Dropped
	}
}

// missing says how many lines are missing.
func (c *recordingCheck) missing(s recording.Stats) string {
	n := s.Dropped - c.dropped
	if n == 1 {
		return "1 line is missing"
	}
	return format.Count(uint64(n)) + " lines are missing"
}
