package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// unsubscribeWait is how long a server has to answer an unsubscribe. Many servers answer one that they refuse, or do not
// understand, in a way that nothing recognises, or not at all: without a bound it would say "unsubscribing" for ever.
const unsubscribeWait = 10 * time.Second

// overdue is the answers that are waited for, and what becomes of subscriptions when they do not come.
type overdue struct {
	subs         *subscriptions
	answers      waits
	unsubscribes waits
	unsubscribed int64 // unsubscribe messages that were waited for, to tell older from newer
	hinted       bool  // that events have other labels than what is subscribed
}

// clear ends all waits: the connection has ended.
func (o *overdue) clear() { o.answers, o.unsubscribes = nil, nil }

// awaitAnswer begins to wait for the answer to the request of a label.
func (o *overdue) awaitAnswer(now time.Time, n int32) {
	if o.subs.preset.Answer > 0 {
		o.answers.add(n, o.subs.labels.all[n].request.number, now.Add(o.subs.preset.Answer))
	}
}

// awaitUnsubscribe begins to wait for the answer to an unsubscribe.
func (o *overdue) awaitUnsubscribe(now time.Time, n int32) {
	o.unsubscribed++
	o.subs.labels.all[n].unsub.number = o.unsubscribed
	o.unsubscribes.add(n, o.unsubscribed, now.Add(unsubscribeWait))
}

// restart begins all waits anew, after a time in which nothing ran here: the answer may have come meanwhile, and is read
// only after this.
func (o *overdue) restart(now time.Time) {
	o.answers.restart(now.Add(o.subs.preset.Answer))
	o.unsubscribes.restart(now.Add(unsubscribeWait))
}

// answersDue returns when a request has had no answer for too long.
func (o *overdue) answersDue() time.Time {
	if !o.subs.conn.isOpen() {
		return time.Time{}
	}
	return o.answers.due()
}

// expireAnswers applies that requests have had no answer.
func (o *overdue) expireAnswers(now time.Time) {
	var unanswered, silent []string
	for w, ok := o.answers.next(now); ok; w, ok = o.answers.next(now) {
		l := &o.subs.labels.all[w.label]
		if l.request.number == w.number && l.State == event.Subscribed {
			silent = append(silent, l.Name)
		}
		if !l.request.open || l.request.number != w.number {
			continue
		}
		if l.State == event.Retrying && len(o.subs.preset.Subscribe.Ack) == 0 { // not rejected again
			o.subs.labels.move(now, w.label, sentWithoutAck, "")
			o.subs.begin(now, w.label)
		}
		if o.subs.labels.move(now, w.label, answerDue, "") {
			l.Since = l.request.at
			unanswered = append(unanswered, l.Name)
		} else if l.State == event.Subscribed || l.State == event.SubscriptionStale && awaitsAnswer(l) { // without an ack: it can be rejected no longer
			o.subs.closeRequest(w.label)
		}
	}
	if len(unanswered) > 0 {
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no answer and no data for "+format.Length(o.subs.preset.Answer)+": "+listed(unanswered)+"; a late answer still counts, and r in the watchlist asks again")
	}
	o.hintLabels(now, silent)
	if len(unanswered) > 0 {
		o.subs.conn.refresh(now, o.subs.labels)
	}
}

// hintLabels says once which labels events have while subscriptions have none: mostly the preset does not say which event
// belongs to which subscription.
func (o *overdue) hintLabels(now time.Time, silent []string) {
	if len(silent) == 0 || o.hinted {
		return
	}
	var names []string
	for i := range o.subs.labels.all {
		if l := &o.subs.labels.all[i]; l.State == event.NoSubscription && l.lastEvent.After(o.subs.conn.status.OpenedAt) {
			names = append(names, l.Name)
		}
	}
	if len(names) > 0 {
		o.hinted = true
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no data on "+listed(silent)+", while events have the labels "+listed(names)+": give the rule a `label` or a `sub` that finds the subscription")
	}
}

// unsubscribesDue returns when an unsubscribe has had no answer for too long.
func (o *overdue) unsubscribesDue() time.Time {
	if !o.subs.conn.isOpen() {
		return time.Time{}
	}
	return o.unsubscribes.due()
}

// expireUnsubscribes applies that unsubscribes have had no answer.
func (o *overdue) expireUnsubscribes(now time.Time) {
	var unconfirmed []string
	for w, ok := o.unsubscribes.next(now); ok; w, ok = o.unsubscribes.next(now) {
		l := &o.subs.labels.all[w.label]
		if waiting := l.State >= event.Cancelling && l.State <= event.Resubscribing; !waiting || l.unsub.number != w.number {
			continue
		}
		unconfirmed = append(unconfirmed, l.Name)
		o.subs.failUnsubscribe(now, w.label, "no answer to unsubscribe")
	}
	if len(unconfirmed) > 0 {
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no answer to unsubscribe within "+format.Length(unsubscribeWait)+" of "+listed(unconfirmed)+": off here, and the server may still send it")
		o.subs.conn.refresh(now, o.subs.labels)
	}
}
