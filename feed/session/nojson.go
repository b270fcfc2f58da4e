package session

import (
	"strconv"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
)

// noteNotJSON says that the current message, which no rule has taken, is no JSON. Of many it does so for the first, the
// tenth, the hundredth: each is in the log itself.
func (s *Session) noteNotJSON(now time.Time) {
	if s.doc.Root() != message.Nothing {
		return
	}
	why := message.NotJSON(s.preset, s.doc.Raw())
	if why == "" {
		return
	}
	s.notJSON++
	if s.notJSON == 1 {
		s.nextNotJSON = 1
	}
	if s.notJSON < s.nextNotJSON {
		return
	}
	s.nextNotJSON *= 10
	if s.notJSON > 1 {
		why += "; " + strconv.Itoa(s.notJSON) + " messages like this so far"
	}
	s.note(now, event.Trouble, event.NoLabel, why)
}
