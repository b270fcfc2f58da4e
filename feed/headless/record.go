package headless

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// recordCheck is how often it is tested whether recordings can be written.
const recordCheck = 5 * time.Second

// Record records what goes over the wire of a feed into a folder, until stop is called, which returns why the last of it could
// not be written. trouble is called with what cannot be written meanwhile; nil: it is an entry of the feed's log.
func Record(f *feed.Feed, folder recording.Folder, trouble func(text string)) (stop func() error) {
	if trouble == nil {
		trouble = func(text string) { f.Note(event.Trouble, text) }
	}
	p := f.Preset()
	r := recording.Record(recording.Options{Folder: folder, Feed: p.Name, Preset: p.YAML(), Redact: redactor(p)})
	remove := f.AddSink(r)
	ctx, cancel := context.WithCancel(context.Background())
	var checking sync.WaitGroup
	checking.Go(func() { reportRecording(ctx, r, trouble) })
	return func() error {
		remove()
		cancel()
		checking.Wait()
		return r.Close()
	}
}

// reportRecording calls trouble with what a recorder cannot write, and how much that was when it can again.
func reportRecording(ctx context.Context, r *recording.Recorder, trouble func(text string)) {
	ticker := time.NewTicker(recordCheck)
	defer ticker.Stop()
	failed, dropped := false, int64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s := r.Stats()
			switch {
			case s.Err != nil && !failed:
				trouble(s.Err.Error())
			case s.Err == nil && s.Dropped > dropped:
				trouble(fmt.Sprintf("recording: %s lines are missing: the disk was too slow", format.Count(uint64(s.Dropped-dropped))))
			}
			if failed = s.Err != nil; !failed {
				dropped = s.Dropped
			}
		}
	}
}

// redactor hides the secrets of payloads; nil where the preset has none.
func redactor(p *preset.Bound) func(payload []byte) (shown []byte, redacted bool) {
	if !p.HasSecrets() {
		return nil
	}
	return func(payload []byte) ([]byte, bool) {
		text := string(payload)
		shown := p.Redact(text)
		if shown == text {
			return payload, false
		}
		return []byte(shown), true
	}
}
