package model

import (
	"testing"
	"time"

	"sockeye/feed/event"
)

// TestValuesAfterTheClockWasSetBack come after values of a time that is yet to come.
func TestValuesAfterTheClockWasSetBack(t *testing.T) {
	tab := quiet(t, 120, 36).tabs.all[0]
	tab.receive(busy(1))
	value := &tab.rows[0].values[0]
	for _, next := range []struct {
		ahead       time.Duration
		value, want float64
	}{
		{0, 5, 5},
		{-time.Hour, 4, 5}, // history that comes late
		{time.Hour, 6, 6},  // the clock is wrong,
		{time.Second, 7, 7},
		{2 * time.Second, 8, 8}, // and right again
		{time.Second, 9, 8},
	} {
		now := time.Now()
		tab.receive(&event.Batch{Points: []event.Point{{At: now.Add(next.ahead).UnixNano(), Value: next.value}}})
		if value.last != next.want {
			t.Errorf("after a value of %v from now the last one is %v, want %v", next.ahead, value.last, next.want)
		}
	}
}
