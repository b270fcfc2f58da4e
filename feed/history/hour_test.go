package history

import (
	"slices"
	"testing"
	"time"

	"sockeye/feed/event"
)

// noon is the beginning of a minute.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// course is a feed whose state changes at times after noon, while a tick comes every second.
type course struct {
	h          *History
	at         time.Time
	reconnects int
}

func newCourse() *course { return &course{h: New(1<<20, 10), at: noon} }

// pass has time pass.
func (c *course) pass(d time.Duration) {
	for end := c.at.Add(d); c.at.Before(end); {
		c.at = c.at.Add(time.Second)
		c.h.Tick(c.at, time.Second)
	}
}

// enter has the feed enter a state.
func (c *course) enter(state event.State, reason string) {
	before, _ := c.h.State()
	s := event.Status{State: state, Since: c.at, Reason: reason, OpenedAt: before.OpenedAt}
	if state.Connected() && !before.State.Connected() {
		if !before.OpenedAt.IsZero() || c.reconnects > 0 {
			c.reconnects++
		}
		s.OpenedAt = c.at
	}
	s.Reconnects = c.reconnects
	c.h.Add(c.at, &event.Batch{Status: s})
}

// newest returns the newest minutes.
func (c *course) newest(n int) []event.Condition {
	hour := c.h.Hour(c.at)
	return hour.Minutes[HourMinutes-n:]
}

func TestAMinuteIsAsItsWorstSecond(t *testing.T) {
	c := newCourse()
	c.enter(event.Connecting, "")
	c.enter(event.Hello, "")
	c.enter(event.Open, "")
	c.pass(90 * time.Second) // 12:01:30
	c.enter(event.Stale, "")
	c.pass(time.Second)
	c.enter(event.Open, "")
	c.pass(2 * time.Minute) // 12:03:31
	c.enter(event.Retry, "1006 <abnormal>")
	c.pass(40 * time.Second) // 12:04:11
	c.enter(event.Connecting, "")
	c.enter(event.Open, "")
	c.pass(time.Minute)
	c.enter(event.MarketClosed, "")
	c.pass(2 * time.Minute) // 12:07:11
	want := []event.Condition{event.Unknown, event.Fresh, event.Outdated, event.Fresh, event.Down, event.Down, event.Fresh, event.Resting, event.Resting}
	if got := c.newest(len(want)); !slices.Equal(got, want) {
		t.Errorf("the minutes are %v, want %v", got, want)
	}
	hour := c.h.Hour(c.at)
	if hour.Reconnects != 1 || hour.Reason != "1006 <abnormal>" || !hour.Lost.IsZero() {
		t.Errorf("%d reconnects, %q, lost %v", hour.Reconnects, hour.Reason, hour.Lost)
	}
	c.pass(time.Hour)
	if hour := c.h.Hour(c.at); hour.Reconnects != 0 || hour.Reason != "" || hour.Minutes[0] != event.Resting {
		t.Errorf("an hour later: %d reconnects, %q, %v", hour.Reconnects, hour.Reason, hour.Minutes)
	}
}

// A feed is down since its connection was lost, whatever attempts were made since.
func TestDownSinceTheLoss(t *testing.T) {
	c := newCourse()
	c.enter(event.Open, "")
	c.pass(time.Minute)
	lost := c.at
	for range 3 {
		c.enter(event.Retry, "refused")
		c.pass(time.Minute)
		c.enter(event.Connecting, "")
		c.pass(time.Second)
	}
	if hour := c.h.Hour(c.at); !hour.Lost.Equal(lost) || !hour.Since.Equal(lost) {
		t.Errorf("lost %v, since %v, want %v", hour.Lost, hour.Since, lost)
	}
}

func TestTheFirstAttemptIsNoLoss(t *testing.T) {
	c := newCourse()
	c.enter(event.Connecting, "")
	c.pass(time.Minute)
	if hour := c.h.Hour(c.at); hour.Minutes[HourMinutes-1] != event.Unknown || !hour.Lost.IsZero() {
		t.Errorf("connecting is %v, lost %v", hour.Minutes[HourMinutes-1], hour.Lost)
	}
	c.enter(event.Retry, "refused")
	if hour := c.h.Hour(c.at); hour.Minutes[HourMinutes-1] != event.Down || hour.Lost.IsZero() {
		t.Errorf("a retry is %v, lost %v", hour.Minutes[HourMinutes-1], hour.Lost)
	}
}

func TestAConnectionLostAndMadeWithinOneBatchCounts(t *testing.T) {
	c := newCourse()
	c.enter(event.Open, "")
	c.pass(2 * time.Minute)
	c.h.Add(c.at, &event.Batch{Status: event.Status{State: event.Open, Since: c.at, OpenedAt: c.at, Reconnects: 1}})
	hour := c.h.Hour(c.at)
	if hour.Minutes[HourMinutes-1] != event.Down || hour.Reconnects != 1 || !hour.Since.Equal(c.at) || !hour.Lost.IsZero() {
		t.Errorf("%v, %d reconnects, since %v, lost %v", hour.Minutes[HourMinutes-1], hour.Reconnects, hour.Since, hour.Lost)
	}
}

// What a feed was like while the program did not run is not known.
func TestMinutesWithoutATickAreUnknown(t *testing.T) {
	c := newCourse()
	c.enter(event.Open, "")
	c.pass(time.Minute)
	c.at = c.at.Add(3 * time.Minute) // asleep
	c.pass(time.Second)
	if got, want := c.newest(5), []event.Condition{event.Fresh, event.Fresh, event.Unknown, event.Unknown, event.Fresh}; !slices.Equal(got, want) {
		t.Errorf("the minutes are %v, want %v", got, want)
	}
}

func TestAClockThatIsSetBackBeginsAnew(t *testing.T) {
	c := newCourse()
	c.enter(event.Open, "")
	c.pass(time.Minute)
	c.at = c.at.Add(-5 * time.Hour)
	c.pass(time.Minute)
	if got := c.newest(3); got[0] != event.Unknown && got[0] != event.Fresh || got[2] != event.Fresh {
		t.Errorf("the minutes are %v", got)
	}
}
