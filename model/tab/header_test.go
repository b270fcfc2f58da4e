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
