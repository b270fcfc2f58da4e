package session

import (
	"errors"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
	"sockeye/feed/sequence"
)

// subscriptions is what the operator wants, what was asked for and what the server has answered. The states of a subscription
// and what changes them are in transitions.go.
type subscriptions struct {
	preset  *preset.Bound
	conn    *connection
	log     *event.Builder
	doc     *message.Document
	labels  *labels
	outbox  *outbox
	answers *answers
	routes  *routes
	scopes  *scope.Scopes
	saver   *scope.Saver
	clocks  *dataClocks
	overdue overdue

	openedNano int64   // when the connection was made, in Unix nanoseconds
	open       int     // requests whose answer may still come
	requests   int64   // subscribe messages sent, to tell older from newer
	retries    []int32 // rejected on an earlier connection, and not asked for again yet
}

// inFlight is how long an event may have been on its way: one that comes sooner after a subscription was asked for again,
// rejected or given up says nothing about that.
const inFlight = time.Second

// subscribe asks for symbols; see [Session.Subscribe].
func (s *subscriptions) subscribe(now time.Time, symbols []string) error {
	if s.preset.Subscribe == nil {
		return fmt.Errorf("preset %s has no `subscribe`: :send TEXT sends what its server wants to hear", s.preset.Name)
	}
	for _, symbol := range symbols {
		if n, known := s.labels.byKey[symbol]; !s.preset.OpenEnded && (!known || s.labels.all[n].Symbol == "") {
			return fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", s.preset.Name)
		}
	}
	limit, have := s.preset.Subscribe.Limit, 0
	for i := range s.labels.all {
		if s.labels.all[i].State.Wanted() {
			have++
		}
	}
	var queued []int32
	var err error
	for _, symbol := range symbols {
		if n, known := s.labels.byKey[symbol]; !known || !s.labels.all[n].State.Wanted() {
			have++
		}
		if limit > 0 && have > limit {
			err = fmt.Errorf("%s would be subscription %d, and preset %s allows %d on one connection", s.preset.ShownSymbol(symbol), have, s.preset.Name, limit)
			break
		}
		if n := s.want(now, symbol); s.labels.all[n].State == event.Queued {
			queued = append(queued, n)
		}
	}
	s.conn.refresh(now, s.labels)
	if s.conn.isOpen() {
		s.request(now, queued)
	}
	return err
}

// want notes that the operator wants a symbol, and returns its number.
func (s *subscriptions) want(now time.Time, symbol string) int32 {
	n, known := s.labels.byKey[symbol]
	if !known {
		n = s.labels.add(symbol, event.Off)
	}
	l := &s.labels.all[n]
	l.Symbol, l.hungUp = symbol, false
	if s.labels.move(now, n, wanted, "") {
		switch l.State {
		case event.Queued:
			s.closeRequest(n)
		case event.Requested: // its cancellation was not sent, and its answer may still come
			s.overdue.awaitAnswer(now, n)
		}
	}
	return n
}

// unsubscribe gives symbols up; see [Session.Unsubscribe].
func (s *subscriptions) unsubscribe(now time.Time, symbols []string) error {
	var errs []error
	var given []int32
	for _, symbol := range symbols {
		n, known := s.labels.byKey[symbol]
		if !known || !s.labels.all[n].State.Wanted() {
			errs = append(errs, fmt.Errorf("%s is not subscribed", s.preset.ShownSymbol(symbol)))
			continue
		}
		l := &s.labels.all[n]
		before := l.State
		if asked := before != event.Queued && before != event.Rejected && before != event.Ended; asked && s.preset.Unsubscribe == nil {
			errs = append(errs, fmt.Errorf("preset %s has no `unsubscribe`: what is subscribed stays so", s.preset.Name))
			break
		}
		// What the ack brings may be needed to take the subscription back: then the ack is waited for.
		if !l.request.open || s.preset.Unsubscribe == nil || !s.preset.Unsubscribe.Send.Uses(s.scopes.SavedByAck()...) || !s.labels.move(now, n, unwantedUnacked, "") {
			s.labels.move(now, n, unwanted, "")
		}
		switch {
		case l.State == event.Cancelling:
			s.overdue.awaitUnsubscribe(now, n)
		case l.State == event.Unsubscribing && before != event.Resubscribing:
			given = append(given, n)
		case l.State == event.Off:
			s.closeRequest(n)
			s.routes.remove(l, n)
			l.dataFrom = now.Add(inFlight)
		}
	}
	s.conn.refresh(now, s.labels)
	if len(given) > 0 {
		s.requestUnsubscribe(now, given)
	}
	return errors.Join(errs...)
}

// requestWanted asks for all that is wanted on a connection that is ready for it. What was rejected before comes last,
// see retryRejected.
func (s *subscriptions) requestWanted(now time.Time) {
	var queued []int32
	s.retries = nil
	for n := range s.labels.all {
		switch l := &s.labels.all[n]; {
		case l.State == event.Queued:
			queued = append(queued, int32(n))
		case l.State == event.Rejected && !l.hungUp:
			s.retries = append(s.retries, int32(n))
		}
	}
	s.request(now, queued)
	s.retryRejected(now)
}

// hasRetries reports whether there is anything that was rejected and may be asked for again.
func (s *subscriptions) hasRetries() bool { return len(s.retries) > 0 }

// retryRejected asks for the next one of those that were rejected on an earlier connection, once everything else has its
// answer. One at a time: a server that hangs up on one of them shows which.
func (s *subscriptions) retryRejected(now time.Time) {
	count := &s.labels.count
	for len(s.retries) > 0 && s.conn.isOpen() && count[event.Queued]+count[event.Requested]+count[event.Retrying] == 0 {
		n := s.retries[0]
		s.retries = s.retries[1:]
		if s.labels.move(now, n, retryDue, s.labels.all[n].Reason) { // the words of the server hold until there is another answer
			s.request(now, []int32{n})
		}
	}
}

// request sends subscribe messages for labels, when the preset's `rate` allows.
func (s *subscriptions) request(now time.Time, labels []int32) {
	if len(labels) > 0 {
		var send lang.Template // none: the feed sends without being asked
		if s.preset.Subscribe != nil {
			send = s.preset.Subscribe.Send
		}
		s.outbox.request(subscribe, send, labels)
	}
	s.outbox.flush(now)
}

// requestUnsubscribe sends unsubscribe messages for labels, when the preset's `rate` allows.
func (s *subscriptions) requestUnsubscribe(now time.Time, labels []int32) {
	s.outbox.request(unsubscribe, s.preset.Unsubscribe.Send, labels)
	s.outbox.flush(now)
}

// stillDue returns those of some labels for which a message of the outbox is still true.
func (s *subscriptions) stillDue(v verb, labels []int32) (due []int32) {
	for _, n := range labels {
		l := &s.labels.all[n]
		is := l.State == event.Unsubscribing || l.State == event.Resubscribing
		if v == subscribe {
			is = l.State == event.Queued || l.State == event.Retrying && !l.request.open
		}
		if is {
			due = append(due, n)
		}
	}
	return due
}

// scopeFor is the scope of a message for some labels.
func (s *subscriptions) scopeFor(labels []int32) *scope.Scope {
	symbols := make([]string, len(labels))
	for i, n := range labels {
		symbols[i] = s.labels.all[n].Symbol
	}
	first := &s.labels.all[labels[0]]
	return &scope.Scope{Symbols: symbols, SubID: first.request.id, Own: first.saved}
}

// wasSent notes that a message with that `${id}` was sent for labels.
func (s *subscriptions) wasSent(now time.Time, v verb, labels []int32, id int64) {
	if v == unsubscribe {
		s.unsubscribeSent(now, labels, id)
	} else {
		s.subscribeSent(now, labels, id)
	}
	s.labels.asked(now)
}

// couldNotSend notes that a message for labels cannot be sent. A subscribe message stays wanted.
func (s *subscriptions) couldNotSend(now time.Time, v verb, labels []int32) {
	if v != unsubscribe {
		return
	}
	for _, n := range labels {
		s.failUnsubscribe(now, n, "unsubscribe could not be sent")
	}
	s.conn.refresh(now, s.labels)
}

func (s *subscriptions) subscribeSent(now time.Time, labels []int32, id int64) {
	s.requests++
	acks := s.preset.Subscribe != nil && len(s.preset.Subscribe.Ack) > 0
	for _, n := range labels {
		l := &s.labels.all[n]
		if l.request.number != 0 {
			l.dataFrom = now.Add(inFlight)
		}
		s.closeRequest(n)
		l.request = inquiry{number: s.requests, id: id, at: now, open: true}
		s.open++
		s.answers.index(n)
		s.routes.add(l, n)
		s.overdue.awaitAnswer(now, n)
		switch {
		case acks:
			s.labels.move(now, n, sent, "")
		case l.State == event.Retrying && s.preset.Answer > 0: // it has been rejected before: time shows whether it is again
		default:
			s.labels.move(now, n, sentWithoutAck, "")
			s.begin(now, n)
		}
	}
}

func (s *subscriptions) unsubscribeSent(now time.Time, labels []int32, id int64) {
	for _, n := range labels {
		s.labels.all[n].unsub.id = id
		if len(s.preset.Unsubscribe.Ack) == 0 {
			s.confirmUnsubscribe(now, n)
			continue
		}
		s.answers.index(n)
		s.overdue.awaitUnsubscribe(now, n)
	}
}

// requestAgain asks for a label that is wanted again after its unsubscribe.
func (s *subscriptions) requestAgain(now time.Time, n int32) {
	l := &s.labels.all[n]
	asked := l.request.number
	s.dropRequest(n)
	if l.State != event.Queued {
		s.conn.refresh(now, s.labels)
		return
	}
	l.request.number = asked // data of before may still be on its way
	s.request(now, []int32{n})
}

// begin notes that a label is subscribed from now on.
func (s *subscriptions) begin(now time.Time, n int32) {
	l := &s.labels.all[n]
	l.begin(now)
	s.clocks.live(now, n)
	s.conn.refresh(now, s.labels)
}

// closeRequest notes that no answer to the label's request is expected any more.
func (s *subscriptions) closeRequest(n int32) {
	if l := &s.labels.all[n]; l.request.open {
		l.request.open = false
		s.open--
	}
}

// dropRequest drops what was said about a label on this connection.
func (s *subscriptions) dropRequest(n int32) {
	s.closeRequest(n)
	l := &s.labels.all[n]
	l.request, l.unsub, l.saved = inquiry{}, inquiry{}, nil
	s.answers.index(n)
}

// hangUpWait is how soon a server hangs up that does so because of what it was asked for.
const hangUpWait = 10 * time.Second

// connectionLost moves the labels to where they are without a connection: what a server knew is gone with it. hungUp says
// that the server ended it.
func (s *subscriptions) connectionLost(now time.Time, hungUp bool) {
	s.overdue.clear()
	s.retries = nil
	s.clocks.connectionLost()
	s.routes.clear()
	for i := range s.labels.all {
		n, l := int32(i), &s.labels.all[i]
		l.sequence = sequence.Position{}
		if l.Symbol == "" {
			s.labels.move(now, n, lost, "")
			continue
		}
		tried := l.request.at
		if l.State == event.Rejected && l.Since.After(tried) {
			tried = l.Since
		}
		wasRetry := l.State == event.Retrying
		reason, asked := l.Reason, l.request.number != 0
		s.dropRequest(n)
		l.routes, l.dataFrom = nil, time.Time{}
		l.begin(time.Time{})
		s.labels.move(now, n, lost, "")
		if l.State != event.Rejected {
			continue
		}
		if wasRetry {
			l.Reason = reason
		}
		if wasRetry && asked {
			l.Reason = "no answer when it was asked for again"
		}
		if hungUp && asked && now.Sub(tried) <= hangUpWait {
			l.hungUp = true
			s.log.Note(now, event.Trouble, n, "stays rejected, because the server hung up within "+format.Length(hangUpWait)+" of it; r asks again")
		}
	}
	s.labels.awaitedFrom = time.Time{}
}
