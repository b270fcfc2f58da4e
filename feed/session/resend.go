package session

import (
	"errors"
	"fmt"
	"sockeye/feed/event"
	"time"
)

// What is kept of what the operator sent by hand on a feed without `subscribe`. There it is all that the server was asked
// for, and a new connection knows nothing of it.
const (
	maxByHand      = 64       // messages
	maxByHandBytes = 64 << 10 // of all of them
)

// keepByHand keeps a text that the operator has sent by hand, for the connections after this one.
func (s *Session) keepByHand(text string) {
	if s.preset.Subscribe != nil {
		return
	}
	s.byHand = append(s.byHand, text)
	size := 0
	for i := len(s.byHand) - 1; i >= 0; i-- {
		if size += len(s.byHand[i]); size > maxByHandBytes || len(s.byHand)-i > maxByHand {
			s.byHand = append([]string(nil), s.byHand[i+1:]...)
			break
		}
	}
}

// offerResend says on a new connection that what was sent by hand on the one before is not sent again by itself.
func (s *Session) offerResend(now time.Time) {
	if len(s.byHand) == 0 || s.opened < 2 {
		return
	}
	s.status.Unsent = make([]string, len(s.byHand))
	for i, text := range s.byHand {
		s.status.Unsent[i] = s.preset.Redact(text)
	}
	s.note(now, event.Trouble, event.NoLabel, fmt.Sprintf(":resend sends again %s sent by hand on the last connection, and not on this one", messages(len(s.byHand))))
}

// Resend sends again what the operator has sent by hand on the connection before, when the preset's `rate` allows; or drops
// it, so that it is no longer offered. The error says why it cannot be sent now.
func (s *Session) Resend(now time.Time, drop bool) error {
	if len(s.status.Unsent) == 0 {
		return errors.New("nothing was sent by hand on an earlier connection that is not sent on this one")
	}
	if drop {
		s.byHand = nil
	} else {
		if err := s.maySend(0); err != nil {
			return err
		}
		for _, text := range s.byHand {
			s.queue = append(s.queue, outgoing{verb: operator, text: text, again: true})
		}
		s.flush(now)
	}
	s.status.Unsent = nil
	s.build.Changed()
	return nil
}

func messages(n int) string {
	if n == 1 {
		return "the message that was"
	}
	return fmt.Sprintf("the %d messages that were", n)
}
