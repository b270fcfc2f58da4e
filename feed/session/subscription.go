package session

import (
	"fmt"
	"time"

	"sockeye/feed/preset"
)

// want notes that the operator wants a symbol, and returns its row.
func (s *Session) want(symbol string) int32 {
	n, known := s.byLabel[symbol]
	if !known {
		n = s.addRow(symbol, Off)
	}
	r := &s.rows[n]
	r.subscription, r.wanted, r.unconfirmed, r.guessed, r.Symbol = true, true, false, false, symbol
	s.set(n, Pending, "")
	return n
}

// Subscribe asks for symbols, now or when there is a connection, and again on every later connection. What
// is subscribed already stays as it is; what was rejected is tried again. What comes before the symbol that is too many is
// asked for all the same; the error names that one.
func (s *Session) Subscribe(now time.Time, symbols ...string) error {
	if s.preset.Subscribe == nil {
		return fmt.Errorf("preset %s has no `subscribe`: its feed says what it wants", s.preset.Name)
	}
	for _, symbol := range symbols {
		if n, known := s.byLabel[symbol]; !s.preset.OpenEnded && (!known || !s.rows[n].subscription) {
			return fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", s.preset.Name)
		}
	}
	limit, wanted := s.preset.Subscribe.Limit, 0
	for i := range s.rows {
		if s.rows[i].wanted {
			wanted++
		}
	}
	var asked []int32
	var err error
	for _, symbol := range symbols {
		if n, known := s.byLabel[symbol]; known && s.rows[n].wanted && s.rows[n].State != Rejected {
			continue
		} else if !known || !s.rows[n].wanted {
			wanted++
		}
		if limit > 0 && wanted > limit {
			err = fmt.Errorf("%s would be subscription %d, and preset %s allows %d on one connection", symbol, wanted, s.preset.Name, limit)
			break
		}
		asked = append(asked, s.want(symbol))
	}
	if s.ready() {
		s.request(asked)
		s.flush(now)
	}
	return err
}

// subscribeWanted asks for all that is wanted and not rejected, on a connection that is ready for it.
func (s *Session) subscribeWanted(now time.Time) {
	var asked []int32
	for n := range s.rows {
		if r := &s.rows[n]; r.wanted && r.State == Pending {
			asked = append(asked, int32(n))
		}
	}
	s.request(asked)
	s.flush(now)
}

// request queues subscribe messages for rows that are pending.
func (s *Session) request(rows []int32) {
	if len(rows) == 0 {
		return
	}
	if s.preset.Subscribe == nil { // the feed talks without being asked
		s.enqueue(subscribe, preset.Template{}, rows)
		return
	}
	s.enqueue(subscribe, s.preset.Subscribe.Send, rows)
}

// settle takes the message at hand as the answer to a request of ours, if it is one.
func (s *Session) settle(now time.Time) bool {
	taken := false
	if sub := s.preset.Subscribe; sub != nil {
		if s.count[Pending] > 0 || s.guessed {
			taken = s.acked(now) || taken
		}
		if s.count[Pending] > 0 || len(sub.Ack) == 0 && s.count[Live]+s.count[RowStale] > 0 {
			taken = s.rejected(now) || taken
		}
		if len(sub.Ended) > 0 && s.count[Live]+s.count[RowStale] > 0 {
			taken = s.ended(now) || taken
		}
	}
	if s.preset.Unsubscribe != nil && (s.count[Pending] > 0 || s.unconfirmed) {
		taken = s.left(now) || taken
	}
	return taken
}

// scopeOf is the scope of one subscription, where `id` is the one that its request was sent with.
func (s *Session) scopeOf(r *row, id int64) *scope {
	return &scope{bound: s.preset, symbols: []string{r.Symbol}, id: id, subID: r.id, saved: s.saved, own: r.saved}
}

func pendingAnswer(r *row) bool {
	return r.State == Pending && r.asked && (!r.leaving || r.leaveLater)
}

// namedAnswer is pendingAnswer for an answer that says which subscription it means: that is worth more than a guess.
func namedAnswer(r *row) bool { return pendingAnswer(r) || r.State == Rejected && r.guessed }

func isLive(r *row) bool     { return r.State == Live || r.State == RowStale }
func isLeaving(r *row) bool  { return r.leaving || r.unconfirmed }
func askID(r *row) int64     { return r.id }
func leavingID(r *row) int64 { return r.leavingID }

func (s *Session) acked(now time.Time) bool {
	taken := false
	for i := range s.answers.ack {
		ack, candidate := &s.answers.ack[i], pendingAnswer
		if len(ack.names) > 0 {
			candidate = namedAnswer
		}
		taken = s.answered(ack, candidate, askID, func(n int32) { s.subscribed(now, n) }) || taken
	}
	return taken
}

// subscribed takes in what the message at hand, an ack, says about a row.
func (s *Session) subscribed(now time.Time, n int32) {
	r := &s.rows[n]
	s.keep(n, s.doc.save(s.preset.Subscribe.Save, nil))
	if r.State == Rejected {
		s.note(now, Notice, n, "subscribed all the same: the rejection was not meant for this one")
	}
	if r.leaveLater && !r.wanted {
		r.leaveLater = false
		s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, []int32{n})
		s.flush(now)
		return
	}
	r.leaving, r.leaveLater = false, false
	s.live(now, n)
}

// live notes that a subscription is on.
func (s *Session) live(now time.Time, n int32) {
	r := &s.rows[n]
	r.since, r.sinceNano, r.asked, r.guessed = now, now.UnixNano(), true, false
	s.route(n)
	s.set(n, Live, "")
	s.refresh(now)
	s.staleFrom(r, now)
	s.orders.Rearm = true // it can go stale now
}

func (s *Session) rejected(now time.Time) bool {
	sub := s.preset.Subscribe
	candidate := pendingAnswer
	if len(sub.Ack) == 0 {
		candidate = isLive
	}
	reject := func(n int32) {
		r, reason := &s.rows[n], s.reason()
		r.guessed, r.asked, r.leaving, r.leaveLater = false, false, false, false
		s.unroute(n)
		if r.wanted {
			s.set(n, Rejected, reason)
		} else { // its unsubscribe has waited for the ack
			s.set(n, Off, "")
		}
		s.note(now, Trouble, n, "rejected: "+reason)
		s.refresh(now)
	}
	taken := false
	for i := range s.answers.fail {
		fail := &s.answers.fail[i]
		if len(fail.names) > 0 {
			taken = s.answered(fail, candidate, askID, reject) || taken
			continue
		}
		if !s.doc.holds(fail.pattern, s.base, s.doc.tape.Root()) {
			continue
		}
		// It does not say which one it means. Servers answer in order: the oldest that waits. Where nothing
		// waits for an answer, the newest request is what can have been wrong.
		if n := s.asked(candidate, len(sub.Ack) > 0); n != NoRow {
			reject(n)
			s.rows[n].guessed, s.guessed = true, true
			taken = true
		}
		if taken {
			break
		}
	}
	return taken
}

// asked returns the oldest or the newest candidate by the time it was asked for, or NoRow.
func (s *Session) asked(candidate func(*row) bool, oldest bool) int32 {
	best := int32(NoRow)
	for n := range s.rows {
		r := &s.rows[n]
		if candidate(r) && (best == NoRow || (r.ask < s.rows[best].ask) == oldest) {
			best = int32(n)
		}
	}
	return best
}

func (s *Session) ended(now time.Time) bool {
	return s.each(s.answers.ended, isLive, askID, func(n int32) {
		s.unroute(n)
		s.rows[n].asked = false
		reason := "ended by the server: " + s.reason()
		s.set(n, Rejected, reason)
		s.note(now, Trouble, n, reason)
		s.refresh(now)
	})
}

// reason returns the server's words for a rejection.
func (s *Session) reason() string {
	if text := s.doc.text(s.preset.Subscribe.Reason, s.doc.tape.Root()); len(text) > 0 {
		return s.quoted(text)
	}
	return "the server gave no reason"
}

// forgetConnection takes the rows back to what is wanted: all that a server knew died with the connection.
func (s *Session) forgetConnection() {
	s.saved, s.base.saved, s.sequence = nil, nil, sequence{}
	s.answers.forget()
	s.leavers, s.unconfirmed, s.guessed = nil, false, false
	s.nextStale, s.awake = time.Time{}, time.Time{}
	for i := range s.rules {
		clear(s.rules[i].routes)
	}
	for n := range s.rows {
		r := &s.rows[n]
		r.sequence = sequence{}
		if !r.subscription {
			continue
		}
		s.forgetRequest(int32(n))
		r.leaveLater, r.routes = false, nil
		r.since, r.sinceNano = time.Time{}, 0
		switch {
		case !r.wanted:
			s.set(int32(n), Off, "")
		case r.State != Rejected:
			s.set(int32(n), Pending, "")
		}
	}
}
