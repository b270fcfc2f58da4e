package headless_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/notify"
	"sockeye/feed/recording"
)

// kept is a feed that sends X 1, X 2 and, after more is closed, X 1000, with recorders that keep what it receives in memory.
func kept(t *testing.T, alerts string, more <-chan struct{}) (f *feed.Feed, r *headless.Recorders, folder string) {
	t.Helper()
	bound := bind(t, alerts, tick("X", 1), tick("X", 2), feedtest.Silence(more), tick("X", 1000), feedtest.Silence(nil))
	f = feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	folder = filepath.Join(t.TempDir(), "recordings")
	r = headless.NewRecorders(func() recording.Folder { return recording.Folder{Path: folder} }, 1<<20, nil)
	commands := notify.NewCommands()
	headless.RunCommands(f, commands, r, nil)
	wait := r.Run(f)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		wait()
	}()
	f.Start()
	t.Cleanup(func() {
		f.Close()
		<-ended
		commands.Close()
	})
	return f, r, folder
}

// framesOf returns what was received, as the recordings of a folder have it.
func framesOf(t *testing.T, folder string) (text string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "[^.]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		r, err := recording.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for line, err := r.Next(); err == nil; line, err = r.Next() {
			if line.Frame != nil && !line.Frame.Sent {
				text += string(line.Frame.Payload) + "\n"
			}
		}
		r.Close()
	}
	return text
}

const before, after = `{"type":"tick","data":[{"id":"X","a":1}]}` + "\n" + `{"type":"tick","data":[{"id":"X","a":2}]}` + "\n",
	`{"type":"tick","data":[{"id":"X","a":1000}]}` + "\n"

// TestWhatWasBeforeCanStillBeRecorded begins a recording, and adds what was received before it, which is not recorded twice.
func TestWhatWasBeforeCanStillBeRecorded(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	f, r, folder := kept(t, "", more)
	awaitEvents(t, f, 2)
	if to, err := r.Start(f); err != nil || to != folder {
		t.Fatalf("%s, %v", to, err)
	}
	if _, err := r.Start(f); err == nil || !strings.Contains(err.Error(), "recorded already") {
		t.Errorf("a second time: %v", err)
	}
	close(more)
	awaitEvents(t, f, 3)
	said, err := r.Last(f, time.Hour)
	if err != nil || !strings.Contains(said, "ticks-") {
		t.Errorf("%s, %v", said, err)
	}
	if err := r.Stop(f); err != nil {
		t.Error(err)
	}
	if err := r.Stop(f); err == nil {
		t.Error("it is ended twice")
	}
	if said, err := r.Last(f, time.Hour); !errors.Is(err, recording.ErrRecorded) {
		t.Errorf("what the recording that has ended has is recorded again: %s, %v", said, err)
	}
	if got := framesOf(t, folder); got != before+after && got != after+before {
		t.Errorf("recorded is\n%s", got)
	}
}

func TestAnAlertRecordsWhatWasBefore(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	f, _, folder := kept(t, "* > 100 record 1h", more)
	awaitEvents(t, f, 2)
	close(more)
	noted := func() bool {
		chunks := f.History().Chunks()
		for _, chunk := range chunks {
			for i := range chunk.Entries {
				if e := &chunk.Entries[i]; e.Kind == event.Notice && strings.Contains(string(chunk.Payload(e)), "are recorded in ticks-") {
					return true
				}
			}
		}
		return false
	}
	for end := time.Now().Add(feedtest.Patience); !noted(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the log does not say that something was recorded")
		}
	}
	if got := framesOf(t, folder); got != before+after {
		t.Errorf("recorded is\n%s", got)
	}
}
