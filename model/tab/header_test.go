package tab

import (
	"testing"
	"time"

	"sockeye/feed/event"
)

// TestTheTimeToTheNextAttemptIsRead: an hour, which a server may ask for, is not counted in seconds.
func TestTheTimeToTheNextAttemptIsRead(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	for left, want := range map[time.Duration]string{-time.Second: "0s", 100 * time.Millisecond: "1s", 12 * time.Second: "12s", 59*time.Minute + 57*time.Second + 1: "59m58s", time.Hour: "1h"} {
		b := busy(1)
		b.Status = event.Status{State: event.Retry, Since: now, RetryAt: now.Add(left)}
		tab.bring(now, b)
		if got := tab.At(tab.Moment(now)).Detail(); got != want {
			t.Errorf("%v is %q, want %q", left, got, want)
		}
	}
}

// TestTheRowsThatAreNotShownAreNotCounted: the first line counts what the watchlist has, without the row of the feed itself, to which
// nothing is subscribed and whose labels have rows.
func TestTheRowsThatAreNotShownAreNotCounted(t *testing.T) {
	t.Parallel()
	tab, now := closedOf(t, "    events: [{match: {s: \"*\", p: \"*\"}, label: s, value: p}]\n"), time.Now()
	b := busy(3)
	b.Activity, b.Points = b.Activity[1:], b.Points[1:] // what came is of the other labels
	states := []event.SubscriptionState{event.SubscriptionStale, event.LabelStale, event.LabelStale}
	b.Labels = b.Labels.Renew(3, []int32{0, 1, 2}, func(n int32) event.Label {
		return event.Label{Name: []string{"alpha", "A", "B"}[n], State: states[n]}
	})
	tab.bring(now, b)
	if rows := tab.list(now, 0); len(rows) != 2 {
		t.Fatalf("the watchlist has %+v", rows)
	}
	if got := tab.At(tab.Moment(now)).Detail(); got != "2 stale" {
		t.Errorf("the first line says %q", got)
	}
}
