package freshness

import "time"

// Limits say what is usual of a label, and after how long without an event its data is late, which is unusual, and stale,
// which is wrong.
type Limits struct {
	Usual       time.Duration // 99 of 100 intervals are not longer
	Late, Stale time.Duration
}

const (
	// Known is how many intervals must have been seen before a label has limits of its own.
	Known = 8

	// usual is the part of the intervals that are not unusual.
	usual = 0.99
	// Silence is late after some times the longest usual interval, and stale after some more times: the intervals of
	// independent events exceed three times their 99th percentile once in a million, and nine times never.
	timesLate  = 3
	timesStale = 8
	// A network that repeats a lost packet, a server that collects garbage and a process that was not scheduled take
	// seconds now and then, which no rhythm of milliseconds allows for.
	leastLate  = 2 * time.Second
	leastStale = 5 * time.Second

	// A pause that has come twice may come a third time, however rare it is: some feeds are silent between bursts.
	pauses     = 1.25 // so many of the intervals, counted as Intervals.Count does
	timesPause = 1.5
)

// Limits returns the limits that the intervals suggest; false while there are fewer than Known of them.
func (s *Intervals) Limits() (limits Limits, known bool) { return s.limits(1) }

// limits is Limits where so many times as many events are usual as on the average.
func (s *Intervals) limits(rate float64) (limits Limits, known bool) {
	if s.added < Known {
		return Limits{}, false
	}
	count := s.Count()
	rare := (1 - usual) * count
	if count < enough/2 {
		rare = 0 // the longest one: too few for anything else
	}
	longest := s.exceeded(rare)
	stale := timesStale * longest
	if count >= enough/2 {
		stale = max(stale, time.Duration(timesPause*float64(s.exceeded(pauses))))
	}
	now := func(d time.Duration) time.Duration { return time.Duration(float64(d) / rate) }
	return Limits{Usual: now(longest), Late: max(now(timesLate*longest), leastLate), Stale: max(now(stale), leastStale)}, true
}
