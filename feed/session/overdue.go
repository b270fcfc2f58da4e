package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// unsubscribeWait is how long a server has to answer an unsubscribe. Many servers answer one that they refuse, or do not
// understand, in a way that nothing recognises, or not at all: without a bound it would say "unsubscribing" for ever.
const unsubscribeWait = 10 * time.Second

// awaitAnswer begins to wait for the answer to the request of a label.
func (s *subscriptions) awaitAnswer(now time.Time, n int32) {
	if s.preset.Answer > 0 {
		s.answerWaits.add(n, s.labels.all[n].request.number, now.Add(s.preset.Answer))
	}
}

// awaitUnsubscribe begins to wait for the answer to an unsubscribe.
func (s *subscriptions) awaitUnsubscribe(now time.Time, n int32) {
	s.unsubscribes++
	s.labels.all[n].unsub.number = s.unsubscribes
	s.unsubscribeWaits.add(n, s.unsubscribes, now.Add(unsubscribeWait))
}

// restartWaits begins all waits anew, after a time in which nothing ran here: the answer may have come meanwhile, and is read
// only after this.
func (s *subscriptions) restartWaits(now time.Time) {
	s.answerWaits.restart(now.Add(s.preset.Answer))
	s.unsubscribeWaits.restart(now.Add(unsubscribeWait))
}

// answersDue returns when a request has had no answer for too long.
func (s *subscriptions) answersDue() time.Time {
	if !s.conn.isOpen() {
		return time.Time{}
	}
	return s.answerWaits.due()
}

// expireAnswers applies that requests have had no answer.
func (s *subscriptions) expireAnswers(now time.Time) {
	var unanswered, silent []string
	for w, ok := s.answerWaits.next(now); ok; w, ok = s.answerWaits.next(now) {
		l := &s.labels.all[w.label]
		if l.request.number == w.number && l.State == event.Subscribed {
			silent = append(silent, l.Name)
		}
		if !l.request.open || l.request.number != w.number {
			continue
		}
		if l.State == event.Retrying && len(s.preset.Subscribe.Ack) == 0 { // not rejected again
			s.labels.move(now, w.label, sentWithoutAck, "")
			s.begin(now, w.label)
		}
		if s.labels.move(now, w.label, answerDue, "") {
			l.Since = l.request.at
			unanswered = append(unanswered, l.Name)
		} else if l.State == event.Subscribed || l.State == event.SubscriptionStale && awaitsAnswer(l) { // without an ack: it can be rejected no longer
			s.closeRequest(w.label)
		}
	}
	if len(unanswered) > 0 {
		s.log.note(now, event.Trouble, event.NoLabel, "no answer and no data for "+format.Length(s.preset.Answer)+": "+listed(unanswered)+"; a late answer still counts, and r in the watchlist asks again")
	}
	s.hintLabels(now, silent)
	if len(unanswered) > 0 {
		s.conn.refresh(now, s.labels)
	}
}

// hintLabels says once which labels events have while subscriptions have none: mostly the preset does not say which event
// belongs to which subscription.
func (s *subscriptions) hintLabels(now time.Time, silent []string) {
	if len(silent) == 0 || s.hinted {
		return
	}
	var names []string
	for i := range s.labels.all {
		if l := &s.labels.all[i]; l.State == event.NoSubscription && l.lastEvent.After(s.conn.status.OpenedAt) {
			names = append(names, l.Name)
		}
	}
	if len(names) > 0 {
		s.hinted = true
		s.log.note(now, event.Trouble, event.NoLabel, "no data on "+listed(silent)+", while events have the labels "+listed(names)+": give the rule a `label` or a `sub` that finds the subscription")
	}
}

// unsubscribesDue returns when an unsubscribe has had no answer for too long.
func (s *subscriptions) unsubscribesDue() time.Time {
	if !s.conn.isOpen() {
		return time.Time{}
	}
	return s.unsubscribeWaits.due()
}

// expireUnsubscribes applies that unsubscribes have had no answer.
func (s *subscriptions) expireUnsubscribes(now time.Time) {
	var unconfirmed []string
	for w, ok := s.unsubscribeWaits.next(now); ok; w, ok = s.unsubscribeWaits.next(now) {
		l := &s.labels.all[w.label]
		if waiting := l.State >= event.Cancelling && l.State <= event.Resubscribing; !waiting || l.unsub.number != w.number {
			continue
		}
		unconfirmed = append(unconfirmed, l.Name)
		s.failUnsubscribe(now, w.label, "no answer to unsubscribe")
	}
	if len(unconfirmed) > 0 {
		s.log.note(now, event.Trouble, event.NoLabel, "no answer to unsubscribe within "+format.Length(unsubscribeWait)+" of "+listed(unconfirmed)+": off here, and the server may still send it")
		s.conn.refresh(now, s.labels)
	}
}
