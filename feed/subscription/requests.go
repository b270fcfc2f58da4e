package subscription

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

// request sends subscribe messages for labels, when the preset's `rate` allows.
func (s *Subscriptions) request(now time.Time, labels []int32) {
	if len(labels) > 0 {
		var send lang.Template // none: the feed sends without being asked
		if s.preset.Subscribe != nil {
			send = s.preset.Subscribe.Send
		}
		s.outbox.Request(Subscribe, send, labels)
	}
	s.outbox.Flush(now)
}

// requestUnsubscribe sends unsubscribe messages for labels, when the preset's `rate` allows.
func (s *Subscriptions) requestUnsubscribe(now time.Time, labels []int32) {
	s.outbox.Request(Unsubscribe, s.preset.Unsubscribe.Send, labels)
	s.outbox.Flush(now)
}

// StillDue returns those of some labels for which a message of the outbox is still true.
func (s *Subscriptions) StillDue(v Verb, labels []int32) (due []int32) {
	for _, n := range labels {
		sub := s.list.of(n)
		state := sub.state()
		is := state == event.Unsubscribing || state == event.Resubscribing
		if v == Subscribe {
			is = state == event.Queued || state == event.Retrying && !sub.request.open
		}
		if is {
			due = append(due, n)
		}
	}
	return due
}

// ScopeFor is the scope of a message for some labels.
func (s *Subscriptions) ScopeFor(labels []int32) *scope.Scope {
	symbols := make([]string, len(labels))
	for i, n := range labels {
		symbols[i] = s.labels.At(n).Symbol
	}
	first := s.list.of(labels[0])
	return &scope.Scope{Symbols: symbols, SubID: first.request.id, Own: first.saved}
}

// Sent notes that a message with that `${id}` was sent for labels; 0: it has none.
func (s *Subscriptions) Sent(now time.Time, v Verb, labels []int32, id int64) {
	if v == Unsubscribe {
		s.unsubscribeSent(now, labels, id)
	} else {
		s.subscribeSent(now, labels, id)
	}
	if s.awaitedFrom.IsZero() && s.count.awaited > 0 { // the last unsubscribe leaves nothing to wait for
		s.awaitedFrom = now
	}
}

// NotSent notes why a message for labels is not sent: it cannot be filled in, or may not go to this host. What it asks for stays
// wanted, for the next connection.
func (s *Subscriptions) NotSent(now time.Time, v Verb, labels []int32, why string) {
	for _, n := range labels {
		if v == Unsubscribe {
			s.failUnsubscribe(now, s.list.of(n), "unsubscribe could not be sent")
		} else {
			s.move(now, n, notSent, why)
		}
	}
	s.conn.Refresh(now)
}

func (s *Subscriptions) subscribeSent(now time.Time, labels []int32, id int64) {
	s.requests++
	acks := s.preset.Subscribe != nil && len(s.preset.Subscribe.Ack) > 0
	for _, n := range labels {
		sub := s.list.of(n)
		if sub.request.number != 0 {
			sub.dataFrom = now.Add(inFlight)
		}
		s.closeRequest(sub)
		sub.request = inquiry{number: s.requests, id: id, at: now, open: true}
		s.open++
		s.answers.index(sub)
		s.routes.add(sub)
		s.overdue.awaitAnswer(now, sub)
		switch {
		case acks:
			s.move(now, sub.number, sent, "")
		case sub.state() == event.Retrying && s.preset.Answer > 0: // it has been rejected before: time shows whether it is again
		default:
			s.move(now, sub.number, sentWithoutAck, "")
			s.begin(now, sub)
		}
	}
}

func (s *Subscriptions) unsubscribeSent(now time.Time, labels []int32, id int64) {
	for _, n := range labels {
		sub := s.list.of(n)
		sub.unsub.id = id
		if len(s.preset.Unsubscribe.Ack) == 0 {
			s.confirmUnsubscribe(now, sub)
			continue
		}
		s.answers.index(sub)
		s.overdue.awaitUnsubscribe(now, sub)
	}
}

// requestAgain asks for a subscription that is wanted again after its unsubscribe.
func (s *Subscriptions) requestAgain(now time.Time, sub *subscription) {
	asked := sub.request.number
	s.dropRequest(sub)
	if sub.state() != event.Queued {
		s.conn.Refresh(now)
		return
	}
	sub.request.number = asked // data of before may still be on its way
	s.request(now, []int32{sub.number})
}

// begin notes that a label is subscribed from now on.
func (s *Subscriptions) begin(now time.Time, sub *subscription) {
	sub.label().Subscribe(now)
	s.clocks.Live(now, sub.number)
	s.conn.Refresh(now)
}

// closeRequest notes that no answer to a request is expected any more.
func (s *Subscriptions) closeRequest(sub *subscription) {
	if sub.request.open {
		sub.request.open = false
		s.open--
	}
}

// dropRequest drops what was said about a subscription on this connection.
func (s *Subscriptions) dropRequest(sub *subscription) {
	s.closeRequest(sub)
	sub.request, sub.unsub, sub.saved = inquiry{}, inquiry{}, nil
	s.answers.index(sub)
}
