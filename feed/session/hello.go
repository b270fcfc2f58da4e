package session

import (
	"sockeye/feed/event"
	"strconv"
	"time"
)

// ready reports whether subscribes and keepalives may go out: hello is over, and we are not hanging up.
func (s *Session) ready() bool {
	return (s.status.State == event.Open || s.status.State == event.Stale) && s.ending == ""
}

// hello sends what hello has to send, up to the next message that it waits for, and opens the feed at its end.
func (s *Session) hello(now time.Time) {
	for ; s.step < len(s.preset.Hello); s.step++ {
		send := s.preset.Hello[s.step].Send
		if send == nil {
			return
		}
		if _, ok := s.send(now, *send, &scope{}, event.NoLabel); !ok {
			if s.other != "" { // the preset's own host will have it
				s.hangUp("hello holds a secret, which " + s.other + " may not have")
				return
			}
			s.fail(now, "hello cannot be sent")
			return
		}
	}
	s.setState(now, event.Open, "")
	s.note(now, event.Notice, event.NoLabel, "open")
	s.nextSend, s.lastSent, s.lastKeep = now, now, now
	s.offerResend(now)
	s.subscribeWanted(now)
}

// matchHello applies the current message if it is what hello waits for.
func (s *Session) matchHello(now time.Time) bool {
	if s.status.State != event.Hello || s.step >= len(s.preset.Hello) {
		return false
	}
	step := &s.preset.Hello[s.step]
	switch {
	case s.doc.matches(step.Fail, s.base):
		s.fail(now, "refused: "+s.quoted(s.doc.raw))
		return true
	case s.doc.matches(step.Wait, s.base):
		s.saved = s.save(now, step.Save, s.saved, maxSaved)
		s.base.saved = s.saved
		s.step++
		s.hello(now)
		return true
	}
	s.instead = cut(s.quoted(s.doc.raw), maxInstead)
	return false
}

// maxInstead bounds what is shown of a message that came instead of what hello waits for, in bytes.
const maxInstead = 200

// noAnswer says what the attempt waits for that has not come.
func (s *Session) noAnswer() string {
	if s.status.State != event.Hello || s.step >= len(s.preset.Hello) {
		return "no answer"
	}
	text := "step " + strconv.Itoa(s.step+1) + " of hello waited for " + cut(s.preset.Redact(s.preset.Hello[s.step].Wait.String()), maxInstead)
	if s.instead == "" {
		return text + ", and nothing came"
	}
	return text + ", and what came was " + s.instead + ": not that"
}

// fail gives the feed up until the operator reconnects.
func (s *Session) fail(now time.Time, reason string) {
	s.setState(now, event.Failed, reason)
	s.note(now, event.Trouble, event.NoLabel, "FAILED, "+reason+"; R tries again")
	s.hangUp(reason)
}
