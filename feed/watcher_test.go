package feed

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

func TestClosedWatcherEnds(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{feedtest.Silence(nil)})
	f := Start(context.Background(), secretive(t, server.URL()), func(err error) { t.Error(err) })
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
	for state, waiting := Connecting, 0; state != Open || waiting == 0; runtime.Gosched() {
		f.mu.Lock()
		state, waiting = f.session.Snapshot().Status.State, f.waiting
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
