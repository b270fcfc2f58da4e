package subscription

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// unsubscribeWait is how long a server has to answer an unsubscribe. Many servers answer one that they refuse, or do not
// understand, in a way that nothing recognises, or not at all: without a bound it would say "unsubscribing" for ever.
const unsubscribeWait = 10 * time.Second

// Overdue is the answers that are waited for, and what becomes of subscriptions when they do not come.
type Overdue struct {
	subs         *Subscriptions
	answers      waits
	unsubscribes waits
	unsubscribed int64 // unsubscribe messages that were waited for, to distinguish older from newer
	hinted       bool  // that events have other labels than what is subscribed
}

// clear ends all waits: the connection has ended.
func (o *Overdue) clear() { o.answers, o.unsubscribes = nil, nil }

// awaitAnswer begins to wait for the answer to the request of a subscription.
func (o *Overdue) awaitAnswer(now time.Time, sub *subscription) {
	if o.subs.preset.Answer > 0 {
		o.answers.add(sub, sub.request.number, now.Add(o.subs.preset.Answer))
	}
}

// awaitUnsubscribe begins to wait for the answer to an unsubscribe.
func (o *Overdue) awaitUnsubscribe(now time.Time, sub *subscription) {
	o.unsubscribed++
	sub.unsub.number = o.unsubscribed
	o.unsubscribes.add(sub, o.unsubscribed, now.Add(unsubscribeWait))
}

// Restart begins all waits anew, after a time in which nothing ran here: the answer may have come meanwhile, and is read
// only after this.
func (o *Overdue) Restart(now time.Time) {
	o.answers.restart(now.Add(o.subs.preset.Answer))
	o.unsubscribes.restart(now.Add(unsubscribeWait))
}

// AnswersDue returns when a request has had no answer for too long; zero: none.
func (o *Overdue) AnswersDue() time.Time {
	if !o.subs.conn.IsOpen() {
		return time.Time{}
	}
	return o.answers.due()
}

// ExpireAnswers applies that requests have had no answer.
func (o *Overdue) ExpireAnswers(now time.Time) {
	var unanswered, silent []string
	for w, ok := o.answers.next(now); ok; w, ok = o.answers.next(now) {
		sub := w.sub
		l := sub.label()
		if sub.request.number == w.number && l.State == event.Subscribed {
			silent = append(silent, l.Name)
		}
		if !sub.request.open || sub.request.number != w.number {
			continue
		}
		if l.State == event.Retrying && len(o.subs.preset.Subscribe.Ack) == 0 { // not rejected again
			o.subs.move(now, sub.number, sentWithoutAck, "")
			o.subs.begin(now, sub)
		}
		if o.subs.move(now, sub.number, answerDue, "") {
			l.Since = sub.request.at
			unanswered = append(unanswered, l.Name)
		} else if l.State == event.Subscribed || l.State == event.SubscriptionStale && awaitsAnswer(sub) { // without an ack: it can be rejected no longer
			o.subs.closeRequest(sub)
		}
	}
	if len(unanswered) > 0 {
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no answer and no data for "+format.Length(o.subs.preset.Answer)+": "+format.Listed(unanswered)+"; a late answer still counts, and r in the watchlist asks again")
	}
	o.hintLabels(now, silent)
	if len(unanswered) > 0 {
		o.subs.conn.Refresh(now)
	}
}

// hintLabels says once which labels events have while subscriptions have none: mostly the preset does not say which event
// belongs to which subscription.
func (o *Overdue) hintLabels(now time.Time, silent []string) {
	if len(silent) == 0 || o.hinted {
		return
	}
	var names []string
	for n := range o.subs.labels.Len() {
		if l := o.subs.labels.At(int32(n)); l.State == event.NoSubscription && l.LastEvent.After(o.subs.conn.OpenedAt()) {
			names = append(names, l.Name)
		}
	}
	if len(names) > 0 {
		o.hinted = true
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no data on "+format.Listed(silent)+", while events have the labels "+format.Listed(names)+": give the rule a `label` or a `sub` that finds the subscription")
	}
}

// UnsubscribesDue returns when an unsubscribe has had no answer for too long; zero: none.
func (o *Overdue) UnsubscribesDue() time.Time {
	if !o.subs.conn.IsOpen() {
		return time.Time{}
	}
	return o.unsubscribes.due()
}

// ExpireUnsubscribes applies that unsubscribes have had no answer.
func (o *Overdue) ExpireUnsubscribes(now time.Time) {
	var unconfirmed []string
	for w, ok := o.unsubscribes.next(now); ok; w, ok = o.unsubscribes.next(now) {
		sub := w.sub
		switch sub.state() {
		case event.Cancelling, event.Unsubscribing, event.Resubscribing:
		default:
			continue
		}
		if sub.unsub.number != w.number {
			continue
		}
		unconfirmed = append(unconfirmed, sub.label().Name)
		o.subs.failUnsubscribe(now, sub, "no answer to unsubscribe")
	}
	if len(unconfirmed) > 0 {
		o.subs.log.Note(now, event.Trouble, event.NoLabel, "no answer to unsubscribe within "+format.Length(unsubscribeWait)+" of "+format.Listed(unconfirmed)+": off here, and the server may still send it")
		o.subs.conn.Refresh(now)
	}
}
