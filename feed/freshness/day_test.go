package freshness_test

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/freshness"
)

// dayLong plays a label for some days that has an event each minute from 6:00 to 18:00 and each half an hour by night, and stops at
// an hour of the day after.
func dayLong(days int, stops int64) (tr *freshness.Tracker, now int64) {
	const day = 24 * 3600 * second
	tr = freshness.New(0)
	tr.Add(0, "a", -1)
	tr.Live(0, day)
	now = day
	for now < int64(days+1)*day+stops*3600*second {
		period := 1800 * second
		if h := now % day / (3600 * second); h >= 6 && h < 18 {
			period = 60 * second
		}
		for end := now + period; now < end; now += 30 * second {
			tr.Judge(now)
		}
		tr.Event(0, now)
	}
	return tr, now
}

func TestSilenceIsJudgedByTheTimeOfTheDay(t *testing.T) {
	tr, _ := dayLong(4, 12)
	noon, _ := tr.Limits(0)
	tr, _ = dayLong(4, 24)
	midnight, _ := tr.Limits(0)
	if noon.Usual < time.Minute || noon.Usual > midnight.Usual/8 || midnight.Usual < 20*time.Minute || midnight.Usual > 90*time.Minute {
		t.Errorf("usual are %v at noon and %v at midnight", noon.Usual, midnight.Usual)
	}
}

// TestTheDayIsNotKnownBeforeMostOfItWasSeenTwice has what was seen once be no rhythm.
func TestTheDayIsNotKnownBeforeMostOfItWasSeenTwice(t *testing.T) {
	tr, _ := dayLong(1, 6)
	day := tr.Rhythms().Labels["a"].Day
	sum := float32(0)
	for _, d := range day.Days {
		sum += d
	}
	if sum < 20 || sum > 36 {
		t.Fatalf("%v hours were seen", sum)
	}
	limits, _ := tr.Limits(0)
	if limits.Usual < 25*time.Minute { // the rhythm of the last hours, at its end
		t.Errorf("usual is %v at the end of the night", limits.Usual)
	}
}

// TestAnOutageIsNoPartOfTheDay has a label that is silent for hours in which it has events else.
func TestAnOutageIsNoPartOfTheDay(t *testing.T) {
	tr, now := dayLong(3, 10)
	before := tr.Rhythms().Labels["a"].Day
	for end := now + 5*3600*second; now < end; now += 60 * second {
		tr.Judge(now)
	}
	tr.Event(0, now)
	after := tr.Rhythms().Labels["a"].Day
	for h := 11; h < 15; h++ {
		if before.Days[h] != after.Days[h] || before.Events[h] != after.Events[h] {
			t.Errorf("of hour %d, %v events on %v days become %v on %v", h, before.Events[h], before.Days[h], after.Events[h], after.Days[h])
		}
	}
}

// TestTheDayIsRemembered by another tracker, with the limits that follow from it.
func TestTheDayIsRemembered(t *testing.T) {
	tr, now := dayLong(4, 12)
	again := freshness.New(0)
	again.Remember(tr.Rhythms())
	again.Add(0, "a", -1)
	again.Live(0, now)
	again.Event(0, now)
	is, _ := again.Limits(0)
	was, _ := tr.Limits(0)
	if r := float64(is.Usual) / float64(was.Usual); math.Abs(r-1) > 0.2 {
		t.Errorf("usual was %v, and is %v", was.Usual, is.Usual)
	}
}
