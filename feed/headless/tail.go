// Package headless watches feeds without a screen: for pipes, for cron, for other programs.
//
// [Tail] writes what happens on feeds as lines: one for each event, with the values that the preset names, and one for each
// change of a state, gap and alert. It is a reader of a feed like a screen: where its output is not read, the feed goes on,
// and the output says how many messages were left out. [Probe] watches a feed until it is seen to work, or for some time, and
// reports that step by step.
//
// What runs beside a feed without a screen is here: goroutines that write its lines, its event log and what was learned, each of
// which may wait for a disk or a pipe, and the commands of its alerts. Signals, the environment and the exit of the process are
// the caller's.
package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/eventlog"
	"sockeye/feed/format"
	"sockeye/feed/har"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Tail says what is written of feeds. The zero value writes everything until its context ends.
type Tail struct {
	Label    string            // a wildcard: only events of labels like it; "" is all
	Match    *regexp.Regexp    // only events of messages that match; nil is all
	Count    int               // ends after so many events; 0 is never
	For      time.Duration     // ends after so long, when all that was received until then is written; 0 is never
	Until    string            // ends when this alert is raised: its text as in the preset
	Raw      bool              // what goes over the wire, in the lines of a recording: Count counts frames, and Label and Until have no meaning
	Lossless bool              // the feed waits for the output, and nothing is dropped
	Report   func(text string) // is called, by any goroutine, with what is to be known beside the output: for how long feeds have waited
	Plain    bool              // sentences for people and screen readers: changes, alerts, and a summary each minute

	Archive har.Names // says of which feeds the connections in an archive are
}

// Result is how a tail has ended.
type Result uint8

// The results.
const (
	Done    Result = iota // as was asked
	Failed                // a feed will not be tried again
	Nothing               // the time is over, or the recording, and what was asked for has not come
)

// errDone ends a tail that has written what was asked for.
var errDone = errors.New("done")

// Run writes to out until there is no more to write, or ctx ends. The feeds are started if they were not, and not
// closed. Beside a result, the error says why a feed has failed, or why nothing can be written any more; an output that was closed by its reader is none.
func (t *Tail) Run(ctx context.Context, out io.Writer, feeds ...*feed.Feed) (Result, error) {
	widen(out)
	w := &writer{tail: t, out: out}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reading := ctx
	if t.For > 0 {
		var stop context.CancelFunc
		reading, stop = context.WithTimeout(ctx, t.For)
		defer stop()
	}
	results := make(chan error, len(feeds))
	var followers sync.WaitGroup
	for _, f := range feeds {
		run := t.newRun(w, f)
		followers.Go(func() { results <- run(reading) })
	}
	if t.Lossless && t.Report != nil {
		defer t.reportWaits(ctx, feeds)()
	}
	var failed error
	for range feeds {
		switch err := <-results; {
		case errors.Is(err, errDone), errors.Is(err, errOutput):
			cancel()
			followers.Wait()
			if errors.Is(err, errOutput) {
				return Failed, w.err
			}
			return Done, nil
		case err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled):
			failed = err
		}
	}
	switch {
	case failed != nil:
		return Failed, failed
	case t.For > 0 && w.events == 0:
		return Nothing, fmt.Errorf("no event in %v", t.For)
	case t.Count > 0 && w.events < t.Count && ctx.Err() == nil:
		return Nothing, fmt.Errorf("%d of %d events in %v", w.events, t.Count, t.For)
	case t.For > 0 && t.Until != "" && ctx.Err() == nil:
		return Nothing, fmt.Errorf("%q was not raised in %v", t.Until, t.For)
	}
	return Done, nil
}

// newRun returns what follows a feed.
func (t *Tail) newRun(w *writer, f *feed.Feed) func(context.Context) error {
	if t.Raw {
		return (&rawFollower{writer: w, feed: f}).run
	}
	follower := newFollower(w, f)
	if t.Lossless {
		follower.watcher.Hold()
	}
	return follower.run
}

// reportEvery is how often it is reported that feeds wait for the output.
const reportEvery = 10 * time.Second

// reportWaits reports now and then, and at the end, for how long feeds have waited for the output.
func (t *Tail) reportWaits(ctx context.Context, feeds []*feed.Feed) (end func()) {
	reported := make([]time.Duration, len(feeds))
	report := func() {
		for i, f := range feeds {
			if waited := f.Waited(); waited-reported[i] >= time.Millisecond {
				reported[i] = waited
				t.Report(fmt.Sprintf("%s: the output is slow, and the feed has waited for it, %s in all", f.Preset().Name, format.Elapsed(waited)))
			}
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	var reporting sync.WaitGroup
	reporting.Go(func() {
		ticker := time.NewTicker(reportEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				report()
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		reporting.Wait()
		report()
	}
}

// lines turns the batches of one feed into lines. It belongs to one goroutine.
type lines struct {
	writer  *writer
	preset  *preset.Bound
	events  *events
	changes *eventlog.Follower
	labels  event.Labels
	plain   *plain
}

func newLines(w *writer, p *preset.Bound) *lines {
	return &lines{writer: w, preset: p, events: newEvents(p), changes: eventlog.NewFollower(p.Name), plain: &plain{feed: p.Name}}
}

// follower is one feed that runs. It belongs to one goroutine.
type follower struct {
	*lines
	feed    *feed.Feed
	watcher *feed.Watcher
}

func newFollower(w *writer, f *feed.Feed) *follower {
	return &follower{lines: newLines(w, f.Preset()), feed: f, watcher: f.Watch()}
}

// summaryCheck is how often it is tested whether a summary is due while nothing comes.
const summaryCheck = time.Second

// run follows the feed until ctx ends, then writes what has come until then.
func (f *follower) run(ctx context.Context) error {
	defer f.watcher.Close()
	f.feed.Start()
	for {
		ended := ctx.Err() // then the batch that follows is the last one, however fast the feed is
		next, cancel := context.WithTimeout(ctx, summaryCheck)
		batch, err := f.watcher.Next(next)
		cancel()
		if batch != nil {
			if err := f.receive(time.Now(), batch, alertLines(f.preset.Name, f.watcher.Changes())); err != nil {
				return err
			}
		}
		switch {
		case ended != nil:
			return ended
		case batch != nil || ctx.Err() != nil:
			continue
		case errors.Is(err, feed.ErrEnded):
			return nil
		}
		if err := f.writer.write(func(out []byte) ([]byte, error) {
			return f.plain.appendSummary(out, f.writer.tail.Plain, time.Now()), nil
		}); err != nil {
			return err
		}
	}
}

// receive writes what a batch holds, in the order of the times.
func (f *lines) receive(now time.Time, b *event.Batch, alerts []eventlog.Line) error {
	f.labels = b.Labels
	changes := f.changes.Follow(now, b)
	if missed := missed(b); missed > 0 {
		changes = append(changes, eventlog.Line{At: now, Feed: f.preset.Name, Dropped: missed})
	}
	for _, alert := range alerts {
		changes = insert(changes, alert)
	}
	f.plain.count(b)
	return f.writer.write(func(out []byte) ([]byte, error) {
		out, changes, err := f.appendEvents(out, b, changes)
		if err != nil {
			return out, err
		}
		if out, err = f.appendLines(out, changes); err != nil {
			return out, err
		}
		out = f.plain.appendSummary(out, f.writer.tail.Plain, now)
		return out, failure(f.preset, &b.Status)
	})
}

// insert puts an alert before the changes that came after it, but after those by which a connection begins, and after what is missing,
// which may have raised it.
func insert(changes []eventlog.Line, alert eventlog.Line) []eventlog.Line {
	i := len(changes)
	for i > 0 && changes[i-1].At.After(alert.At) && changes[i-1].Dropped == 0 && !begins(&changes[i-1]) {
		i--
	}
	return slices.Insert(changes, i, alert)
}

// failure returns why a feed is given up; nil: it is not.
func failure(p *preset.Bound, s *event.Status) error {
	if s.State != event.Failed {
		return nil
	}
	return fmt.Errorf("%s: %s", p.Name, p.Redact(s.Reason))
}

// missed returns how many messages of a batch are not in it any more, because the output was too slow.
func missed(b *event.Batch) int64 {
	n := b.Counts.Log
	for _, chunk := range b.Chunks {
		n -= int64(chunk.Inbound())
	}
	return n
}

// appendEvents appends a line for each event that is asked for, and before it the changes that are older. It returns the
// changes that are left.
func (f *lines) appendEvents(out []byte, b *event.Batch, changes []eventlog.Line) (_ []byte, left []eventlog.Line, err error) {
	t := f.writer.tail
	for _, chunk := range b.Chunks {
		for i := range chunk.Entries {
			entry := &chunk.Entries[i]
			if !f.events.has(entry) {
				continue
			}
			payload := chunk.Payload(entry)
			if t.Match != nil && !t.Match.Match(payload) {
				continue
			}
			older := 0
			for older < len(changes) && comesBefore(&changes[older], entry) {
				older++
			}
			if out, err = f.appendLines(out, changes[:older]); err != nil {
				return out, nil, err
			}
			changes = changes[older:]
			records := f.events.of(entry, payload, f.label(entry.Label))
			for i := range records {
				r := &records[i]
				if t.Label != "" && !lang.IsLike(string(r.Label), t.Label) {
					continue
				}
				if !t.Plain {
					out = f.events.append(out, entry.At, r)
				}
				if f.writer.events++; f.writer.events == t.Count {
					return out, changes, errDone
				}
			}
			if out, err = f.writer.spill(out); err != nil {
				return out, changes, err
			}
		}
	}
	return out, changes, nil
}

// comesBefore reports whether a change is older than an entry.
func comesBefore(l *eventlog.Line, e *event.Entry) bool { return begins(l) || l.At.UnixNano() < e.At }

// begins reports whether a change precedes all that is received, whatever its time: what arrived together with the answer to the
// handshake has an earlier time than the connection, and what is in the first batch has one before that was received.
func begins(l *eventlog.Line) bool {
	return l.Watch == eventlog.Begin || l.State == event.Open.String() || l.State == event.Hello.String()
}

func (f *lines) label(n int32) string {
	if n < 0 || int(n) >= f.labels.Len() {
		return f.preset.Name
	}
	return f.labels.At(n).Name
}

// appendLines appends changes up to the alert that ends the tail, if there is one: then the error is errDone.
func (f *lines) appendLines(out []byte, lines []eventlog.Line) ([]byte, error) {
	t := f.writer.tail
	for i := range lines {
		l := &lines[i]
		switch {
		case l.Watch != "": // of interest to a report only
		case t.Plain:
			out = f.plain.appendChange(out, l)
		default:
			out = l.Append(out)
		}
		if t.Until != "" && l.Alert == t.Until && !l.Over {
			return out, errDone
		}
	}
	return out, nil
}
