package session

import (
	"sockeye/feed/event"
	"time"
)

// unsubscribeWait is how long a server has to answer an unsubscribe. Many servers answer one that they refuse, or do not
// understand, in a way that nothing recognises, or not at all: without a bound the row would say "unsubscribing" for ever.
const unsubscribeWait = 10 * time.Second

// wait is the time that a server has to answer a request.
type wait struct {
	row    int32
	number int64 // of the request; another one: this wait is over
	by     time.Time
}

// awaitAnswer begins to wait for the answer to the request of a row.
func (s *Session) awaitAnswer(now time.Time, n int32) {
	if s.preset.Answer <= 0 {
		return
	}
	s.answerWaits = append(s.answerWaits, wait{row: n, number: s.rows[n].request.number, by: now.Add(s.preset.Answer)})
	s.orders.Rearm = true
}

// awaitUnsubscribe begins to wait for the answer to an unsubscribe.
func (s *Session) awaitUnsubscribe(now time.Time, n int32) {
	s.unsubscribes++
	s.rows[n].unsub.number = s.unsubscribes
	s.unsubscribeWaits = append(s.unsubscribeWaits, wait{row: n, number: s.unsubscribes, by: now.Add(unsubscribeWait)})
	s.orders.Rearm = true
}

// waitsDue returns when the first wait is over; zero without one.
func (s *Session) waitsDue() (due time.Time) {
	for _, waits := range [][]wait{s.answerWaits, s.unsubscribeWaits} { // each in the order of by
		if len(waits) > 0 && (due.IsZero() || waits[0].by.Before(due)) {
			due = waits[0].by
		}
	}
	return due
}

// restartWaits begins all waits anew, after a time in which nothing ran here: the answer may have come meanwhile, and is read
// only after this.
func (s *Session) restartWaits(now time.Time) {
	for i := range s.answerWaits {
		s.answerWaits[i].by = now.Add(s.preset.Answer)
	}
	for i := range s.unsubscribeWaits {
		s.unsubscribeWaits[i].by = now.Add(unsubscribeWait)
	}
}

// next removes the first wait if it is over.
func next(waits *[]wait, now time.Time) (w wait, ok bool) {
	if len(*waits) == 0 || now.Before((*waits)[0].by) {
		return w, false
	}
	w = (*waits)[0]
	*waits = (*waits)[1:]
	return w, true
}

// hintLabels says once which labels events have while subscriptions have none: mostly the preset does not say which event
// belongs to which subscription.
func (s *Session) hintLabels(now time.Time, silent []string) {
	if len(silent) == 0 || s.hinted {
		return
	}
	var labels []string
	for i := range s.rows {
		if r := &s.rows[i]; r.State == event.NoSubscription && r.lastEvent.After(s.status.OpenedAt) {
			labels = append(labels, r.Name)
		}
	}
	if len(labels) > 0 {
		s.hinted = true
		s.note(now, event.Trouble, event.NoLabel, "no data on "+listed(silent)+", while events have the labels "+listed(labels)+": give the rule a `label` or a `sub` that finds the subscription")
	}
}

// expireWaits applies the waits that are over.
func (s *Session) expireWaits(now time.Time) {
	var unanswered, unconfirmed, silent []string
	for w, ok := next(&s.answerWaits, now); ok; w, ok = next(&s.answerWaits, now) {
		r := &s.rows[w.row]
		if r.request.number == w.number && r.State == event.Subscribed {
			silent = append(silent, r.Name)
		}
		if !r.request.open || r.request.number != w.number {
			continue
		}
		if r.State == event.Retrying && len(s.preset.Subscribe.Ack) == 0 { // not refused again
			s.move(now, w.row, sentWithoutAck, "")
			s.begin(now, w.row)
		}
		if s.move(now, w.row, answerDue, "") {
			r.Since = r.request.at
			unanswered = append(unanswered, r.Name)
		} else if r.State == event.Subscribed || r.State == event.SubscriptionStale && awaitsAnswer(r) { // without an ack: it can be refused no longer
			s.closeRequest(w.row)
		}
	}
	for w, ok := next(&s.unsubscribeWaits, now); ok; w, ok = next(&s.unsubscribeWaits, now) {
		r := &s.rows[w.row]
		if waiting := r.State >= event.Cancelling && r.State <= event.Resubscribing; !waiting || r.unsub.number != w.number {
			continue
		}
		unconfirmed = append(unconfirmed, r.Name)
		s.failUnsubscribe(now, w.row, "no answer to unsubscribe")
	}
	if len(unanswered) > 0 {
		s.note(now, event.Trouble, event.NoLabel, "no answer and no data for "+rounded(s.preset.Answer)+": "+listed(unanswered)+"; a late answer still counts, and r in the watchlist asks again")
	}
	s.hintLabels(now, silent)
	if len(unconfirmed) > 0 {
		s.note(now, event.Trouble, event.NoLabel, "no answer to unsubscribe within "+rounded(unsubscribeWait)+" of "+listed(unconfirmed)+": off here, and the server may still send it")
	}
	if len(unanswered)+len(unconfirmed) > 0 {
		s.refresh(now)
	}
}
