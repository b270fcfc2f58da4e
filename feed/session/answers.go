package session

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// answer is a pattern for what a server says about a subscription. The first of its conditions that tells subscriptions
// apart is indexed by the texts that it wants for each of them, so that an answer costs the same for one subscription and
// for ten thousand.
type answer struct {
	pattern *lang.Pattern
	want    *lang.Expect       // what tells subscriptions apart; nil: the answer never says which one it means
	place   *lang.Path         // where want is found; nil: it is compared with the whole message as text
	rows    map[string][]int32 // by what want is in the scope of a row, ascending
}

// answerKey is an entry of an index.
type answerKey struct {
	rows map[string][]int32
	text string
}

// answers are the patterns of a preset's answers.
type answers struct{ ack, fail, ended, unsubscribed []answer }

// compileAnswers prepares the patterns of the preset's answers.
func (s *Session) compileAnswers() {
	if sub := s.preset.Subscribe; sub != nil {
		s.answers.ack, s.answers.fail, s.answers.ended = s.answersOf(sub.Ack), s.answersOf(sub.Fail), s.answersOf(sub.Ended)
	}
	if un := s.preset.Unsubscribe; un != nil {
		s.answers.unsubscribed = s.answersOf(un.Ack)
	}
}

// answersOf prepares the patterns of a match.
func (s *Session) answersOf(m lang.Match) []answer {
	names := append([]string{"symbol", "symbols", "item", "items", "id", "sub.id"}, s.savedNames()...)
	answers := make([]answer, len(m))
	for i := range m {
		a := &answers[i]
		a.pattern, a.rows = &m[i], make(map[string][]int32)
		if raw := m[i].Raw; raw != nil {
			if raw.Uses(names...) {
				a.want = raw
			}
			continue
		}
		for j := range m[i].Conds {
			if c := &m[i].Conds[j]; c.Want.Uses(names...) {
				a.want, a.place = &c.Want, &c.Path
				break
			}
		}
	}
	return answers
}

// indexAnswers makes a row findable by what the answers about it hold.
func (s *Session) indexAnswers(n int32) {
	r := &s.rows[n]
	for _, k := range r.answerKeys {
		rows := k.rows[k.text]
		if i, found := slices.BinarySearch(rows, n); found {
			rows = slices.Delete(rows, i, i+1)
		}
		if len(rows) == 0 {
			delete(k.rows, k.text)
		} else {
			k.rows[k.text] = rows
		}
	}
	r.answerKeys = r.answerKeys[:0]
	if r.request.number == 0 {
		return
	}
	s.indexIn(s.answers.ack, n, r.request.id)
	s.indexIn(s.answers.fail, n, r.request.id)
	s.indexIn(s.answers.ended, n, r.request.id)
	s.indexIn(s.answers.unsubscribed, n, r.unsub.id)
}

func (s *Session) indexIn(answers []answer, n int32, id int64) {
	r := &s.rows[n]
	for i := range answers {
		a := &answers[i]
		if a.want == nil {
			continue
		}
		for _, text := range a.want.Texts(s.scopeOf(r, id)) {
			rows := a.rows[text]
			if i, found := slices.BinarySearch(rows, n); !found {
				a.rows[text] = slices.Insert(rows, i, n)
				r.answerKeys = append(r.answerKeys, answerKey{a.rows, text})
			}
		}
	}
}

// scopeOf is the scope of one subscription, where `id` is the one that its request was sent with.
func (s *Session) scopeOf(r *row, id int64) *scope {
	return &scope{bound: s.preset, symbols: []string{r.Symbol}, id: id, subID: r.request.id, saved: s.saved, own: r.saved}
}

// about calls f for the rows that ok picks and that the current message is about, if it is such an answer. It reports
// whether there was one.
func (s *Session) about(a *answer, ok func(*row) bool, id func(*row) int64, f func(n int32)) (found bool) {
	if !s.doc.may(a.pattern) {
		return false
	}
	check := func(n int32) {
		if r := &s.rows[n]; ok(r) && s.doc.holds(a.pattern, s.scopeOf(r, id(r)), s.doc.tape.Root()) {
			f(n)
			found = true
		}
	}
	if rows, named := s.named(a); named {
		for _, n := range slices.Clone(rows) { // f may change the index
			check(n)
		}
		return found
	}
	for n := range s.rows {
		check(int32(n))
	}
	return found
}

// named returns the rows whose name stands in the current message; false if it can be about any row.
func (s *Session) named(a *answer) (rows []int32, ok bool) {
	if a.want == nil {
		return nil, false
	}
	text, found := s.doc.raw, lang.Scalar
	if a.place != nil {
		text, found = s.doc.at(a.place, s.doc.tape.Root())
	}
	if a.want.Matches(text, found, nil) { // what it wants of every row
		return nil, false
	}
	return a.rows[string(text)], true
}

func requestID(r *row) int64     { return r.request.id }
func unsubscribeID(r *row) int64 { return r.unsub.id }

// matchAnswers applies the current message as the answer to a request of ours, and reports whether it is one.
func (s *Session) matchAnswers(now time.Time) bool {
	taken := false
	if sub := s.preset.Subscribe; sub != nil {
		if s.open > 0 {
			taken = s.matchAck(now) || taken
		}
		established := s.count[event.Subscribed]+s.count[event.Live]+s.count[event.SubscriptionStale] > 0
		givenUp := s.count[event.Cancelling]+s.count[event.Unsubscribing]+s.count[event.Resubscribing]+s.count[event.Unconfirmed]+s.count[event.StillSent] > 0
		if s.open > 0 || established || givenUp {
			taken = s.matchRefusal(now) || taken
		}
		if established || givenUp {
			for i := range s.answers.ended {
				taken = s.about(&s.answers.ended[i], mayEnd, requestID, func(n int32) { s.end(now, n) }) || taken
			}
		}
	}
	if s.count[event.Unsubscribing]+s.count[event.Resubscribing]+s.count[event.Unconfirmed]+s.count[event.StillSent] > 0 {
		for i := range s.answers.unsubscribed {
			taken = s.about(&s.answers.unsubscribed[i], isGivenUp, unsubscribeID, func(n int32) { s.confirmUnsubscribe(now, n) }) || taken
		}
	}
	return taken
}

func isEstablished(r *row) bool {
	return r.State == event.Subscribed || r.State == event.Live || r.State == event.SubscriptionStale
}

// mayEnd reports whether the server can have a subscription that it ends.
func mayEnd(r *row) bool { return isEstablished(r) || isGivenUp(r) || r.State == event.Cancelling }

func isGivenUp(r *row) bool {
	switch r.State {
	case event.Unsubscribing, event.Resubscribing, event.Unconfirmed, event.StillSent:
		return true
	}
	return false
}

// awaitsAck reports whether an ack is taken for a row: also for one that is live by its data, for what the ack brings.
func awaitsAck(r *row) bool {
	return r.request.open && r.State != event.Rejected && (r.State.Wanted() && r.State != event.Queued && r.State != event.Resubscribing || r.State == event.Cancelling)
}

// awaitsNamedAck is awaitsAck for an answer that says which subscription it means: that is worth more than the guess by
// which one was rejected.
func awaitsNamedAck(r *row) bool { return awaitsAck(r) || r.State == event.Rejected && r.request.open }

// awaitsAnswer reports whether a rejection can be the answer to the row's request: nothing else has answered it.
func awaitsAnswer(r *row) bool {
	switch r.State {
	case event.Requested, event.Retrying, event.Unanswered, event.Cancelling, event.Subscribed:
		return r.request.open
	case event.SubscriptionStale: // without an ack it can be stale before anything has come
		return r.request.open && r.lastEvent.Before(r.request.at)
	}
	return false
}

// mayBeRefused reports whether a rejection that names a row can mean it.
func mayBeRefused(r *row) bool {
	return awaitsAnswer(r) || isEstablished(r) || r.State == event.Unsubscribing || r.State == event.Resubscribing
}

func (s *Session) matchAck(now time.Time) bool {
	taken := false
	for i := range s.answers.ack {
		ack, candidate := &s.answers.ack[i], awaitsAck
		if ack.want != nil {
			candidate = awaitsNamedAck
		}
		taken = s.about(ack, candidate, requestID, func(n int32) { s.acknowledge(now, n) }) || taken
	}
	return taken
}

func (s *Session) matchRefusal(now time.Time) bool {
	for i := range s.answers.fail {
		fail := &s.answers.fail[i]
		if fail.want != nil {
			var meant []int32
			s.about(fail, mayBeRefused, requestID, func(n int32) { meant = append(meant, n) })
			if len(meant) == 0 {
				continue
			}
			// The id of a request of several is no name of one of them: it means what has no answer yet, and an ack is worth more.
			several := len(meant) > 1
			waits := func(n int32) bool { return awaitsAnswer(&s.rows[n]) }
			if slices.ContainsFunc(meant, waits) {
				meant = slices.DeleteFunc(meant, func(n int32) bool { return !waits(n) })
			}
			for _, n := range meant {
				s.refuse(now, n, several)
			}
			return true
		}
		if !s.doc.holds(fail.pattern, s.base, s.doc.tape.Root()) {
			continue
		}
		// It does not say which one it means. Servers answer in order: the oldest request that has no answer, as a whole.
		if oldest := s.oldestUnanswered(); oldest != 0 {
			for n := range s.rows {
				if r := &s.rows[n]; r.request.number == oldest && awaitsAnswer(r) {
					s.refuse(now, int32(n), true)
				}
			}
			return true
		}
	}
	return false
}

// oldestUnanswered returns the number of the oldest request that waits for an answer; 0 without one.
func (s *Session) oldestUnanswered() (oldest int64) {
	for n := range s.rows {
		if r := &s.rows[n]; awaitsAnswer(r) && (oldest == 0 || r.request.number < oldest) {
			oldest = r.request.number
		}
	}
	return oldest
}
