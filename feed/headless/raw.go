package headless

import (
	"context"
	"time"

	"sockeye/feed"
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
	if err := f.write(head.Append(nil, &first), false); err != nil {
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
	sink := feed.Sink(r)
	if f.writer.tail.Lossless {
		sink = patient{r}
	}
	remove := f.feed.AddSink(sink)
	f.feed.Start()
	err := f.untilFailed(ctx)
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

// patient is a recorder for which a feed waits.
type patient struct{ *recording.Recorder }

func (p patient) Behind() bool { return p.IsHalfFull() }

// untilFailed waits until the feed is given up, or ctx ends.
func (f *rawFollower) untilFailed(ctx context.Context) error {
	w := f.feed.Watch()
	defer w.Close()
	w.SetLimit(logQueue)
	for {
		batch, err := w.Next(ctx)
		if err != nil {
			return err
		}
		if err := failure(f.feed.Preset(), &batch.Status); err != nil {
			return err
		}
		select {
		case <-time.After(logEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
