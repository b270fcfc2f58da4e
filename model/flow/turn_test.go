package flow

import (
	"context"
	"sockeye/feed/feedtest"
	"testing"
	"time"
)

// TestManyScreensHaveTurns: each waits for its own moment in the interval, and few screens for none.
func TestManyScreensHaveTurns(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		for _, test := range []struct {
			turn           float64
			interval, want time.Duration
		}{
			{0, time.Second / 2, 0},
			{0.25, time.Second / 2, time.Second / 8},
			{0.75, time.Second / 2, 3 * time.Second / 8},
			{0.75, 10 * time.Millisecond, 0},
		} {
			time.Sleep(time.Until(time.Now().Truncate(time.Minute).Add(time.Minute)))
			c := New(true)
			c.turn = test.turn
			c.SetInterval(test.interval)
			began := time.Now()
			if waited := c.WaitTurn(t.Context()); !waited || time.Since(began) != test.want {
				t.Errorf("%v of %v is waited for %v", test.turn, test.interval, time.Since(began))
			}
		}
		c := New(true)
		c.turn = 0.5
		c.SetInterval(time.Hour)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if c.WaitTurn(ctx) {
			t.Error("it is waited for, though the screen has ended")
		}
	})
}
