package session

import (
	"errors"
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
	r.subscription, r.wanted, r.Symbol = true, true, symbol
	s.set(n, Pending, "")
	return n
}

// Subscribe asks for symbols, now or when there is a connection, and again on every later connection. What
// is subscribed already stays as it is; what was rejected is tried again.
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
	for _, symbol := range symbols {
		if n, known := s.byLabel[symbol]; known && s.rows[n].wanted && s.rows[n].State != Rejected {
			continue
		} else if !known || !s.rows[n].wanted {
			wanted++
		}
		if limit > 0 && wanted > limit {
			return fmt.Errorf("%s would be subscription %d, and preset %s allows %d on one connection", symbol, wanted, s.preset.Name, limit)
		}
		asked = append(asked, s.want(symbol))
	}
	if s.ready() {
		s.request(asked)
		s.flush(now)
	}
	return nil
}

// Unsubscribe gives symbols up, now and for later connections.
func (s *Session) Unsubscribe(now time.Time, symbols ...string) error {
	if s.preset.Unsubscribe == nil {
		return fmt.Errorf("preset %s has no `unsubscribe`: what is subscribed stays so", s.preset.Name)
	}
	var errs []error
	var leaving []int32
	for _, symbol := range symbols {
		n, known := s.byLabel[symbol]
		if !known || !s.rows[n].wanted {
			errs = append(errs, fmt.Errorf("%s is not subscribed", symbol))
			continue
		}
		r := &s.rows[n]
		r.wanted = false
		if !r.asked || r.State == Rejected {
			r.asked = false
			s.set(n, Off, "") // never sent, or refused: nothing to take back
			continue
		}
		// What the ack brings may be needed to take the subscription back: then the ack is waited for.
		r.leaveLater = r.State == Pending && s.preset.Unsubscribe.Send.Uses(s.savedNames()...)
		r.leaving = true
		s.set(n, Pending, "unsubscribing")
		if !r.leaveLater {
			leaving = append(leaving, n)
		}
	}
	s.refresh(now)
	if len(leaving) > 0 {
		s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, leaving)
		s.flush(now)
	}
	return errors.Join(errs...)
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
		if s.count[Pending] > 0 {
			taken = s.acked(now, sub.Ack) || taken
		}
		if s.count[Pending] > 0 || len(sub.Ack) == 0 && s.count[Live]+s.count[RowStale] > 0 {
			taken = s.rejected(now, sub) || taken
		}
		if len(sub.Ended) > 0 && s.count[Live]+s.count[RowStale] > 0 {
			taken = s.ended(now, sub) || taken
		}
	}
	if un := s.preset.Unsubscribe; un != nil && s.count[Pending] > 0 {
		taken = s.left(now, un.Ack) || taken
	}
	return taken
}

// each calls f for the rows that ok picks and in whose scope m holds, and reports whether there was one.
func (s *Session) each(m preset.Match, ok func(*row) bool, id func(*row) int64, f func(n int32)) bool {
	taken := false
	for i := range m {
		p := &m[i]
		if !s.doc.may(p) {
			continue
		}
		for n := range s.rows {
			if r := &s.rows[n]; ok(r) && s.doc.holds(p, s.scopeOf(r, id(r)), s.doc.tape.Root()) {
				f(int32(n))
				taken = true
			}
		}
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
func isLive(r *row) bool     { return r.State == Live || r.State == RowStale }
func isLeaving(r *row) bool  { return r.leaving }
func askID(r *row) int64     { return r.id }
func leavingID(r *row) int64 { return r.leavingID }

func (s *Session) acked(now time.Time, ack preset.Match) bool {
	return s.each(ack, pendingAnswer, askID, func(n int32) {
		r := &s.rows[n]
		r.saved = s.doc.save(s.preset.Subscribe.Save, nil)
		if r.leaveLater && !r.wanted {
			r.leaveLater = false
			s.enqueue(unsubscribe, s.preset.Unsubscribe.Send, []int32{n})
			s.flush(now)
			return
		}
		r.leaving, r.leaveLater = false, false
		s.live(now, n)
	})
}

// live notes that a subscription is on.
func (s *Session) live(now time.Time, n int32) {
	s.rows[n].since, s.rows[n].sinceNano, s.rows[n].asked = now, now.UnixNano(), true
	s.route(n)
	s.set(n, Live, "")
	s.refresh(now)
	s.orders.Rearm = true // it can go stale now
}

func (s *Session) rejected(now time.Time, sub *preset.Subscribe) bool {
	candidate := pendingAnswer
	if len(sub.Ack) == 0 {
		candidate = isLive
	}
	reject := func(n int32) {
		reason := s.reason(sub)
		s.rows[n].guessed, s.rows[n].asked = false, false
		s.unroute(n)
		s.set(n, Rejected, reason)
		s.note(now, Trouble, n, "rejected: "+reason)
		s.refresh(now)
	}
	taken := false
	for i := range sub.Fail {
		one := sub.Fail[i : i+1]
		if one.Uses(s.subscriptionNames()...) {
			taken = s.each(one, candidate, askID, reject) || taken
			continue
		}
		// It does not say which one it means. Servers answer in order: the oldest that waits. Where nothing
		// waits for an answer, the newest request is what can have been wrong.
		if n := s.asked(candidate, len(sub.Ack) > 0); n != NoRow && s.doc.holds(&one[0], s.scopeOf(&s.rows[n], s.rows[n].id), s.doc.tape.Root()) {
			reject(n)
			s.rows[n].guessed = true
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

func (s *Session) ended(now time.Time, sub *preset.Subscribe) bool {
	return s.each(sub.Ended, isLive, askID, func(n int32) {
		s.unroute(n)
		s.rows[n].asked = false
		reason := "ended by the server: " + s.reason(sub)
		s.set(n, Rejected, reason)
		s.note(now, Trouble, n, reason)
		s.refresh(now)
	})
}

// reason returns the server's words for a rejection.
func (s *Session) reason(sub *preset.Subscribe) string {
	if text := s.doc.text(sub.Reason, s.doc.tape.Root()); len(text) > 0 {
		return s.preset.Redact(string(text[:min(len(text), maxReason)]))
	}
	return "the server gave no reason"
}

// maxReason bounds a reason in bytes: it is kept with the subscription.
const maxReason = 500

func (s *Session) left(now time.Time, ack preset.Match) bool {
	return s.each(ack, isLeaving, leavingID, func(n int32) { s.off(now, n) })
}

// off notes that a subscription is gone, as the operator wanted; or asks again, if the mind was changed
// meanwhile.
func (s *Session) off(now time.Time, n int32) {
	r := &s.rows[n]
	r.leaving, r.asked, r.id, r.leavingID, r.saved = false, false, 0, 0, nil
	s.unroute(n)
	if !r.wanted {
		s.set(n, Off, "")
		s.refresh(now)
		return
	}
	s.set(n, Pending, "")
	s.request([]int32{n})
	s.flush(now)
}

// forgetConnection takes the rows back to what is wanted: all that a server knew died with the connection.
func (s *Session) forgetConnection() {
	s.saved, s.base.saved, s.sequence = nil, nil, sequence{}
	for i := range s.rules {
		clear(s.rules[i].routes)
	}
	for n := range s.rows {
		r := &s.rows[n]
		r.sequence = sequence{}
		if !r.subscription {
			continue
		}
		r.asked, r.leaving, r.leaveLater, r.id, r.leavingID, r.saved = false, false, false, 0, 0, nil
		r.since, r.sinceNano = time.Time{}, 0
		switch {
		case !r.wanted:
			s.set(int32(n), Off, "")
		case r.State != Rejected:
			s.set(int32(n), Pending, "")
		}
	}
}
