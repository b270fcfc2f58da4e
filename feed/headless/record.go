package headless

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// Record records what goes over the wire of a feed into a folder, until stop is called, which returns why the last of it could
// not be written. Recordings of the folder that are older than keep are removed, and the oldest ones while all have more than
// max bytes; 0 is no bound.
func Record(f *feed.Feed, folder string, keep time.Duration, max int64) (r *recording.Recorder, stop func() error) {
	p := f.Preset()
	r = recording.Record(recording.Options{Folder: folder, Feed: p.Name, Preset: p.YAML(), Redact: redactor(p), Keep: keep, Max: max})
	remove := f.AddSink(r)
	return r, func() error {
		remove()
		return r.Close()
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
