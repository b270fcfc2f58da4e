package session

import (
	"time"

	"sockeye/feed/message"
)

// rounded writes a duration for people: three digits are enough.
func rounded(d time.Duration) string {
	switch {
	case d >= time.Minute:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

// quoted is what the server says as a reason, without secrets.
func (s *Session) quoted(text []byte) string { return message.Quote(s.preset, text) }
