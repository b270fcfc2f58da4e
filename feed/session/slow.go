package session

import (
	"fmt"
	"sockeye/feed/event"
	"time"
)

// Slow says that a frame of so many bytes took so long to take apart; once on a feed, since a feed that has one such frame
// has more. The session has no clock: its owner measures.
func (s *Session) Slow(now time.Time, took time.Duration, bytes int) {
	if s.slow {
		return
	}
	s.slow = true
	s.note(now, event.Notice, event.NoLabel, fmt.Sprintf("a frame of %s took %s to take apart, and holds up what follows: "+
		"ask for fewer symbols or a smaller snapshot, or lower max_frame (said once)", sized(bytes), rounded(took)))
}

// sized writes a number of bytes for people.
func sized(bytes int) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", bytes)
}
