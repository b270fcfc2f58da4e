package headless

import (
	"bytes"
	"slices"
	"sync"

	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// hidden is what a recording has in the place of a secret.
const hidden = "•••"

// maxTokens bounds how many tokens of a feed are known at a time; the oldest go. A longer one than maxToken is hidden in its place.
const (
	maxTokens = 64
	maxToken  = 4 << 10
	minToken  = 6 // characters, as of other secrets: a shorter one would be found in texts that have nothing to do with it
)

// options are how a feed is recorded, into any folder: with its secrets hidden, and the tokens that its preset says.
func options(p *preset.Bound) recording.Options {
	o := recording.Options{Feed: p.Name, Preset: p.RecordedYAML()}
	switch {
	case len(p.Tokens) > 0:
		o.Redact, o.Tokens = newTokens(p).redact, true
	case p.HasSecrets():
		o.Redact = func(payload []byte) ([]byte, bool) { return redactSecrets(p.Redact, payload) }
	}
	return o
}

func redactSecrets(redact func(string) string, payload []byte) ([]byte, bool) {
	text := string(payload)
	shown := redact(text)
	if shown == text {
		return payload, false
	}
	return []byte(shown), true
}

// tokens hides what messages have at the places that the preset names, there and from then on. It may be used by several goroutines.
type tokens struct {
	preset *preset.Bound

	mu    sync.Mutex
	doc   *message.Document
	split *message.Splitter
	known []string
	find  func(text string) string // hides known
}

func newTokens(p *preset.Bound) *tokens {
	frames := p.Frames
	frames.Decompress = "" // what is recorded is decompressed
	return &tokens{preset: p, doc: message.NewReader(p).Document(), split: message.NewSplitter(&frames, p.MaxFrame), find: preset.Redacting(nil)}
}

func (t *tokens) redact(payload []byte) (shown []byte, redacted bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	short := t.learn(payload)
	shown, redacted = redactSecrets(func(text string) string { return t.find(t.preset.Redact(text)) }, payload)
	for _, token := range short {
		if bytes.Contains(shown, token) {
			shown, redacted = bytes.ReplaceAll(shown, token, []byte(hidden)), true
		}
	}
	return shown, redacted
}

// learn notes the tokens of a frame, and returns those that are hidden in that frame alone.
func (t *tokens) learn(payload []byte) (here [][]byte) {
	_, _ = t.split.Begin(payload)
	for more := true; more; more = t.split.More() {
		text, _ := t.split.Next()
		if len(text) == 0 {
			continue
		}
		t.doc.Read(text)
		for i := range t.preset.Tokens {
			found := t.doc.Text(&t.preset.Tokens[i], t.doc.Root())
			switch token := string(found); {
			case token == "" || slices.Contains(t.known, token):
			case len([]rune(token)) < minToken || len(token) > maxToken:
				here = append(here, bytes.Clone(found))
			default:
				if t.known = append(t.known, token); len(t.known) > maxTokens {
					t.known = slices.Clone(t.known[1:])
				}
				t.find = preset.Redacting(t.known)
			}
		}
	}
	return here
}
