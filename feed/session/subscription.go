package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// inFlight is how long an event may have been on its way: one that comes sooner after a subscription was asked for again,
// refused or given up says nothing about that.
const inFlight = time.Second

// Subscribe asks for symbols, now or when there is a connection, and again on every later connection. What
// is subscribed already stays as it is; what was rejected or ended, or got no answer, is asked for again. What comes before
// the symbol that is too many is asked for all the same; the error names that one.
func (s *Session) Subscribe(now time.Time, symbols ...string) error {
	if s.preset.Subscribe == nil {
		return fmt.Errorf("preset %s has no `subscribe`: :send TEXT sends what its server wants to hear", s.preset.Name)
	}
	for _, symbol := range symbols {
		if n, known := s.byLabel[symbol]; !s.preset.OpenEnded && (!known || s.rows[n].Symbol == "") {
			return fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", s.preset.Name)
		}
	}
	limit, have := s.preset.Subscribe.Limit, 0
	for i := range s.rows {
		if s.rows[i].State.Wanted() {
			have++
		}
	}
	var queued []int32
	var err error
	for _, symbol := range symbols {
		if n, known := s.byLabel[symbol]; !known || !s.rows[n].State.Wanted() {
			have++
		}
		if limit > 0 && have > limit {
			err = fmt.Errorf("%s would be subscription %d, and preset %s allows %d on one connection", s.preset.ShownSymbol(symbol), have, s.preset.Name, limit)
			break
		}
		if n := s.want(now, symbol); s.rows[n].State == event.Queued {
			queued = append(queued, n)
		}
	}
	s.refresh(now)
	if s.ready() {
		s.request(queued)
		s.flush(now)
	}
	return err
}

// want notes that the operator wants a symbol, and returns its row.
func (s *Session) want(now time.Time, symbol string) int32 {
	n, known := s.byLabel[symbol]
	if !known {
		n = s.addRow(symbol, event.Off)
	}
	r := &s.rows[n]
	r.Symbol, r.hungUp = symbol, false
	if s.move(now, n, wanted, "") {
		switch r.State {
		case event.Queued:
			s.closeRequest(n)
		case event.Requested: // its cancellation was not sent, and its answer may still come
			s.awaitAnswer(now, n)
		}
	}
	return n
}

// subscribeWanted asks for all that is wanted on a connection that is ready for it. What was rejected before comes last,
// see retryRejected.
func (s *Session) subscribeWanted(now time.Time) {
	var queued []int32
	s.retries = nil
	for n := range s.rows {
		switch r := &s.rows[n]; {
		case r.State == event.Queued:
			queued = append(queued, int32(n))
		case r.State == event.Rejected && !r.hungUp:
			s.retries = append(s.retries, int32(n))
		}
	}
	s.request(queued)
	s.flush(now)
	s.retryRejected(now)
}

// retryRejected asks for the next one of those that were rejected on an earlier connection, once everything else has its
// answer. One at a time: a server that hangs up on one of them shows which.
func (s *Session) retryRejected(now time.Time) {
	for len(s.retries) > 0 && s.ready() && s.count[event.Queued]+s.count[event.Requested]+s.count[event.Retrying] == 0 {
		n := s.retries[0]
		s.retries = s.retries[1:]
		if s.move(now, n, retryDue, s.rows[n].Reason) { // the words of the server hold until there is another answer
			s.request([]int32{n})
			s.flush(now)
		}
	}
}

// request queues subscribe messages for rows.
func (s *Session) request(rows []int32) {
	if len(rows) == 0 {
		return
	}
	if s.preset.Subscribe == nil { // the feed talks without being asked
		s.enqueue(subscribe, lang.Template{}, rows)
		return
	}
	s.enqueue(subscribe, s.preset.Subscribe.Send, rows)
}

// mayRequest reports whether a queued subscribe message is still to be sent for the row.
func (r *row) mayRequest() bool {
	return r.State == event.Queued || r.State == event.Retrying && !r.request.open
}

// requested notes that a subscribe message with that `${id}` was sent for rows.
func (s *Session) requested(now time.Time, rows []int32, id int64) {
	s.requests++
	acks := s.preset.Subscribe != nil && len(s.preset.Subscribe.Ack) > 0
	for _, n := range rows {
		r := &s.rows[n]
		if r.request.number != 0 {
			r.dataFrom = now.Add(inFlight)
		}
		s.closeRequest(n)
		r.request = inquiry{number: s.requests, id: id, at: now, open: true}
		s.open++
		s.indexAnswers(n)
		s.route(n)
		s.awaitAnswer(now, n)
		switch {
		case acks:
			s.move(now, n, sent, "")
		case r.State == event.Retrying && s.preset.Answer > 0: // it has been refused before: time shows whether it is again
		default:
			s.move(now, n, sentWithoutAck, "")
			s.begin(now, n)
		}
	}
}

// closeRequest notes that no answer to the row's request is expected any more.
func (s *Session) closeRequest(n int32) {
	if r := &s.rows[n]; r.request.open {
		r.request.open = false
		s.open--
	}
}

// begin notes that a row is subscribed from now on.
func (s *Session) begin(now time.Time, n int32) {
	r := &s.rows[n]
	r.since, r.sinceNano = now, now.UnixNano()
	s.refresh(now)
	s.staleFrom(r, now)
	s.orders.Rearm = true // it can go stale now
}

// acknowledge applies the current message, an ack, to a row whose request is open.
func (s *Session) acknowledge(now time.Time, n int32) {
	r := &s.rows[n]
	before := r.State
	s.closeRequest(n)
	r.dataFrom = time.Time{}
	r.saved = s.save(now, s.preset.Subscribe.Save, nil, maxOwnSaved)
	s.indexAnswers(n)
	s.route(n)
	if !s.move(now, n, acknowledged, "") {
		return // its data has come before: what the ack brings is all that counts
	}
	switch {
	case r.State == event.Unsubscribing:
		s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, []int32{n})
		s.flush(now)
		return
	case before == event.Rejected:
		s.note(now, event.Notice, n, "subscribed: the rejection before was for another request")
	case before == event.Unanswered:
		s.note(now, event.Notice, n, "the answer came late, after "+rounded(now.Sub(r.request.at)))
	}
	s.begin(now, n)
}

// refuse applies the current message, a rejection, to a row. guess says that it names none, and that the request may have
// been another one: then its ack or data still counts.
func (s *Session) refuse(now time.Time, n int32, guess bool) {
	r, reason := &s.rows[n], s.reason()
	if isGivenUp(r) {
		s.endGivenUp(now, n)
		return
	}
	if !awaitsAnswer(r) {
		s.end(now, n)
		return
	}
	if !s.move(now, n, refused, reason) {
		return
	}
	if !guess {
		r.dataFrom = now.Add(inFlight)
		s.closeRequest(n)
		s.unroute(n)
	}
	if r.State == event.Off { // its unsubscribe has waited for the ack
		r.Reason = ""
	}
	s.note(now, event.Trouble, n, "rejected: "+reason)
	s.refresh(now)
}

// end applies the current message, which takes a subscription down, to a row.
func (s *Session) end(now time.Time, n int32) {
	if r := &s.rows[n]; isGivenUp(r) || r.State == event.Cancelling {
		s.endGivenUp(now, n)
		return
	}
	reason := s.reason()
	if !s.move(now, n, ended, reason) {
		return
	}
	s.rows[n].dataFrom = now.Add(inFlight) // data after that is found, and shows that it has not ended
	s.closeRequest(n)
	s.note(now, event.Trouble, n, "ended by the server: "+reason)
	s.refresh(now)
}

// endGivenUp applies the current message, by which the server no longer has a subscription, to a row that the operator has
// given up: that confirms it, and a server that has ended it answers the unsubscribe in no other way.
func (s *Session) endGivenUp(now time.Time, n int32) {
	s.note(now, event.Notice, n, "unsubscribed: the server has ended or rejected it: "+s.reason())
	s.confirmUnsubscribe(now, n)
}

// eventOn notes an event on a row.
func (s *Session) eventOn(now time.Time, n int32) {
	r := &s.rows[n]
	if r.State != event.Live && r.State != event.NoSubscription {
		s.resumeByData(now, n)
	}
	r.lastEvent = now
}

// eventOfSole notes an event on the one subscription of a preset without symbols, which is named after the preset: all that
// comes is its data. n is the row of the event; again says that another rule has counted it.
func (s *Session) eventOfSole(now time.Time, received int64, n int32, again bool) {
	s.eventOn(now, 0)
	if n != 0 && s.preset.Subscribe != nil { // else the labels alone are shown
		activity := s.activityOf(0)
		activity.At = received
		if !again {
			activity.Events++
		}
	}
}

// eventUnruled notes a message on a feed whose preset has no rules for events, such as one opened by address: each message
// that is neither a heartbeat nor an answer is its data.
func (s *Session) eventUnruled(now time.Time, received int64) {
	s.status.LastData = now
	if s.preset.OpenEnded || len(s.rows) == 0 {
		return
	}
	s.eventOn(now, 0)
	activity := s.activityOf(0)
	activity.At = received
	activity.Events++
}

// resumeByData applies an event to a row that is not live: data is an answer.
func (s *Session) resumeByData(now time.Time, n int32) {
	r := &s.rows[n]
	before := r.State
	if now.Before(r.dataFrom) || !s.move(now, n, eventCame, "") {
		return
	}
	if r.State == event.StillSent {
		r.Reason = "still sent, although unsubscribed"
		if before == event.Unconfirmed {
			r.Reason = "still sent: unsubscribe was not answered"
		}
		s.note(now, event.Notice, n, r.Reason)
		return
	}
	if s.preset.Subscribe == nil || len(s.preset.Subscribe.Ack) == 0 {
		s.closeRequest(n) // there is no other answer
	}
	switch before {
	case event.SubscriptionStale:
		s.note(now, event.Notice, n, "data again after "+rounded(now.Sub(r.lastSign())))
	case event.Unanswered:
		s.note(now, event.Notice, n, "data came: live, although the request was not answered")
	case event.Rejected:
		s.note(now, event.Notice, n, "data came: live, although it was rejected")
	case event.Ended:
		s.note(now, event.Notice, n, "data came: live, although the server had ended it")
	}
	if r.since.IsZero() {
		r.since, r.sinceNano = r.request.at, r.request.at.UnixNano()
	}
	s.staleFrom(r, now)
	s.orders.Rearm = true // it can go stale, before anything else that is due
	s.refresh(now)
}

// lastSign is when a subscription last had a sign of life: an event, or its beginning.
func (r *row) lastSign() time.Time {
	if r.lastEvent.After(r.since) {
		return r.lastEvent
	}
	return r.since
}

// reason returns the server's words for a rejection: what is at `reason`, which may be the whole message.
func (s *Session) reason() string {
	if path := s.preset.Subscribe.Reason; path != nil {
		text := s.doc.text(path, s.doc.tape.Root())
		if text == nil && len(path.Steps) == 0 {
			text = s.doc.raw
		}
		if len(text) > 0 {
			return s.quoted(text)
		}
	}
	return "the server gave no reason"
}

// hangUpWait is how soon a server hangs up that does so because of what it was asked for.
const hangUpWait = 10 * time.Second

// dropConnection moves the rows to where they are without a connection: what a server knew is gone with it. hungUp says
// that the server ended it.
func (s *Session) dropConnection(now time.Time, hungUp bool) {
	s.saved, s.base.saved, s.sequence = nil, nil, sequence{}
	s.answerWaits, s.unsubscribeWaits, s.retries = nil, nil, nil
	s.nextStale, s.awake = time.Time{}, time.Time{}
	for i := range s.rules {
		clear(s.rules[i].routes)
	}
	for i := range s.rows {
		n, r := int32(i), &s.rows[i]
		r.sequence = sequence{}
		if r.Symbol == "" {
			continue
		}
		tried := r.request.at
		if r.State == event.Rejected && r.Since.After(tried) {
			tried = r.Since
		}
		wasRetry := r.State == event.Retrying
		reason, asked := r.Reason, r.request.number != 0
		s.dropRequest(n)
		r.routes, r.dataFrom = nil, time.Time{}
		r.since, r.sinceNano = time.Time{}, 0
		s.move(now, n, lost, "")
		if r.State != event.Rejected {
			continue
		}
		if wasRetry {
			r.Reason = reason
		}
		if wasRetry && asked {
			r.Reason = "no answer when it was asked for again"
		}
		if hungUp && asked && now.Sub(tried) <= hangUpWait {
			r.hungUp = true
			s.note(now, event.Trouble, n, "stays rejected, because the server hung up within "+rounded(hangUpWait)+" of it; r asks again")
		}
	}
}

// dropRequest drops what was said about a row on this connection.
func (s *Session) dropRequest(n int32) {
	s.closeRequest(n)
	r := &s.rows[n]
	r.request, r.unsub, r.saved = inquiry{}, inquiry{}, nil
	s.indexAnswers(n)
}
