package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// feedClock is whether the clock of a feed is ahead of ours.
type feedClock struct {
	log      *event.Builder
	ahead    bool // by more than a minute
	reported bool
}

// maxAhead is how far the time of an event may be ahead of its receipt before the feed's clock counts as wrong.
const maxAhead = int64(time.Minute)

// drawnAt returns the time at which a number is drawn: the event's own, or that of its receipt where the feed's clock is
// ahead. A chart ends now, and would show nothing of such a feed. As long as the clock is ahead by more than a minute, every
// time that is ahead at all counts as wrong, so that the order of the points does not depend on which side of the minute an
// event falls.
func (c *feedClock) drawnAt(received, eventTime int64) int64 {
	if eventTime <= received {
		if c.ahead && eventTime > received-maxAhead {
			c.ahead = false
		}
		return eventTime
	}
	if ahead := eventTime - received; ahead > maxAhead {
		if c.ahead = true; !c.reported {
			c.reported = true
			c.log.Note(time.Unix(0, received), event.Notice, event.NoLabel, "the feed's clock is "+format.Lag(time.Duration(ahead))+" ahead of this one: its values are drawn by the time of receipt")
		}
	}
	if c.ahead {
		return received
	}
	return eventTime
}
