package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/scope"
)

// acknowledge applies the current message, an ack, to a label whose request is open.
func (s *subscriptions) acknowledge(now time.Time, n int32) {
	l := &s.labels.all[n]
	before := l.State
	s.closeRequest(n)
	l.dataFrom = time.Time{}
	l.saved = s.saver.Save(now, s.preset.Subscribe.Save, nil, scope.MaxOwn)
	s.answers.index(n)
	s.routes.add(l, n)
	if !s.labels.move(now, n, acknowledged, "") {
		return // its data has come before: what the ack brings is all that counts
	}
	switch {
	case l.State == event.Unsubscribing:
		s.requestUnsubscribe(now, []int32{n})
		return
	case before == event.Rejected:
		s.log.Note(now, event.Notice, n, "subscribed: the rejection before was for another request")
	case before == event.Unanswered:
		s.log.Note(now, event.Notice, n, "the answer came late, after "+format.Elapsed(now.Sub(l.request.at)))
	}
	s.begin(now, n)
}

// reject applies the current message, a rejection, to a label. guess says that it names none, and that the request may have
// been another one: then its ack or data still counts.
func (s *subscriptions) reject(now time.Time, n int32, guess bool) {
	l, reason := &s.labels.all[n], s.reason()
	if isGivenUp(l) {
		s.endGivenUp(now, n)
		return
	}
	if !awaitsAnswer(l) {
		s.end(now, n)
		return
	}
	if !s.labels.move(now, n, rejected, reason) {
		return
	}
	if !guess {
		l.dataFrom = now.Add(inFlight)
		s.closeRequest(n)
		s.routes.remove(l, n)
	}
	if l.State == event.Off { // its unsubscribe has waited for the ack
		l.Reason = ""
	}
	s.log.Note(now, event.Trouble, n, "rejected: "+reason)
	s.conn.refresh(now, s.labels)
}

// end applies the current message, which takes a subscription down, to a label.
func (s *subscriptions) end(now time.Time, n int32) {
	l := &s.labels.all[n]
	if isGivenUp(l) || l.State == event.Cancelling {
		s.endGivenUp(now, n)
		return
	}
	reason := s.reason()
	if !s.labels.move(now, n, ended, reason) {
		return
	}
	l.dataFrom = now.Add(inFlight) // data after that is found, and shows that it has not ended
	s.closeRequest(n)
	s.log.Note(now, event.Trouble, n, "ended by the server: "+reason)
	s.conn.refresh(now, s.labels)
}

// endGivenUp applies the current message, by which the server no longer has a subscription, to a label that the operator has
// given up: that confirms it, and a server that has ended it answers the unsubscribe in no other way.
func (s *subscriptions) endGivenUp(now time.Time, n int32) {
	s.log.Note(now, event.Notice, n, "unsubscribed: the server has ended or rejected it: "+s.reason())
	s.confirmUnsubscribe(now, n)
}

// reason returns the server's words for a rejection: what is at `reason`, which may be the whole message.
func (s *subscriptions) reason() string {
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
func (s *subscriptions) confirmUnsubscribe(now time.Time, n int32) {
	if !s.labels.move(now, n, unsubscribed, "") {
		return
	}
	l := &s.labels.all[n]
	s.routes.remove(l, n)
	l.dataFrom = now.Add(inFlight)
	s.requestAgain(now, n)
}

// failUnsubscribe applies that the server does not confirm an unsubscribe, or cannot be sent one: the operator wants none of
// it, so it is off here; the server may still send its data.
func (s *subscriptions) failUnsubscribe(now time.Time, n int32, why string) {
	if !s.labels.move(now, n, unsubscribeFailed, why) {
		return
	}
	l := &s.labels.all[n]
	if l.State == event.Queued {
		l.Reason = ""
		s.routes.remove(l, n)
		s.requestAgain(now, n)
		return
	}
	s.closeRequest(n) // the ids stay: the answer may come late, and data is still found by them
}

// eventOn notes an event on a label.
// old says that it is older than the subscription.
func (s *subscriptions) eventOn(now time.Time, n int32, old bool) {
	l := &s.labels.all[n]
	if l.State != event.Live && l.State != event.NoSubscription {
		s.firstEvent(now, n)
	}
	l.lastEvent = now
	if now.Before(l.since) { // it came with the answer to the handshake
		l.lastEvent = l.since
	}
	if l.State == event.Live || l.State == event.NoSubscription {
		s.clocks.event(now, n, old)
	}
}

// eventOfSole notes an event on the one subscription of a preset without symbols, which is named after the preset: all that
// comes is its data. n is the label of the event; again says that another rule has counted it.
func (s *subscriptions) eventOfSole(now time.Time, received int64, n int32, again bool) {
	s.eventOn(now, 0, false)
	if n != 0 && s.preset.Subscribe != nil { // else the labels alone are shown
		activity := s.labels.activityOf(0)
		activity.At = received
		if !again {
			activity.Events++
		}
	}
}

// eventUnruled notes a message on a feed whose preset has no rules for events, such as one opened by address: each message
// that is neither a heartbeat nor an answer is its data.
func (s *subscriptions) eventUnruled(now time.Time) {
	s.conn.status.LastData = now
	if s.preset.OpenEnded || len(s.labels.all) == 0 {
		return
	}
	s.eventOn(now, 0, false)
	activity := s.labels.activityOf(0)
	activity.At = now.UnixNano()
	activity.Events++
}

// firstEvent applies an event to a label that is not live: data is an answer.
func (s *subscriptions) firstEvent(now time.Time, n int32) {
	l := &s.labels.all[n]
	before := l.State
	if now.Before(l.dataFrom) || !s.labels.move(now, n, eventCame, "") {
		return
	}
	if l.State == event.StillSent {
		l.Reason = "still sent, although unsubscribed"
		if before == event.Unconfirmed {
			l.Reason = "still sent: unsubscribe was not answered"
		}
		s.log.Note(now, event.Notice, n, l.Reason)
		return
	}
	if before == event.LabelStale {
		s.log.Note(now, event.Notice, n, "data again after "+format.Elapsed(now.Sub(l.lastEvent)))
		return
	}
	if s.preset.Subscribe == nil || len(s.preset.Subscribe.Ack) == 0 {
		s.closeRequest(n) // there is no other answer
	}
	switch before {
	case event.SubscriptionStale:
		s.log.Note(now, event.Notice, n, "data again after "+format.Elapsed(now.Sub(l.lastSign())))
	case event.Unanswered:
		s.log.Note(now, event.Notice, n, "data came: live, although the request was not answered")
	case event.Rejected:
		s.log.Note(now, event.Notice, n, "data came: live, although it was rejected")
	case event.Ended:
		s.log.Note(now, event.Notice, n, "data came: live, although the server had ended it")
	}
	if l.since.IsZero() {
		l.begin(l.request.at)
	}
	if before != event.SubscriptionStale {
		s.clocks.live(now, n)
	}
	s.conn.refresh(now, s.labels)
}
