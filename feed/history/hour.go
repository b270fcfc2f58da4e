package history

import (
	"time"

	"sockeye/feed/event"
)

// HourMinutes is how many minutes an [Hour] has.
const HourMinutes = 60

// Hour is what the last hour of a feed was like.
type Hour struct {
	// Minutes are the worst condition of each minute by the clock, oldest first; the present minute is the last.
	Minutes    [HourMinutes]event.Condition
	Since      time.Time // when the present condition began
	Lost       time.Time // since when there is no connection; zero while there is one, and before the first attempt has failed
	Reconnects int       // connections made after the first, in these minutes
	Reason     string    // why the connection was lost last, in these minutes, or ""; from the network: not sanitised
}

// hour is a ring of the minutes of an [Hour].
type hour struct {
	minutes   [HourMinutes]minute // by the number of the minute
	last      int64               // the newest minute, since 1970; 0: there is none
	condition event.Condition
	since     time.Time // of condition
	reason    string
	lost      time.Time // when reason was given
}

type minute struct {
	worst      event.Condition
	reconnects int
}

func minuteOf(at time.Time) int64 { return at.Unix() / 60 }

// advance begins the minutes up to now, which were like the present condition.
func (h *hour) advance(now time.Time, condition event.Condition) {
	is := minuteOf(now)
	if h.last-is >= HourMinutes { // the clock was set back
		h.minutes, h.last = [HourMinutes]minute{}, 0
	}
	if is-h.last > HourMinutes {
		h.last = is - HourMinutes
	}
	for ; h.last < is; h.last++ {
		h.minutes[(h.last+1)%HourMinutes] = minute{worst: condition}
	}
}

// tick has time pass, which is to be done once a second. Minutes without one are those in which the program did not run.
func (h *hour) tick(now time.Time) {
	if h.last != 0 && minuteOf(now)-h.last > 1 {
		h.advance(now.Add(-time.Minute), event.Unknown)
	}
	h.advance(now, h.condition)
}

// follow notes what a batch that comes at the time now says about the connection.
func (h *hour) follow(now time.Time, before event.Status, b *event.Batch) {
	h.advance(now, h.condition)
	is := b.Status
	if condition := h.conditionOf(is.State); condition != h.condition || h.since.IsZero() {
		h.condition, h.since = condition, is.Since
		if h.since.IsZero() {
			h.since = now
		}
	}
	h.mark(now, h.condition)
	again := is.Reconnects - before.Reconnects
	if again > 0 {
		h.minutes[h.last%HourMinutes].reconnects += again
	}
	if again > 0 && before.State.Connected() { // lost and made anew within one batch
		h.mark(is.OpenedAt, event.Down)
		if is.State.Ready() {
			h.since = is.OpenedAt
		}
	}
	if !is.State.Connected() && is.Reason != "" {
		h.reason, h.lost = is.Reason, now
	}
}

// mark notes that a minute was like that, if it is none that is over since an hour.
func (h *hour) mark(at time.Time, condition event.Condition) {
	if n := minuteOf(at); n <= h.last && n > h.last-HourMinutes {
		m := &h.minutes[n%HourMinutes]
		m.worst = max(m.worst, condition)
	}
}

// conditionOf is the condition in a state of the feed, after that of now.
func (h *hour) conditionOf(s event.State) event.Condition {
	if c := s.Condition(); c != event.Unknown || h.condition == event.Unknown {
		return c
	}
	return event.Down // an attempt after a connection, or after another attempt, is a loss
}

// Hour returns what the last hour of the feed was like, before the time now.
func (h *History) Hour(now time.Time) Hour {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.hourAt(now)
}

func (h *History) hourAt(now time.Time) Hour {
	all := Hour{Since: h.hour.since}
	if h.hour.condition == event.Down {
		all.Lost = h.hour.since
	}
	for i := range all.Minutes {
		n := h.hour.last - int64(HourMinutes-1-i)
		if n <= 0 {
			continue
		}
		m := &h.hour.minutes[n%HourMinutes]
		all.Minutes[i] = m.worst
		all.Reconnects += m.reconnects
	}
	if h.hour.reason != "" && now.Sub(h.hour.lost) < time.Hour {
		all.Reason = h.hour.reason
	}
	return all
}
