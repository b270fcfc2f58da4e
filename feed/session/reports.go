package session

import (
	"strconv"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// reports is what is said of messages once, or seldom.
type reports struct {
	quiet    bool // what a rule cannot read is not in the log
	slow     bool // it was said that a frame took long
	noJSON   int  // messages so far that no rule matches and that are no JSON
	nextSaid int  // the number of the next one of them that is said
}

// notJSON says that the current message, which no rule matches, is no JSON. Of many it does so for the first, the
// tenth, the hundredth: each is in the log itself.
func (r *reports) notJSON(now time.Time, p *preset.Bound, payload []byte, log *event.Builder) {
	why := message.NotJSON(p, payload)
	if why == "" {
		return
	}
	r.noJSON++
	if r.noJSON == 1 {
		r.nextSaid = 1
	}
	if r.noJSON < r.nextSaid {
		return
	}
	r.nextSaid *= 10
	if r.noJSON > 1 {
		why += "; " + strconv.Itoa(r.noJSON) + " messages like this so far"
	}
	log.Note(now, event.Trouble, event.NoLabel, why)
}
