package feed

import (
	"bytes"
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/socket"
)

// one is a frame with a text, as a feed receives it.
func one(text []byte) []socket.Message { return []socket.Message{{Payload: text}} }

func TestClosedWatcherEnds(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{feedtest.Silence(nil)})
	f := Start(context.Background(), withSecret(t, server.URL()), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
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
	for open := false; !open || !f.keeper.awaited(); runtime.Gosched() {
		status, _ := f.History().State()
		open = status.State == event.Open
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
// The time is simulated: the watcher comes soon, and before the keeper's first turn.
func TestTheFirstWatcherGetsWhatWasBeforeItJoined(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		refuse := func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("refused") }
		f := New(context.Background(), withSecret(t, "ws://127.0.0.1:1/"), func(err error) { t.Error(err) }, Connect(refuse))
		f.Start()
		defer f.Close()
		f.mu.Lock()
		w := f.Watch()
		f.mu.Unlock()
		batch, err := w.Next(t.Context())
		if err != nil || len(batch.Chunks) == 0 {
			t.Errorf("the first batch is %+v, %v: the entry that says where it connects to is not there", batch, err)
		}
	})
}

// counted reads batches until so many messages are counted.
func counted(t *testing.T, ctx context.Context, w *Watcher, messages int64) (c event.Counts) {
	t.Helper()
	for c.In < messages {
		b, err := w.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c.Add(b.Counts)
	}
	return c
}

// TestFloodLetsTheKeeperIn passes messages over without a wait between them, on one processor.
func TestFloodLetsTheKeeperIn(t *testing.T) {
	const n, size = 16 << 10, 4 << 10
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "")
	f.SetMemory(4<<20, 4<<20)
	message := bytes.Repeat([]byte("x"), size)
	for range n {
		f.receive(time.Now(), one(message))
	}
	if counts := counted(t, ctx, w, n); counts.Dropped > 0 {
		t.Errorf("of %d messages the keeper was not let in for %d", n, counts.Dropped)
	}
}

// TestWhatTheKeeperCannotKeepIsDroppedOnceForAll holds the keeper up while much more comes than may wait.
func TestWhatTheKeeperCannotKeepIsDroppedOnceForAll(t *testing.T) {
	const n, size = 2048, 4 << 10
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "")
	other := f.Watch()
	if _, err := other.Next(ctx); err != nil {
		t.Fatal(err)
	}
	f.SetMemory(2<<20, 64<<20)
	message := bytes.Repeat([]byte("x"), size)
	f.History().View(nil, func(history.View) { // nothing is added meanwhile
		for range n {
			f.receive(time.Now(), one(message))
		}
	})
	first, second, all := counted(t, ctx, w, n), counted(t, ctx, other, n), f.History().Totals().Counts
	if first != second || first != all || all.In != n || all.Dropped == 0 || all.Log == 0 || all.In != all.Log+all.Dropped {
		t.Errorf("the watchers count %+v and %+v, the feed %+v", first, second, all)
	}
}

// TestAWatcherThatDoesNotReadGetsCountsAndTheHistoryHasTheEntries: its queue is bounded, and nothing is dropped.
func TestAWatcherThatDoesNotReadGetsCountsAndTheHistoryHasTheEntries(t *testing.T) {
	const n, size, limit = 2048, 2 << 10, 1 << 20
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, reader := openFeed(t, ctx, "    events: [{match: {p: \"*\"}, value: p}]\n")
	usual, small := f.Watch(), f.Watch()
	small.SetLimit(limit)
	message := []byte(`{"p":1,"pad":"` + strings.Repeat("x", size) + `"}`)
	for range n {
		f.receive(time.Now(), one(message))
	}
	counted(t, ctx, reader, n)
	for name, test := range map[string]struct {
		watcher *Watcher
		most    int64
		entries bool
	}{"with the usual limit": {usual, QueueBytes, true}, "with a small one": {small, limit, false}} {
		b, err := test.watcher.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		entries := 0
		for _, c := range b.Chunks {
			entries += c.Inbound()
		}
		if b.Counts.In != n || b.Counts.Log != n || len(b.Points) != n || (entries == n) != test.entries {
			t.Errorf("%s: %d points, %d entries, counts %+v", name, len(b.Points), entries, b.Counts)
		}
		if b.Size() > test.most+1<<20 { // and what was not in a batch yet
			t.Errorf("%s: held %d bytes", name, b.Size())
		}
	}
	if first, end := f.History().Range(); end-first < n {
		t.Errorf("the history has %d entries", end-first)
	}
}

// TestTwoWatchersReadOneHistory: who joins late finds what was before it.
func TestTwoWatchersReadOneHistory(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "    events: [{match: {p: \"*\"}, value: p}]\n")
	for range 10 {
		f.receive(time.Now(), one([]byte(`{"p":1}`)))
	}
	counted(t, ctx, w, 10)
	late := f.Watch()
	first, err := late.Next(ctx)
	if err != nil || first.Counts.In != 0 || first.Status.State != event.Open {
		t.Fatalf("who joins late gets %+v, %v", first, err)
	}
	f.receive(time.Now(), one([]byte(`{"p":2}`)))
	counted(t, ctx, late, 1)
	counted(t, ctx, w, 1)
	if f.History().Totals().Counts.In != 11 {
		t.Errorf("the history counts %+v", f.History().Totals().Counts)
	}
	f.History().View(nil, func(v history.View) {
		row := v.Row(0)
		if sum, _ := v.Summary(history.Key{}, 0, time.Now().UnixNano()); sum.Count != 11 || row.Values[0].Last != 2 {
			t.Errorf("%+v, %+v", sum, row)
		}
	})
}

// TestAlertsAreRaisedOnceWhoeverWatches: without a watcher, and with two, each of which gets the change too.
func TestAlertsAreRaisedOnceWhoeverWatches(t *testing.T) {
	t.Parallel()
	for watchers := range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
		f, w := openFeed(t, ctx, "    events: [{match: {p: \"*\"}, value: p}]\n    alerts: [\"* > 5\", match /halt/]\n")
		w.Close()
		all := make([]*Watcher, watchers)
		for i := range all {
			all[i] = f.Watch()
		}
		raised := make(chan alert.Change, 10)
		f.OnAlert(func(c alert.Change) { raised <- c })
		f.receive(time.Now(), one([]byte(`{"p":9,"why":"halted"}`)))
		for range 2 {
			select {
			case c := <-raised:
				if c.State != alert.Raised {
					t.Errorf("%+v", c)
				}
			case <-ctx.Done():
				t.Fatal("the alert is not raised")
			}
		}
		for _, w := range all {
			for changes := 0; changes < 2; changes += len(w.Changes()) {
				if _, err := w.Next(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		f.Close()
		if len(raised) > 0 {
			t.Errorf("with %d watchers it is raised again: %+v", watchers, <-raised)
		}
		noted := 0
		for n, end := f.History().Range(); n < end; n++ {
			if kind, _ := f.History().Kind(n); kind == event.Alert {
				noted++
			}
		}
		if noted != 2 {
			t.Errorf("with %d watchers the log has %d entries of alerts", watchers, noted)
		}
		cancel()
	}
}

// TestAChangeOfAnAlertComesWithWhatHasRaisedIt, and not before: who ends with an alert would not have that.
func TestAChangeOfAnAlertComesWithWhatHasRaisedIt(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "    events: [{match: {p: \"*\"}, value: p}]\n    alerts: [\"* > 5\"]\n")
	raised := make(chan alert.Change, 10)
	f.OnAlert(func(c alert.Change) { raised <- c })
	f.receive(time.Now(), one([]byte(`{"p":9}`)))
	select {
	case <-raised:
	case <-ctx.Done():
		t.Fatal("the alert is not raised")
	}
	if changes := w.Changes(); len(changes) > 0 {
		t.Errorf("before its message is read there is %+v", changes)
	}
	b, err := w.Next(ctx)
	if changes := w.Changes(); err != nil || b.Counts.In != 1 || len(changes) != 1 {
		t.Errorf("%v, and with %+v comes %+v", err, b, changes)
	}
}

// TestAWatcherThatBeginsToWaitWakesTheKeeper: else it would have what has come meanwhile at the keeper's next turn, a second later.
func TestAWatcherThatBeginsToWaitWakesTheKeeper(t *testing.T) {
	f := New(context.Background(), withSecret(t, "ws://127.0.0.1:1/"), func(err error) { t.Error(err) }) // its keeper does not run yet
	defer f.Close()
	w := f.Watch()
	<-f.keeper.work // it has joined
	if b, err := w.fetch(); b != nil || err != nil {
		t.Fatalf("%v, %v", b, err)
	}
	select {
	case <-f.keeper.work:
	default:
		t.Error("the keeper is not woken")
	}
}
