package subscription

import (
	"slices"
	"time"

	"sockeye/feed/event"
)

// ReceiveAnswer applies the current message as the answer to a request of ours, and reports whether it is one.
func (s *Subscriptions) ReceiveAnswer(now time.Time) bool {
	is := false
	if s.preset.Subscribe != nil {
		if s.open > 0 {
			is = s.receiveAck(now)
		}
		mayEndAny := s.count.agreed+s.count.givenUp+s.labels.Count(event.Cancelling) > 0
		if s.open > 0 || mayEndAny {
			is = s.receiveRejection(now) || is
		}
		if mayEndAny {
			for i := range s.answers.ended {
				is = s.answers.about(&s.answers.ended[i], mayEnd, requestID, func(sub *subscription) { s.end(now, sub) }) || is
			}
		}
	}
	if s.count.givenUp > 0 {
		for i := range s.answers.unsubscribed {
			is = s.answers.about(&s.answers.unsubscribed[i], isGivenUp, unsubscribeID, func(sub *subscription) { s.confirmUnsubscribe(now, sub) }) || is
		}
	}
	return is
}

func isGivenUp(sub *subscription) bool { return sub.state().GivenUp() }

// mayEnd reports whether the server can have a subscription that it ends.
func mayEnd(sub *subscription) bool {
	state := sub.state()
	return state.Agreed() || state.GivenUp() || state == event.Cancelling
}

// awaitsAck reports whether an ack counts for a subscription: also for one that is live by its data, for what the ack brings.
func awaitsAck(sub *subscription) bool {
	switch state := sub.state(); state {
	case event.Rejected, event.Queued, event.Resubscribing:
		return false
	default:
		return sub.request.open && (state.Wanted() || state == event.Cancelling)
	}
}

// awaitsNamedAck is awaitsAck for an answer that says which subscription it means: that is worth more than the guess by
// which one was rejected.
func awaitsNamedAck(sub *subscription) bool {
	return awaitsAck(sub) || sub.state() == event.Rejected && sub.request.open
}

// awaitsAnswer reports whether a rejection can be the answer to the subscription's request: nothing else has answered it.
func awaitsAnswer(sub *subscription) bool {
	switch sub.state() {
	case event.Requested, event.Retrying, event.Unanswered, event.Cancelling, event.Subscribed:
		return sub.request.open
	case event.SubscriptionStale: // without an ack it can be stale before anything has come
		return sub.request.open && sub.label().LastEvent.Before(sub.request.at)
	}
	return false
}

// mayBeRejected reports whether a rejection that names a subscription can mean it.
func mayBeRejected(sub *subscription) bool {
	state := sub.state()
	return awaitsAnswer(sub) || state.Agreed() || state == event.Unsubscribing || state == event.Resubscribing
}

func (s *Subscriptions) receiveAck(now time.Time) bool {
	is := false
	for i := range s.answers.ack {
		ack, candidate := &s.answers.ack[i], awaitsAck
		if ack.want != nil {
			candidate = awaitsNamedAck
		}
		is = s.answers.about(ack, candidate, requestID, func(sub *subscription) { s.acknowledge(now, sub) }) || is
	}
	return is
}

func (s *Subscriptions) receiveRejection(now time.Time) bool {
	for i := range s.answers.fail {
		fail := &s.answers.fail[i]
		if fail.want != nil {
			var meant []*subscription
			s.answers.about(fail, mayBeRejected, requestID, func(sub *subscription) { meant = append(meant, sub) })
			if len(meant) == 0 {
				continue
			}
			// The id of a request of several is no name of one of them: it means what has no answer yet, and an ack is worth more.
			several := len(meant) > 1
			if slices.ContainsFunc(meant, awaitsAnswer) {
				meant = slices.DeleteFunc(meant, func(sub *subscription) bool { return !awaitsAnswer(sub) })
			}
			for _, sub := range meant {
				s.reject(now, sub, several)
			}
			return true
		}
		if !s.doc.Holds(fail.pattern, s.scopes.Base) {
			continue
		}
		// It does not say which one it means. Servers answer in order: the oldest request that has no answer, as a whole.
		if oldest := s.oldestUnanswered(); oldest != 0 {
			for sub := range s.list.all() {
				if sub.request.number == oldest && awaitsAnswer(sub) {
					s.reject(now, sub, true)
				}
			}
			return true
		}
	}
	return false
}

// oldestUnanswered returns the number of the oldest request that waits for an answer; 0 without one.
func (s *Subscriptions) oldestUnanswered() (oldest int64) {
	for sub := range s.list.all() {
		if awaitsAnswer(sub) && (oldest == 0 || sub.request.number < oldest) {
			oldest = sub.request.number
		}
	}
	return oldest
}
