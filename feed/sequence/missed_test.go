package sequence_test

import (
	"strconv"
	"strings"
	"testing"
)

func TestLostAndLateMessagesAreCounted(t *testing.T) {
	seq := follow(t, "{at: n, step: 1}")
	number := func(n string) { seq.receive(`{"n":` + n + `}`) }
	want := func(missed, late int64) {
		t.Helper()
		if got := seq.counts(); got.Missed != missed || got.Late != late {
			t.Errorf("%d lost and %d late, want %d and %d", got.Missed, got.Late, missed, late)
		}
	}
	number("1")
	number("5")
	want(3, 0)
	number("3")
	number("3")
	want(3, 1)
	number("2") // a restart loses nothing that is known
	number("4")
	number(strconv.Itoa(1 << 62))
	number(strings.Repeat("9", 30))
	if got := seq.counts(); got.Missed < 3 || got.Missed > 1<<40 || got.Late < 1 {
		t.Errorf("what a server says makes the counts %d and %d", got.Missed, got.Late)
	}
}

// TestARestartEndsWhatWasMissingBefore has a number that was missing before a restart, and is missing after it as well.
func TestARestartEndsWhatWasMissingBefore(t *testing.T) {
	seq := follow(t, "{at: q, step: 1}")
	seq.receive(numbers(100, 105, 50, 51, 110, 102)...)
	if got := seq.counts(); got.Late != 1 || got.Missed != 4+58 {
		t.Errorf("%d lost and %d late, want 62 and 1: %q", got.Missed, got.Late, seq.said())
	}
}
