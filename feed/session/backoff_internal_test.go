package session

import (
	"testing"
	"time"
)

func TestAServerThatRestartsIsNotAskedSoon(t *testing.T) {
	for code, want := range map[int]time.Duration{1012: 7500 * time.Millisecond, 1013: 7500 * time.Millisecond, 1006: 500 * time.Millisecond} {
		b := backoff{min: 500 * time.Millisecond, max: 15 * time.Second, random: func(time.Duration) time.Duration { return 0 }}
		if wait, _ := b.wait(End{Code: code}); wait != want {
			t.Errorf("after %d the wait is %v at least, want %v", code, wait, want)
		}
	}
}
