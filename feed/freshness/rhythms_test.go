package freshness_test

import (
	"testing"
	"time"

	"sockeye/feed/freshness"
)

// learned plays a feed for some time and returns another tracker that begins with what was learned of it.
func learned(t *testing.T, length time.Duration, periods ...time.Duration) *clock {
	t.Helper()
	names := []string{"a", "b", "c", "d"}[:len(periods)]
	c := &clock{Tracker: freshness.New(0), now: start, periods: make(map[int32]int64), due: make(map[int32]int64)}
	for i, p := range periods {
		c.Add(int32(i), names[i], -1)
		c.Live(int32(i), c.now)
		c.speaks(int32(i), p)
	}
	c.pass(length)
	again := &clock{Tracker: freshness.New(0), now: c.now + 3600*second, periods: make(map[int32]int64), due: make(map[int32]int64)}
	again.Remember(c.Rhythms())
	for i := range periods {
		again.Add(int32(i), names[i], -1)
		again.Live(int32(i), again.now)
	}
	return again
}

func TestALabelBeginsWithWhatWasLearnedOfItsName(t *testing.T) {
	c := learned(t, 10*time.Minute, time.Second, 20*time.Second)
	short, ok := c.Limits(0)
	long, ok2 := c.Limits(1)
	if !ok || !ok2 || short.Usual > 2*time.Second || long.Usual < 19*time.Second {
		t.Fatalf("limits %+v and %+v", short, long)
	}
	c.speaks(0, time.Second)
	c.speaks(1, 20*time.Second)
	c.pass(21 * time.Second)
	c.speaks(0, 0)
	c.pass(short.Stale + time.Second)
	c.is(t, freshness.Stale, freshness.Fresh)
}

func TestWhatIsRememberedLateCountsWhereLittleIsKnown(t *testing.T) {
	before := begin(time.Second)
	before.Add(0, "a", -1)
	before.pass(time.Minute)
	r := before.Rhythms()
	c := begin(10*time.Second, 10*time.Second)
	c.Add(0, "a", -1)
	c.Add(1, "b", -1)
	c.pass(30 * time.Second)
	c.Remember(r)
	if limits, _ := c.Limits(0); limits.Usual > 2*time.Second {
		t.Errorf("with two intervals of its own, its limits are %+v", limits)
	}
	c = begin(10 * time.Second)
	c.Add(0, "a", -1)
	c.pass(10 * time.Minute)
	c.Remember(before.Rhythms())
	if limits, _ := c.Limits(0); limits.Usual < 9*time.Second {
		t.Errorf("with many intervals of its own, its limits are %+v", limits)
	}
}

// TestALabelThatIsNoSubscriptionIsExpectedAtOnceIfItsRhythmIsKnown has one that would be expected from its twentieth event on.
func TestALabelThatIsNoSubscriptionIsExpectedAtOnceIfItsRhythmIsKnown(t *testing.T) {
	before := begin(time.Second)
	before.Add(0, "a", -1)
	before.pass(time.Minute)
	tr := freshness.New(0)
	tr.Remember(before.Rhythms())
	tr.Add(0, "a", -1)
	tr.Add(1, "b", -1)
	tr.Event(0, start)
	tr.Event(1, start)
	tr.Judge(start + 20*second)
	if state, _ := tr.State(0); state != freshness.Stale {
		t.Errorf("silent for twenty seconds, it is %v", state)
	}
	if state, _ := tr.State(1); state != freshness.Off {
		t.Errorf("after one event, one that is not known is %v", state)
	}
}

func TestForHowLongTheFirstEventIsAwaitedIsRemembered(t *testing.T) {
	c := begin(time.Minute)
	c.pass(61 * time.Second)
	r := c.Rhythms()
	if r.First < time.Minute || r.FirstAt.IsZero() {
		t.Fatalf("learned %v at %v", r.First, r.FirstAt)
	}
	again := begin(0)
	again.Remember(r)
	again.pass(r.First - time.Second)
	again.is(t, freshness.NoData)
	again.pass(2 * time.Second)
	again.is(t, freshness.Stale)
	if again := again.Rhythms(); again.First != r.First || !again.FirstAt.Equal(r.FirstAt) {
		t.Errorf("learned %v at %v, and it becomes %v at %v", r.First, r.FirstAt, again.First, again.FirstAt)
	}
	again.Remember(freshness.Rhythms{First: 1000 * time.Hour, FirstAt: time.Unix(1, 0)})
	if first := again.Rhythms().First; first > freshness.MaxFirst {
		t.Errorf("it is awaited for %v", first)
	}
}

func TestRhythmsAreACopy(t *testing.T) {
	c := begin(time.Second)
	c.Add(0, "a", -1)
	c.pass(time.Minute)
	r := c.Rhythms()
	rhythm := r.Labels["a"]
	was := rhythm.Intervals.Added()
	c.pass(time.Minute)
	rhythm = r.Labels["a"]
	if rhythm.Intervals.Added() != was || was == 0 {
		t.Errorf("%d intervals become %d", was, rhythm.Intervals.Added())
	}
	if last := rhythm.Last; last.UnixNano() < start || last.UnixNano() > start+61*second {
		t.Errorf("the last one ended at %v", last)
	}
}

// TestOfTwoLabelsWithOneNameThatOfWhichMoreIsKnownIsRemembered has two symbols whose secrets are not in their names.
func TestOfTwoLabelsWithOneNameThatOfWhichMoreIsKnownIsRemembered(t *testing.T) {
	c := begin(time.Second, 5*time.Second)
	c.Add(0, "•••", -1)
	c.Add(1, "•••", -1)
	c.pass(time.Minute)
	rhythm := c.Rhythms().Labels["•••"]
	if n := rhythm.Intervals.Added(); n < 50 {
		t.Errorf("%d intervals", n)
	}
}
