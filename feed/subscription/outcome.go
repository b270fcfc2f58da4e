package subscription

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/scope"
)

// acknowledge applies the current message, an ack, to a subscription whose request is open.
func (s *Subscriptions) acknowledge(now time.Time, sub *subscription) {
	before := sub.state()
	s.closeRequest(sub)
	sub.dataFrom = time.Time{}
	sub.saved = s.saver.Save(now, s.preset.Subscribe.Save, nil, scope.MaxOwn)
	s.answers.index(sub)
	s.routes.add(sub)
	if !s.move(now, sub.number, acknowledged, "") {
		return // its data has come before: what the ack brings is all that counts
	}
	switch {
	case sub.state() == event.Unsubscribing:
		s.requestUnsubscribe(now, []int32{sub.number})
		return
	case before == event.Rejected:
		s.log.Note(now, event.Notice, sub.number, "subscribed: the rejection before was for another request")
	case before == event.Unanswered:
		s.log.Note(now, event.Notice, sub.number, "the answer came late, after "+format.Elapsed(now.Sub(sub.request.at)))
	}
	s.begin(now, sub)
}

// reject applies the current message, a rejection, to a subscription. guess says that it names none, and that the request may
// have been another one: then its ack or data still counts.
func (s *Subscriptions) reject(now time.Time, sub *subscription, guess bool) {
	reason := s.reason()
	if isGivenUp(sub) {
		s.endGivenUp(now, sub)
		return
	}
	if !awaitsAnswer(sub) {
		s.end(now, sub)
		return
	}
	if !s.move(now, sub.number, rejected, reason) {
		return
	}
	if !guess {
		sub.dataFrom = now.Add(inFlight)
		s.closeRequest(sub)
		s.routes.remove(sub)
	}
	if l := sub.label(); l.State == event.Off { // its unsubscribe has waited for the ack
		l.Reason = ""
	}
	s.log.Note(now, event.Trouble, sub.number, "rejected: "+reason)
	s.conn.Refresh(now)
}

// end applies the current message, which takes a subscription down.
func (s *Subscriptions) end(now time.Time, sub *subscription) {
	if isGivenUp(sub) || sub.state() == event.Cancelling {
		s.endGivenUp(now, sub)
		return
	}
	reason := s.reason()
	if !s.move(now, sub.number, ended, reason) {
		return
	}
	sub.dataFrom = now.Add(inFlight) // data after that is found, and shows that it has not ended
	s.closeRequest(sub)
	s.log.Note(now, event.Trouble, sub.number, "ended by the server: "+reason)
	s.conn.Refresh(now)
}

// endGivenUp applies the current message, by which the server no longer has a subscription that the operator has given up: that
// confirms it, and a server that has ended it answers the unsubscribe in no other way.
func (s *Subscriptions) endGivenUp(now time.Time, sub *subscription) {
	s.log.Note(now, event.Notice, sub.number, "unsubscribed: the server has ended or rejected it: "+s.reason())
	s.confirmUnsubscribe(now, sub)
}

// reason returns the server's words for a rejection: what is at `reason`, which may be the whole message.
func (s *Subscriptions) reason() string {
	if path := s.preset.Subscribe.Reason; path != nil {
		text := s.doc.Text(path, s.doc.Root())
		if text == nil && len(path.Steps) == 0 {
			text = s.doc.Raw()
		}
		if len(text) > 0 {
			return message.Quote(s.preset, text)
		}
	}
	return "the server gave no reason"
}

// confirmUnsubscribe notes that the server no longer has a subscription; one that is wanted again by now is asked for again.
func (s *Subscriptions) confirmUnsubscribe(now time.Time, sub *subscription) {
	if !s.move(now, sub.number, unsubscribed, "") {
		return
	}
	s.routes.remove(sub)
	sub.dataFrom = now.Add(inFlight)
	s.requestAgain(now, sub)
}

// failUnsubscribe applies that the server does not confirm an unsubscribe, or cannot be sent one: the operator wants none of
// it, so it is off here; the server may still send its data.
func (s *Subscriptions) failUnsubscribe(now time.Time, sub *subscription, why string) {
	if !s.move(now, sub.number, unsubscribeFailed, why) {
		return
	}
	if l := sub.label(); l.State == event.Queued {
		l.Reason = ""
		s.routes.remove(sub)
		s.requestAgain(now, sub)
		return
	}
	s.closeRequest(sub) // the ids stay: the answer may come late, and data is still found by them
}

// Event notes an event on a label; old says that it is history.
func (s *Subscriptions) Event(now time.Time, n int32, old bool) {
	l := s.labels.At(n)
	switch l.State {
	case event.Live, event.NoSubscription:
	case event.LabelStale:
		if s.move(now, n, eventCame, "") {
			s.log.Note(now, event.Notice, n, "data again after "+format.Elapsed(now.Sub(l.LastEvent)))
		}
	default:
		s.firstEvent(now, s.list.make(n))
		if l.LastEvent.Before(l.Subscribed()) { // it is awaited no longer
			s.labels.Change(n)
		}
	}
	l.Event(now)
	if l.State == event.Live || l.State == event.NoSubscription {
		s.clocks.Event(now, n, old)
	}
}

// EventOfSole notes an event on the one subscription of a preset without symbols, which is named after the preset: all that
// comes is its data. n is the label of the event; again says that another rule has counted it, and old
// that it is history.
func (s *Subscriptions) EventOfSole(now time.Time, received int64, n int32, again, old bool) {
	s.Event(now, 0, old)
	if n != 0 && s.preset.Subscribe != nil { // else the labels alone are shown
		activity := s.labels.Activity(0)
		activity.At = received
		if !again {
			activity.Events++
		}
	}
}

// EventUnruled notes a message on a feed whose preset has no rules for events, such as one opened by address: each message
// that is neither a heartbeat nor an answer is its data.
func (s *Subscriptions) EventUnruled(now time.Time) {
	if s.preset.OpenEnded || s.labels.Len() == 0 {
		return
	}
	s.Event(now, 0, false)
	activity := s.labels.Activity(0)
	activity.At = now.UnixNano()
	activity.Events++
}

// firstEvent applies an event to a subscription that is not live: data is an answer.
func (s *Subscriptions) firstEvent(now time.Time, sub *subscription) {
	before := sub.state()
	if now.Before(sub.dataFrom) || !s.move(now, sub.number, eventCame, "") {
		return
	}
	l, n := sub.label(), sub.number
	if l.State == event.StillSent {
		l.Reason = "still sent, although unsubscribed"
		if before == event.Unconfirmed {
			l.Reason = "still sent: unsubscribe was not answered"
		}
		s.log.Note(now, event.Notice, n, l.Reason)
		return
	}
	if s.preset.Subscribe == nil || len(s.preset.Subscribe.Ack) == 0 {
		s.closeRequest(sub) // there is no other answer
	}
	switch before {
	case event.SubscriptionStale:
		s.log.Note(now, event.Notice, n, "data again after "+format.Elapsed(now.Sub(l.LastSign())))
	case event.Unanswered:
		s.log.Note(now, event.Notice, n, "data came: live, although the request was not answered")
	case event.Rejected:
		s.log.Note(now, event.Notice, n, "data came: live, although it was rejected")
	case event.Unsent:
		s.log.Note(now, event.Notice, n, "data came: live, although its request was not sent")
	case event.Ended:
		s.log.Note(now, event.Notice, n, "data came: live, although the server had ended it")
	}
	if l.Subscribed().IsZero() {
		l.Subscribe(sub.request.at)
	}
	if before == event.Unsent { // it was not asked for
		l.Subscribe(now)
	}
	if before != event.SubscriptionStale {
		s.clocks.Live(now, n)
	}
	s.conn.Refresh(now)
}
