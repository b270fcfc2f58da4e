package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// Slow says that a frame of so many bytes took so long to take apart; once on a feed, since a feed that has one such frame
// has more. The session has no clock: its owner measures.
func (s *Session) Slow(now time.Time, took time.Duration, bytes int) {
	if s.slow {
		return
	}
	s.slow = true
	s.note(now, event.Notice, event.NoLabel, fmt.Sprintf("a frame of %s took %s to take apart, and holds up what follows: "+
		"ask for fewer symbols or a smaller snapshot, or lower max_frame (said once)", format.Bytes(uint64(bytes)), format.Elapsed(took)))
}
