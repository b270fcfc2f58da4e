package session

import (
	"errors"
	"fmt"
	"sockeye/feed/event"
	"time"
)

// Unsubscribe gives symbols up, now and for later connections.
func (s *Session) Unsubscribe(now time.Time, symbols ...string) error {
	if s.preset.Unsubscribe == nil {
		return fmt.Errorf("preset %s has no `unsubscribe`: what is subscribed stays so", s.preset.Name)
	}
	var errs []error
	var given []int32
	for _, symbol := range symbols {
		n, known := s.byLabel[symbol]
		if !known || !s.rows[n].State.Wanted() {
			errs = append(errs, fmt.Errorf("%s is not subscribed", s.preset.ShownSymbol(symbol)))
			continue
		}
		r := &s.rows[n]
		before := r.State
		// What the ack brings may be needed to take the subscription back: then the ack is waited for.
		if !r.request.open || !s.preset.Unsubscribe.Send.Uses(s.savedNames()...) || !s.move(now, n, unwantedUnacked, "") {
			s.move(now, n, unwanted, "")
		}
		switch {
		case r.State == event.Cancelling:
			s.awaitUnsubscribe(now, n)
		case r.State == event.Unsubscribing && before != event.Resubscribing:
			given = append(given, n)
		case r.State == event.Off:
			s.closeRequest(n)
			s.unroute(n)
			r.dataFrom = now.Add(inFlight)
		}
	}
	s.refresh(now)
	if len(given) > 0 {
		s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, given)
		s.flush(now)
	}
	return errors.Join(errs...)
}

// unsubscribeSent notes that an unsubscribe message with that `${id}` was sent for rows.
func (s *Session) unsubscribeSent(now time.Time, rows []int32, id int64) {
	for _, n := range rows {
		s.rows[n].unsub.id = id
		if len(s.preset.Unsubscribe.Ack) == 0 {
			s.confirmUnsubscribe(now, n)
			continue
		}
		s.indexAnswers(n)
		s.awaitUnsubscribe(now, n)
	}
}

// confirmUnsubscribe notes that the server no longer has a subscription; one that is wanted again by now is asked for again.
func (s *Session) confirmUnsubscribe(now time.Time, n int32) {
	if !s.move(now, n, unsubscribed, "") {
		return
	}
	s.unroute(n)
	s.rows[n].dataFrom = now.Add(inFlight)
	s.requestAgain(now, n)
}

// failUnsubscribe applies that the server does not confirm an unsubscribe, or cannot be sent one: the operator wants none of
// it, so it is off here; the server may still send its data.
func (s *Session) failUnsubscribe(now time.Time, n int32, why string) {
	if !s.move(now, n, unsubscribeFailed, why) {
		return
	}
	if s.rows[n].State == event.Queued {
		s.rows[n].Reason = ""
		s.unroute(n)
		s.requestAgain(now, n)
		return
	}
	s.closeRequest(n) // the ids stay: the answer may come late, and data is still found by them
}

// requestAgain asks for a row that is wanted again after its unsubscribe.
func (s *Session) requestAgain(now time.Time, n int32) {
	asked := s.rows[n].request.number
	s.dropRequest(n)
	if s.rows[n].State != event.Queued {
		s.refresh(now)
		return
	}
	s.rows[n].request.number = asked // data of before may still be on its way
	s.request([]int32{n})
	s.flush(now)
}
