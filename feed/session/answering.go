package session

import (
	"slices"
	"time"

	"sockeye/feed/event"
)

// receiveAnswer applies the current message as the answer to a request of ours, and reports whether it is one.
func (s *subscriptions) receiveAnswer(now time.Time) bool {
	is, count := false, &s.labels.count
	if s.preset.Subscribe != nil {
		if s.open > 0 {
			is = s.receiveAck(now)
		}
		established := count[event.Subscribed]+count[event.Live]+count[event.SubscriptionStale] > 0
		mayEndAny := established || count[event.Cancelling]+s.givenUp() > 0
		if s.open > 0 || mayEndAny {
			is = s.receiveRejection(now) || is
		}
		if mayEndAny {
			for i := range s.answers.ended {
				is = s.answers.about(&s.answers.ended[i], mayEnd, requestID, func(n int32) { s.end(now, n) }) || is
			}
		}
	}
	if s.givenUp() > 0 {
		for i := range s.answers.unsubscribed {
			is = s.answers.about(&s.answers.unsubscribed[i], isGivenUp, unsubscribeID, func(n int32) { s.confirmUnsubscribe(now, n) }) || is
		}
	}
	return is
}

// givenUp returns how many subscriptions are given up and may still be with the server; see isGivenUp.
func (s *subscriptions) givenUp() int {
	count := &s.labels.count
	return count[event.Unsubscribing] + count[event.Resubscribing] + count[event.Unconfirmed] + count[event.StillSent]
}

func isEstablished(l *label) bool {
	return agreed(l.State)
}

// mayEnd reports whether the server can have a subscription that it ends.
func mayEnd(l *label) bool { return isEstablished(l) || isGivenUp(l) || l.State == event.Cancelling }

func isGivenUp(l *label) bool {
	switch l.State {
	case event.Unsubscribing, event.Resubscribing, event.Unconfirmed, event.StillSent:
		return true
	}
	return false
}

// awaitsAck reports whether an ack counts for a subscription: also for one that is live by its data, for what the ack brings.
func awaitsAck(l *label) bool {
	return l.request.open && l.State != event.Rejected && (l.State.Wanted() && l.State != event.Queued && l.State != event.Resubscribing || l.State == event.Cancelling)
}

// awaitsNamedAck is awaitsAck for an answer that says which subscription it means: that is worth more than the guess by
// which one was rejected.
func awaitsNamedAck(l *label) bool {
	return awaitsAck(l) || l.State == event.Rejected && l.request.open
}

// awaitsAnswer reports whether a rejection can be the answer to the subscription's request: nothing else has answered it.
func awaitsAnswer(l *label) bool {
	switch l.State {
	case event.Requested, event.Retrying, event.Unanswered, event.Cancelling, event.Subscribed:
		return l.request.open
	case event.SubscriptionStale: // without an ack it can be stale before anything has come
		return l.request.open && l.lastEvent.Before(l.request.at)
	}
	return false
}

// mayBeRejected reports whether a rejection that names a subscription can mean it.
func mayBeRejected(l *label) bool {
	return awaitsAnswer(l) || isEstablished(l) || l.State == event.Unsubscribing || l.State == event.Resubscribing
}

func (s *subscriptions) receiveAck(now time.Time) bool {
	is := false
	for i := range s.answers.ack {
		ack, candidate := &s.answers.ack[i], awaitsAck
		if ack.want != nil {
			candidate = awaitsNamedAck
		}
		is = s.answers.about(ack, candidate, requestID, func(n int32) { s.acknowledge(now, n) }) || is
	}
	return is
}

func (s *subscriptions) receiveRejection(now time.Time) bool {
	for i := range s.answers.fail {
		fail := &s.answers.fail[i]
		if fail.want != nil {
			var meant []int32
			s.answers.about(fail, mayBeRejected, requestID, func(n int32) { meant = append(meant, n) })
			if len(meant) == 0 {
				continue
			}
			// The id of a request of several is no name of one of them: it means what has no answer yet, and an ack is worth more.
			several := len(meant) > 1
			waits := func(n int32) bool { return awaitsAnswer(&s.labels.all[n]) }
			if slices.ContainsFunc(meant, waits) {
				meant = slices.DeleteFunc(meant, func(n int32) bool { return !waits(n) })
			}
			for _, n := range meant {
				s.reject(now, n, several)
			}
			return true
		}
		if !s.doc.Holds(fail.pattern, s.scopes.Base) {
			continue
		}
		// It does not say which one it means. Servers answer in order: the oldest request that has no answer, as a whole.
		if oldest := s.oldestUnanswered(); oldest != 0 {
			for n := range s.labels.all {
				if l := &s.labels.all[n]; l.request.number == oldest && awaitsAnswer(l) {
					s.reject(now, int32(n), true)
				}
			}
			return true
		}
	}
	return false
}

// oldestUnanswered returns the number of the oldest request that waits for an answer; 0 without one.
func (s *subscriptions) oldestUnanswered() (oldest int64) {
	for n := range s.labels.all {
		if l := &s.labels.all[n]; awaitsAnswer(l) && (oldest == 0 || l.request.number < oldest) {
			oldest = l.request.number
		}
	}
	return oldest
}
