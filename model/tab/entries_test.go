package tab

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/widgets/logview"
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

// TestWithoutRulesEachMessageIsData: what no rule matches has the sign of that only where there are rules.
func TestWithoutRulesEachMessageIsData(t *testing.T) {
	t.Parallel()
	for rules, want := range map[string]logview.Kind{"": logview.Event, "    events: [{match: {s: \"*\"}, label: s}]\n": logview.Unmatched} {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		f := feed.Start(ctx, bind(t, preset.Env{}, rules), func(err error) { t.Error(err) })
		f.Close()
		tab, now := New(f, Own{f}), time.Now()
		tab.History().Note(now, event.Unmatched, "{}")
		entries := tab.At(Present(now)).Entries()
		last := entries.End() - 1
		if got := entries.Entry(last).Kind; got != want || entries.Kind(last) != want {
			t.Errorf("with the rules %q an entry is of kind %v, want %v", rules, got, want)
		}
	}
}
