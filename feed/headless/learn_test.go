package headless_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/freshness"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/preset"
)

// rhythmic is a preset of which the rhythm of X is learned.
const rhythmic = `presets:
  rhythmic:
    url: %s
    params: {symbols: [X]}
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
    events: [{match: {id: "*"}, label: id, value: v}]
`

// learning starts a feed of which is kept what it learns. done waits until that is written.
func learning(t *testing.T, address string, folder *learned.Folder, say func(text string)) (f *feed.Feed, done func()) {
	t.Helper()
	bound := boundOf(t, fmt.Appendf(nil, rhythmic, address), preset.Env{})
	f = feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	var learns sync.WaitGroup
	learns.Go(func() { headless.Learn(f, folder, say) })
	f.Start()
	done = func() {
		f.Close()
		learns.Wait()
	}
	t.Cleanup(done)
	return f, done
}

// awaitRhythm waits until so many intervals of a label are known.
func awaitRhythm(t *testing.T, f *feed.Feed, label string, n int) {
	t.Helper()
	known := func() int {
		r := f.Rhythms().Labels[label]
		return r.Intervals.Added()
	}
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(feedtest.Patience); known() < n; {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("%d intervals of %s are known, not %d", known(), label, n)
		}
	}
}

// TestAFeedBeginsWithWhatWasLearnedOfItBefore has a server say something every twenty milliseconds in one run, and nothing in
// the next one.
func TestAFeedBeginsWithWhatWasLearnedOfItBefore(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t,
		feedtest.Conversation{feedtest.Expect(`{"sub":"X"}`), feedtest.Send(`{"ok":"X"}`), feedtest.Stream(feedtest.RawFrame(0x81, []byte(`{"id":"X","v":1}`)), 20*time.Millisecond)},
		feedtest.Conversation{feedtest.Expect(`{"sub":"X"}`), feedtest.Send(`{"ok":"X"}`), feedtest.Silence(nil)},
	)
	folder := filepath.Join(t.TempDir(), "learned")
	say := func(text string) { t.Error(text) }
	f, done := learning(t, server.URL(), learned.New(folder), say)
	awaitRhythm(t, f, "X", freshness.Known)
	done()
	before := f.Rhythms().Labels["X"]
	f, _ = learning(t, server.URL(), learned.New(folder), say)
	awaitRhythm(t, f, "X", before.Intervals.Added())
}

// TestWhatCannotBeKeptIsSaidOnce has a folder that is a file, when it is read and when it is written.
func TestWhatCannotBeKeptIsSaidOnce(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"sub":"X"}`), feedtest.Send(`{"ok":"X"}`), feedtest.Stream(feedtest.RawFrame(0x81, []byte(`{"id":"X","v":1}`)), 20*time.Millisecond),
	})
	file := filepath.Join(t.TempDir(), "learned")
	if err := os.WriteFile(file, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said []string
	f, done := learning(t, server.URL(), learned.New(file), func(text string) { said = append(said, text) })
	awaitRhythm(t, f, "X", 1)
	done()
	if len(said) != 1 || !strings.Contains(said[0], "in earlier runs cannot be read: ") {
		t.Errorf("said: %q", said)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "something else" {
		t.Errorf("the file is %q, %v", text, err)
	}
}
