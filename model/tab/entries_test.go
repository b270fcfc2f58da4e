package tab

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// TestBeginningOfALargeTextHasNoSecret, nor a part of one, wherever it is cut.
func TestBeginningOfALargeTextHasNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-hunter2"
	bound := bind(t, preset.Env{LookupEnv: func(string) (string, bool) { return secret, true }}, "    headers: {X: \"${secret:S}\"}\n    events: [{match: {s: \"*\"}, label: s}]\n")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	f := feed.Start(ctx, bound, func(err error) { t.Error(err) })
	f.Close()
	tab := New(f, Own{f})
	const most = 1000
	for before := most - 20; before < most+longestSecret+20; before += 1 + before/100 {
		text := []byte(strings.Repeat("x", before) + secret + strings.Repeat("y", 3*longestSecret))
		head := redactedHead(tab.feed.Preset(), text, most)
		if len(head) > most || len(head) < most-len("•••") || bytes.Contains(head, []byte("hunt")) {
			t.Fatalf("a secret after %d bytes: %d bytes, which end in %q", before, len(head), head[len(head)-20:])
		}
	}
}
