package feed

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

func TestClosedWatcherEnds(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{feedtest.Silence(nil)})
	f := Start(context.Background(), withSecret(t, server.URL()), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	w := f.Watch()
	ended := make(chan error, 1)
	go func() {
		for {
			if _, err := w.Next(ctx); err != nil {
				ended <- err
				return
			}
		}
	}()
	for state, waiting := event.Connecting, int32(0); state != event.Open || waiting == 0; runtime.Gosched() {
		f.mu.Lock()
		state, waiting = f.session.Snapshot().Status.State, f.waiting.Load()
		f.mu.Unlock()
		if ctx.Err() != nil {
			t.Fatal("the watcher never waits on an open connection")
		}
	}
	w.Close()
	if err := <-ended; !errors.Is(err, ErrEnded) {
		t.Errorf("Next of a watcher that was closed meanwhile: %v", err)
	}

	unread := f.Watch()
	unread.Close()
	unread.Close()
	if b, err := unread.Next(ctx); !errors.Is(err, ErrEnded) {
		t.Errorf("Next of a closed watcher: %v, %v", b, err)
	}
}

// TestTheFirstWatcherGetsWhatWasBeforeItJoined asks for a batch while the request to join still waits for the session.
func TestTheFirstWatcherGetsWhatWasBeforeItJoined(t *testing.T) {
	f := Start(context.Background(), withSecret(t, "ws://127.0.0.1:1/"), func(err error) { t.Error(err) })
	defer f.Close()
	f.mu.Lock()
	w := f.Watch()
	f.mu.Unlock()
	batch, err := w.fetch()
	if err != nil || batch == nil || len(batch.Chunks) == 0 {
		t.Errorf("the first batch is %+v, %v: the entry that says where it connects to is lost", batch, err)
	}
}

// TestFloodLetsTheWatcherIn hands messages over that nobody has to wait for, on one processor.
func TestFloodLetsTheWatcherIn(t *testing.T) {
	const n, size = 16 << 10, 4 << 10
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	server := feedtest.New(t, feedtest.Conversation{feedtest.Silence(nil)})
	f := Start(context.Background(), withSecret(t, server.URL()), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	w := f.Watch()
	w.SetLimit(4 << 20)
	message := bytes.Repeat([]byte("x"), size)
	opened, counted := make(chan struct{}, 1), make(chan event.Counts, 1)
	go func() {
		var counts event.Counts
		defer close(opened)
		defer func() { counted <- counts }()
		for counts.In < n {
			b, err := w.Next(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			counts.Add(b.Counts)
			if b.Status.State == event.Open {
				signal(opened)
			}
		}
	}()
	<-opened
	for range n {
		f.receive(time.Now(), message)
	}
	if counts := <-counted; counts.Dropped > 0 {
		t.Errorf("of %d messages the watcher was not let in for %d", n, counts.Dropped)
	}
}

// TestLimitOfAWatcher has two watchers that do not read, and a third that shows when all has come.
func TestLimitOfAWatcher(t *testing.T) {
	const n, size, limit = 2048, 2 << 10, 1 << 20
	begin := make(chan struct{})
	conversation := feedtest.Conversation{feedtest.Silence(begin)}
	for range n {
		conversation = append(conversation, feedtest.Send(strings.Repeat("x", size)))
	}
	server := feedtest.New(t, append(conversation, feedtest.Silence(nil)))
	f := Start(context.Background(), withSecret(t, server.URL()), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reader, usual, small := f.Watch(), f.Watch(), f.Watch()
	small.SetLimit(limit)
	close(begin)
	var counts event.Counts
	for counts.In < n {
		b, err := reader.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		counts.Add(b.Counts)
	}
	for _, c := range []struct {
		name    string
		watcher *Watcher
		most    int64
		drops   bool
	}{{"the usual one", usual, QueueBytes, false}, {"the small one", small, limit, true}} {
		b, err := c.watcher.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if b.Counts.In != n || b.Counts.In != b.Counts.Log+b.Counts.Dropped || b.Counts.Dropped > 0 != c.drops || b.Counts.Log == 0 {
			t.Errorf("%s counts %+v", c.name, b.Counts)
		}
		if b.Size() > c.most+1<<20 { // and what was not in a batch yet
			t.Errorf("%s held %d bytes", c.name, b.Size())
		}
	}
}
