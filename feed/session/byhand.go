package session

import (
	"errors"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// What is kept of what the operator sent by hand on a feed without `subscribe`. There it is all that the server was asked
// for, and nothing of it holds on a new connection.
const (
	maxByHand      = 64       // messages
	maxByHandBytes = 64 << 10 // of all of them
)

// byHand is what the operator has sent by hand, oldest first, to be sent again on a later connection if he wants that.
type byHand struct {
	preset *preset.Bound
	texts  []string
}

// keep keeps a text that the operator has sent.
func (b *byHand) keep(text string) {
	if b.preset.Subscribe != nil {
		return
	}
	b.texts = append(b.texts, text)
	size := 0
	for i := len(b.texts) - 1; i >= 0; i-- {
		if size += len(b.texts[i]); size > maxByHandBytes || len(b.texts)-i > maxByHand {
			b.texts = append([]string(nil), b.texts[i+1:]...)
			break
		}
	}
}

// offer says on a new connection that what was sent by hand on the one before is not sent again by itself, and returns it
// without secrets.
func (b *byHand) offer(now time.Time, log *event.Builder) (unsent []string) {
	if len(b.texts) == 0 {
		return nil
	}
	for _, text := range b.texts {
		unsent = append(unsent, b.preset.Redact(text))
	}
	log.Note(now, event.Trouble, event.NoLabel, fmt.Sprintf(":resend sends again %s sent by hand on the last connection, and not on this one", messages(len(b.texts))))
	return unsent
}

// Resend sends again what the operator has sent by hand on the connection before, when the preset's `rate` allows; or drops
// it, so that it is no longer offered. The error says why it cannot be sent now.
func (s *Session) Resend(now time.Time, drop bool) error {
	unsent := &s.conn.status.Unsent
	if len(*unsent) == 0 {
		return errors.New("nothing was sent by hand on an earlier connection that is not sent on this one")
	}
	if drop {
		s.byHand.texts = nil
	} else if err := s.outbox.sendAgain(now, s.byHand.texts); err != nil {
		return err
	}
	*unsent = nil
	s.log.Changed()
	return nil
}

func messages(n int) string {
	if n == 1 {
		return "the message that was"
	}
	return fmt.Sprintf("the %d messages that were", n)
}
