package headless

import (
	"context"
	"fmt"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/recording"
)

// rawFollower writes what goes over the wire of one feed, in the lines of a recording.
type rawFollower struct {
	writer *writer
	feed   *feed.Feed
}

// run follows the feed until ctx ends, then writes what has come until then.
func (f *rawFollower) run(ctx context.Context) error {
	p := f.feed.Preset()
	var head recording.Writer
	first := recording.Line{At: time.Now().UnixNano(), Feed: p.Name, Head: &recording.Head{Version: recording.Version, Preset: p.RecordedYAML()}}
	err := f.write(head.Append(nil, &first), false)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := recording.Stream(options(p), func(line []byte, frame bool) error {
		err := f.write(line, frame)
		if err != nil {
			cancel(err)
		}
		return err
	})
	raw := rawSink{r, make(chan string, 1)}
	sink := feed.Sink(raw)
	if f.writer.tail.Lossless {
		sink = patient{raw}
	}
	remove := f.feed.AddSink(sink)
	f.feed.Start()
	select {
	case reason := <-raw.failed:
		err = fmt.Errorf("%s: %s", p.Name, reason)
	case <-f.feed.Ended():
	case <-ctx.Done():
		err = ctx.Err()
	}
	remove()
	if ended := r.Close(); ended != nil {
		return ended
	}
	return err
}

// write writes a line, or what waits in the buffer where there is none, and ends the tail after the last frame that was asked
// for.
func (f *rawFollower) write(line []byte, frame bool) error {
	w := f.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	if line == nil {
		return w.flush()
	}
	if frame && w.tail.Match != nil && !w.tail.Match.Match(line) {
		return nil
	}
	err := w.hold(func(b []byte) ([]byte, error) { return append(b, line...), nil })
	if frame && err == nil {
		if w.events++; w.events == w.tail.Count {
			if err = w.flush(); err == nil {
				err = errDone
			}
		}
	}
	return err
}

// rawSink is a recorder beside which it is noted that the feed is given up. It is no watcher, for which the feed would have to merge what
// no one reads.
type rawSink struct {
	*recording.Recorder
	failed chan string // why
}

func (s rawSink) Add(l *recording.Line) {
	s.Recorder.Add(l)
	if l.State != nil && l.State.State == event.Failed.String() {
		select {
		case s.failed <- l.State.Reason:
		default:
		}
	}
}

// patient is one for which the feed waits.
type patient struct{ rawSink }

func (p patient) Behind() bool { return p.IsHalfFull() }
