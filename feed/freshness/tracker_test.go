package freshness_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"sockeye/feed/freshness"
)

const second = int64(time.Second)

// start is when the tests begin, so that no time is zero.
const start = 1000 * second

// clock plays labels that have events with periods of their own, in steps of half a second.
type clock struct {
	*freshness.Tracker
	now     int64
	periods map[int32]int64
	due     map[int32]int64
}

// begin has so many labels live, each with an event in each period; none for a period of 0.
func begin(periods ...time.Duration) *clock {
	c := &clock{Tracker: freshness.New(0), now: start, periods: make(map[int32]int64), due: make(map[int32]int64)}
	for i, p := range periods {
		c.Live(int32(i), c.now)
		c.speaks(int32(i), p)
	}
	return c
}

func (c *clock) speaks(n int32, period time.Duration) {
	c.periods[n], c.due[n] = int64(period), c.now+int64(period)
}

// pass lets time pass.
func (c *clock) pass(length time.Duration) {
	for end := c.now + int64(length); c.now < end; {
		c.now += second / 2
		for n := range int32(len(c.periods)) {
			if c.periods[n] > 0 && c.due[n] <= c.now {
				c.due[n] += c.periods[n]
				c.Event(n, c.now)
			}
		}
		c.Judge(c.now)
	}
}

// is checks the states of labels.
func (c *clock) is(t *testing.T, wanted ...freshness.State) {
	t.Helper()
	for n, w := range wanted {
		if got, since := c.State(int32(n)); got != w {
			t.Errorf("label %d is %v, not %v, silent for %v", n, got, w, time.Duration(c.now-since))
		}
	}
}

func TestARhythmIsLearned(t *testing.T) {
	for _, period := range []time.Duration{time.Second, 10 * time.Second, 10 * time.Minute} {
		c := begin(period)
		c.pass(40 * period)
		c.is(t, freshness.Fresh)
		limits, ok := c.Limits(0)
		if !ok || limits.Usual < period || limits.Usual > period*5/4 {
			t.Errorf("%v: limits %+v, %v", period, limits, ok)
		}
		c.speaks(0, 0)
		c.pass(max(limits.Late-period, time.Second))
		c.is(t, freshness.Fresh)
		c.pass(2*period + time.Second)
		c.is(t, freshness.Late)
		c.pass(limits.Stale)
		c.is(t, freshness.Stale)
		c.speaks(0, period)
		c.pass(period + time.Second)
		c.is(t, freshness.Fresh)
	}
}

func TestWhatIsNoIntervalIsNotLearned(t *testing.T) {
	for name, play := range map[string]func(tr *freshness.Tracker) (now int64){
		"events of one read": func(tr *freshness.Tracker) int64 {
			for range 50 {
				tr.Event(0, start+20*second)
			}
			return start + 20*second
		},
		"the first second after it went live": func(tr *freshness.Tracker) int64 {
			for i := range int64(50) {
				tr.Event(0, start+i*second/60)
			}
			return start + second
		},
		"a lost connection": func(tr *freshness.Tracker) int64 {
			now := start
			for range 50 {
				now += 10 * second
				tr.Event(0, now)
				tr.Lost(0)
				now += 10 * second
				tr.Live(0, now)
			}
			return now
		},
		"a time in which nothing ran": func(tr *freshness.Tracker) int64 {
			now := start
			for range 50 {
				now += 10 * second
				tr.Event(0, now)
				now += 10 * second
				tr.Resume(now)
			}
			return now
		},
		"old events": func(tr *freshness.Tracker) int64 {
			for range 50 {
				tr.Old(0)
			}
			return start + second
		},
	} {
		tr := freshness.New(0)
		tr.Live(0, start)
		play(tr)
		if n := tr.Intervals(0).Added(); n != 0 {
			t.Errorf("%s: %d intervals", name, n)
		}
	}
}

func TestASleepIsNoInterval(t *testing.T) {
	c := begin(10 * time.Second)
	c.pass(10 * time.Minute)
	before, _ := c.Limits(0)
	c.now += 3600 * second
	c.Resume(c.now)
	c.speaks(0, 10*time.Second)
	c.Judge(c.now)
	c.is(t, freshness.Fresh)
	c.pass(10 * time.Minute)
	if after, _ := c.Limits(0); after != before {
		t.Errorf("limits %+v before and %+v after", before, after)
	}
}

func TestFirstDataIsAwaited(t *testing.T) {
	c := begin(0)
	c.pass(freshness.First - time.Second)
	c.is(t, freshness.NoData)
	c.pass(2 * time.Second)
	c.is(t, freshness.Stale)
}

// TestALabelThatAloneHasFewEventsIsJudgedByFirst has one with too few intervals for limits, and no sibling.
func TestALabelThatAloneHasFewEventsIsJudgedByFirst(t *testing.T) {
	c := begin(time.Second)
	c.pass(freshness.Known * time.Second)
	if _, known := c.Limits(0); known {
		t.Fatal("it has limits of its own")
	}
	c.speaks(0, 0)
	c.pass(freshness.First - 2*time.Second)
	if state, _ := c.State(0); state == freshness.Stale {
		t.Error("it is stale too early")
	}
	c.pass(4 * time.Second)
	c.is(t, freshness.Stale)
}

// TestWhatNeverHadDataDoesNotSayHowLongThatMayTake has a label that is live anew each minute and has no event.
func TestWhatNeverHadDataDoesNotSayHowLongThatMayTake(t *testing.T) {
	c := begin(0)
	for range 10 {
		c.pass(2 * time.Minute)
		c.Lost(0)
		c.Live(0, c.now)
	}
	if r := c.Rhythms(); r.First != 0 {
		t.Errorf("%v was learned", r.First)
	}
	c.pass(freshness.First + time.Second)
	c.is(t, freshness.Stale)
}

// TestFirstIsLearnedUpwards has a label that takes a minute until its first event, and others that may take as long then.
func TestFirstIsLearnedUpwards(t *testing.T) {
	c := begin(time.Minute)
	c.pass(61 * time.Second)
	c.is(t, freshness.Fresh)
	c.Live(1, c.now)
	c.speaks(1, 0)
	c.pass(time.Minute)
	c.is(t, freshness.Fresh, freshness.NoData)
	c.pass(time.Minute)
	c.is(t, freshness.Fresh, freshness.Stale)
}

func TestHistoryAloneIsNotFresh(t *testing.T) {
	c := begin(0)
	c.Old(0)
	c.is(t, freshness.History)
	c.pass(freshness.First + time.Second)
	c.is(t, freshness.Stale)
	c.Event(0, c.now)
	c.is(t, freshness.Fresh)
}

// TestALabelWithFewEventsIsJudgedByItsSiblings has one that is silent for longer than its first two intervals suggest.
func TestALabelWithFewEventsIsJudgedByItsSiblings(t *testing.T) {
	c := begin(10*time.Second, time.Second, time.Second, time.Second)
	c.pass(10 * time.Minute)
	c.Live(4, c.now)
	c.speaks(4, 5*time.Second)
	c.pass(16 * time.Second)
	c.speaks(4, 0)
	siblings, _ := c.Limits(0)
	c.pass(siblings.Stale - 6*time.Second)
	if state, _ := c.State(4); state == freshness.Stale {
		t.Error("it is stale before a sibling would be")
	}
	c.pass(8 * time.Second)
	if state, _ := c.State(4); state != freshness.Stale {
		t.Error("it is not stale where a sibling would be")
	}
}

func TestOneThatFallsSilentIsStale(t *testing.T) {
	c := begin(time.Second, time.Second, time.Second, time.Second)
	c.pass(time.Minute)
	c.speaks(2, 0)
	c.pass(30 * time.Second)
	c.is(t, freshness.Fresh, freshness.Fresh, freshness.Stale, freshness.Fresh)
	if _, _, _, quiet := c.Quiet(); quiet {
		t.Error("the feed is quiet")
	}
}

// TestAFeedThatFallsSilentIsOneEvent has all but one of twelve labels, of several rhythms, fall silent, and return.
func TestAFeedThatFallsSilentIsOneEvent(t *testing.T) {
	periods := make([]time.Duration, 12)
	for i := range periods {
		periods[i] = time.Duration(1+i%3) * time.Second
	}
	c := begin(periods...)
	c.pass(2 * time.Minute)
	last := c.now
	for n := range int32(11) {
		c.speaks(n, 0)
	}
	for range 600 {
		c.pass(time.Second)
		for n := range int32(11) {
			if state, _ := c.State(n); state == freshness.Stale {
				t.Fatalf("label %d is called stale %v after all fell silent", n, time.Duration(c.now-last))
			}
		}
	}
	c.is(t, freshness.Quiet, freshness.Quiet, freshness.Quiet)
	since, silent, live, quiet := c.Quiet()
	if !quiet || since > last+2*second || silent != 11 || live != 12 {
		t.Errorf("quiet %v since %v after, %d of %d", quiet, time.Duration(since-last), silent, live)
	}
	for n := range int32(10) { // all but the eleventh, which is stale once the others go on
		c.speaks(n, periods[n])
	}
	c.pass(5 * time.Second)
	c.is(t, freshness.Fresh, freshness.Fresh)
	if state, _ := c.State(10); state == freshness.Stale {
		t.Error("one that has not had its time yet is stale")
	}
	c.pass(time.Minute)
	if state, _ := c.State(10); state != freshness.Stale {
		t.Errorf("one that stays silent while the others go on is %v", state)
	}
	if _, _, _, quiet := c.Quiet(); quiet {
		t.Error("the feed is still quiet")
	}
}

// TestAnOutageDoesNotChangeWhatIsUsual has one long silence among many short ones.
func TestAnOutageDoesNotChangeWhatIsUsual(t *testing.T) {
	c := begin(10 * time.Second)
	c.pass(2 * time.Hour)
	before, _ := c.Limits(0)
	c.speaks(0, 0)
	c.pass(3 * time.Hour)
	c.speaks(0, 10*time.Second)
	c.pass(time.Minute)
	if after, _ := c.Limits(0); after.Stale > before.Stale*5/4 {
		t.Errorf("stale after %v before, and after %v after the outage", before.Stale, after.Stale)
	}
}

func TestAnEventAllocatesNothing(t *testing.T) {
	tr := freshness.New(0)
	tr.Live(0, start)
	now := start + 2*second
	if n := testing.AllocsPerRun(1000, func() {
		now += second
		tr.Event(0, now)
		tr.Judge(now)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestQuantilesAreRightToAFifth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var s freshness.Intervals
	for range 1000 {
		s.Add(time.Duration(r.Float64() * float64(time.Second)))
	}
	for _, part := range []float64{0.1, 0.5, 0.9, 0.99} {
		got := s.Quantile(part).Seconds()
		if got < part*0.8 || got > part*1.25 {
			t.Errorf("quantile %v is %v", part, got)
		}
	}
}

func TestOldIntervalsCountLess(t *testing.T) {
	var s freshness.Intervals
	for range 10_000 {
		s.Add(10 * time.Second)
	}
	for range 10_000 {
		s.Add(time.Second)
	}
	if got := s.Quantile(0.5); got > 2*time.Second {
		t.Errorf("the median is %v", got)
	}
	for range 20_000 {
		s.Add(time.Second)
	}
	if got := s.Quantile(0.99); got > 2*time.Second {
		t.Errorf("the 99th percentile is %v", got)
	}
	if got := s.Count(); got < 1000 || got > 10_000 {
		t.Errorf("%v intervals are kept in mind", got)
	}
}

func TestIntervalsAreKeptAsText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var s, read freshness.Intervals
	for range 5000 {
		s.Add(time.Duration(r.ExpFloat64() * float64(time.Minute)))
	}
	text, err := s.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	if err := read.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	was, _ := s.Limits()
	is, known := read.Limits()
	if ratio := float64(is.Stale) / float64(was.Stale); !known || ratio < 0.99 || ratio > 1.01 {
		t.Errorf("limits %+v are %+v when they were read", was, is)
	}
	for _, wrong := range []string{"", "x", "-1", "8", "8 1", "8 1:", "8 1:x", "8 128:1", "8 1:-1", "8 1:NaN", "8 1:1e30", "99999999999 1:1"} {
		if err := read.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is accepted as intervals", wrong)
		}
	}
	if after, _ := read.Limits(); after != is {
		t.Error("what could not be read has changed the intervals")
	}
}

func BenchmarkEvent(b *testing.B) {
	tr := freshness.New(0)
	tr.Live(0, start)
	now := start + 2*second
	for b.Loop() {
		now += second / 100
		tr.Event(0, now)
	}
}

// BenchmarkJudge has a thousand labels that are fresh, and a thousand that have fallen silent together.
func BenchmarkJudge(b *testing.B) {
	for name, silence := range map[string]time.Duration{"fresh": time.Second, "silent": time.Hour} {
		b.Run(name, func(b *testing.B) {
			tr := freshness.New(0)
			now := start
			for n := range int32(1000) {
				tr.Live(n, now)
			}
			for range 100 {
				now += second
				for n := range int32(1000) {
					tr.Event(n, now)
				}
			}
			now += int64(silence)
			for b.Loop() {
				tr.Judge(now)
			}
		})
	}
}

func TestUsualIsWhat99Of100IntervalsDoNotExceed(t *testing.T) {
	var s freshness.Intervals
	for i := range 1000 {
		s.Add(time.Second)
		if i%20 == 0 { // one of twenty
			s.Add(10 * time.Second)
		}
	}
	limits, known := s.Limits()
	if !known || limits.Usual < 8*time.Second || limits.Late < 24*time.Second {
		t.Errorf("usual is %v and late %v, with intervals of 10s among twenty", limits.Usual, limits.Late)
	}
}

func TestNothingIsLateOrStaleBeforeAFewSeconds(t *testing.T) {
	var s freshness.Intervals
	for range 1000 {
		s.Add(10 * time.Millisecond)
	}
	if limits, known := s.Limits(); !known || limits.Late != 2*time.Second || limits.Stale != 5*time.Second {
		t.Errorf("late after %v, stale after %v", limits.Late, limits.Stale)
	}
}
