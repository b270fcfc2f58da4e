package recording

import (
	"testing"
	"time"
)

func TestRecordersRestForWhatTheyHaveWritten(t *testing.T) {
	t.Parallel()
	l := limiter{perSecond: 1000, burst: 500}
	now := time.Unix(0, 0)
	for _, step := range []struct {
		after   time.Duration
		bytes   int
		overrun bool
		rest    time.Duration
		why     string
	}{
		{0, 500, false, 0, "the first of it is written at once"},
		{0, 1000, false, time.Second, "what is more than that takes its time"},
		{500 * time.Millisecond, 0, false, 500 * time.Millisecond, "which passes"},
		{0, 100, false, 600 * time.Millisecond, "and is that of all recorders together"},
		{time.Hour, 600, false, 100 * time.Millisecond, "a pause is worth no more than the first of it"},
		{0, 100, true, 500 * time.Millisecond, "who loses lines writes less of them"},
	} {
		now = now.Add(step.after)
		if rest := l.rest(now, step.bytes, step.overrun); rest != step.rest {
			t.Errorf("%s: a rest of %v, want %v", step.why, rest, step.rest)
		}
	}
}
