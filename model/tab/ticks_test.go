package tab

import (
	"testing"
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/theme"
)

// TestAChangeIsFreshForASecond, and its direction stays until the next one.
func TestAChangeIsFreshForASecond(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	all := ticks{}
	for _, c := range []struct {
		after time.Duration
		value float64
		want  theme.Change
	}{
		{0, 5, theme.Change{}},
		{time.Second, 6, theme.Change{Before: 5, Rise: 1, Fresh: true}},
		{1900 * time.Millisecond, 6, theme.Change{Before: 5, Rise: 1, Fresh: true}},
		{2 * time.Second, 6, theme.Change{Before: 5, Rise: 1}},
		{3 * time.Second, 4, theme.Change{Before: 6, Rise: -1, Fresh: true}},
	} {
		if got := all.change(history.Key{Label: 1}, c.value, now.Add(c.after)); got != c.want {
			t.Errorf("%v at %v is %+v, want %+v", c.value, c.after, got, c.want)
		}
	}
}
