package feed

import (
	"context"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// TestASecondReconnectBeforeTheDialOfTheFirstIsOne with it.
func TestASecondReconnectBeforeTheDialOfTheFirstIsOne(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{feedtest.Refuse(503, nil, "")}, feedtest.Conversation{feedtest.Silence(nil)})
	f := Start(context.Background(), withSecret(t, server.URL()+"\n    reconnect: {min: 1h, max: 1h}"), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	w := f.Watch()
	until := func(state event.State) {
		t.Helper()
		for {
			b, err := w.Next(ctx)
			if err != nil {
				t.Fatalf("waited for %s: %v", state, err)
			}
			if b.Status.State == state {
				return
			}
		}
	}
	until(event.Retry)
	twice := func(first, second func(now time.Time)) {
		f.ask(func(now time.Time) {
			first(now)
			second(now)
		})
	}
	twice(f.session.Reconnect, f.session.Close)
	until(event.Closed)
	twice(f.session.Reconnect, f.session.Reconnect)
	until(event.Open)
}
