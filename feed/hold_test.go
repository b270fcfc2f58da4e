package feed

import (
	"context"
	"runtime"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// beat is a heartbeat: nothing but silence is judged by it.
const beat = `{"op":"beat"}`

// openHeldFeed starts a feed whose server counts as silent after a minute, and whose reader has no space.
func openHeldFeed(t *testing.T) (*Feed, *slowSink) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	t.Cleanup(cancel)
	f, _ := openFeed(t, ctx, "    silence: 1m\n    heartbeat: {op: beat}\n")
	var reader slowSink
	join(f, &reader)
	return f, &reader
}

// receiveHeld has a feed receive a message that arrived at a time, and waits until it is held up. It returns what is closed when the
// message was received.
func receiveHeld(f *Feed, at time.Time) (received <-chan struct{}) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.receive(at, one([]byte(beat)))
	}()
	for !f.hold.held.Load() {
		runtime.Gosched()
	}
	return done
}

// TestAServerIsNotJudgedByWhatHasWaited for a reader for longer than the server may be silent.
func TestAServerIsNotJudgedByWhatHasWaited(t *testing.T) {
	t.Parallel()
	f, reader := openHeldFeed(t)
	received := receiveHeld(f, time.Now().Add(-61*time.Second))
	reader.space.Store(10)
	<-received
	f.mu.Lock()
	defer f.mu.Unlock()
	if state, due := f.session.Status().State, time.Until(f.session.Deadline()); state != event.Open || due < 0 {
		t.Errorf("the feed is %s, and it is to be judged in %v", state, due)
	}
}

// TestAServerIsNotJudgedWhileAFeedWaits also where that would have been due before the feed began to wait.
func TestAServerIsNotJudgedWhileAFeedWaits(t *testing.T) {
	t.Parallel()
	f, reader := openHeldFeed(t)
	reader.space.Store(1)
	at := time.Now().Add(-58 * time.Second)
	f.receive(at, one([]byte(beat))) // so the server counts as silent in two seconds
	signal(f.wake)
	time.Sleep(100 * time.Millisecond) // so that the timer is set for that; else nothing is tested
	received := receiveHeld(f, at)
	time.Sleep(time.Until(at.Add(61 * time.Second)))
	reader.space.Store(10)
	<-received
	f.mu.Lock()
	defer f.mu.Unlock()
	if state := f.session.Status().State; state != event.Open {
		t.Errorf("the feed is %s", state)
	}
}
