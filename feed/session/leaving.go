package session

import (
	"errors"
	"fmt"
	"time"
)

// leaveWait is how long a server has to answer an unsubscribe. Many servers answer one that they refuse, or do not
// understand, in a way that nothing recognises, or not at all: without a bound the row would say "unsubscribing" for ever.
const leaveWait = 10 * time.Second

// leaver is a wait for the answer to an unsubscribe.
type leaver struct {
	row   int32
	leave int64 // of the row; another one: this wait is over
	by    time.Time
}

// Unsubscribe gives symbols up, now and for later connections.
func (s *Session) Unsubscribe(now time.Time, symbols ...string) error {
	if s.preset.Unsubscribe == nil {
		return fmt.Errorf("preset %s has no `unsubscribe`: what is subscribed stays so", s.preset.Name)
	}
	var errs []error
	var leaving []int32
	for _, symbol := range symbols {
		n, known := s.byLabel[symbol]
		if !known || !s.rows[n].wanted {
			errs = append(errs, fmt.Errorf("%s is not subscribed", symbol))
			continue
		}
		r := &s.rows[n]
		r.wanted = false
		if !r.asked || r.State == Rejected {
			r.asked = false
			s.set(n, Off, "") // never sent, or refused: nothing to take back
			continue
		}
		// What the ack brings may be needed to take the subscription back: then the ack is waited for.
		r.leaveLater = r.State == Pending && s.preset.Unsubscribe.Send.Uses(s.savedNames()...)
		r.leaving = true
		s.set(n, Pending, "unsubscribing")
		if r.leaveLater {
			s.awaitLeave(now, n)
		} else {
			leaving = append(leaving, n)
		}
	}
	s.refresh(now)
	if len(leaving) > 0 {
		s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, leaving)
		s.flush(now)
	}
	return errors.Join(errs...)
}

// awaitLeave begins to wait for the answer to an unsubscribe.
func (s *Session) awaitLeave(now time.Time, n int32) {
	r := &s.rows[n]
	r.leave++
	s.leavers = append(s.leavers, leaver{row: n, leave: r.leave, by: now.Add(leaveWait)})
	s.orders.Rearm = true
}

// giveUpLeaving takes the unsubscribes that were not answered in time for done.
func (s *Session) giveUpLeaving(now time.Time) {
	var unanswered []string
	for len(s.leavers) > 0 && !now.Before(s.leavers[0].by) {
		l := s.leavers[0]
		s.leavers = s.leavers[1:]
		r := &s.rows[l.row]
		if !r.leaving || r.leave != l.leave {
			continue
		}
		unanswered = append(unanswered, r.Label)
		s.leaveAnyway(now, l.row, "no answer to unsubscribe")
	}
	if len(unanswered) > 0 {
		s.note(now, Trouble, NoRow, "no answer to unsubscribe within "+rounded(leaveWait)+" of "+listed(unanswered)+": off here, and the server may still send it")
		s.refresh(now)
	}
}

// leaveAnyway takes an unsubscribe that the server does not confirm for done, as far as we are concerned: the operator
// wants none of it. The server may still send data: then it is the data of a label that nobody subscribed.
func (s *Session) leaveAnyway(now time.Time, n int32, why string) {
	r := &s.rows[n]
	if r.wanted { // the mind was changed meanwhile
		s.off(now, n)
		return
	}
	// The ids stay: the answer may come late, and the data is still found by them.
	r.leaving, r.leaveLater, r.asked, r.unconfirmed, s.unconfirmed = false, false, false, true, true
	s.set(n, Off, why)
}

func (s *Session) left(now time.Time) bool {
	return s.each(s.answers.left, isLeaving, leavingID, func(n int32) { s.off(now, n) })
}

// off notes that a subscription is gone, as the operator wanted; or asks again, if the mind was changed
// meanwhile.
func (s *Session) off(now time.Time, n int32) {
	r := &s.rows[n]
	s.unroute(n)
	s.forgetRequest(n)
	if !r.wanted {
		s.set(n, Off, "")
		s.refresh(now)
		return
	}
	s.set(n, Pending, "")
	s.request([]int32{n})
	s.flush(now)
}

// forgetRequest forgets what was said about a row on this connection.
func (s *Session) forgetRequest(n int32) {
	r := &s.rows[n]
	s.drop(n)
	s.answers.close(r.id)
	s.answers.close(r.leavingID)
	r.asked, r.leaving, r.unconfirmed, r.guessed, r.id, r.leavingID = false, false, false, false, 0, 0
}
