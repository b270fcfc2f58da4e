package session

import (
	"strconv"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
)

// NotJSON says why a message that matches no rule is no JSON, in words and with the place. It returns "" if it is JSON, if
// it is no text, or if no rule of the preset reads plain
// JSON.
func (s *Session) NotJSON(message []byte) string {
	if len(s.rules) == 0 || s.preset.Frames.Prefix != nil || !isText(message) {
		return ""
	}
	complaint := json.Complaint(message)
	if complaint == "" {
		return ""
	}
	return "not JSON: " + complaint
}

// noteNotJSON says that the current message, which no rule has taken, is no JSON. Of many it does so for the first, the
// tenth, the hundredth: each is in the log itself.
func (s *Session) noteNotJSON(now time.Time) {
	if s.doc.tape.Root() != json.Nothing {
		return
	}
	why := s.NotJSON(s.doc.raw)
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
