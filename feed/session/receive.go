package session

import (
	"fmt"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session/tape"
)

// rule is an [preset.Event] made ready for many messages.
type rule struct {
	*preset.Event
	fields []uint8          // of Values; of an OHLC, one for the close
	label  []byte           // the label where it is the same for every message, else nil
	routes map[string]int32 // the live subscriptions, by what Sub finds them with
}

// compile prepares the rules and names the fields.
func (s *Session) compile() {
	for i := range s.preset.Events {
		r := rule{Event: &s.preset.Events[i]}
		for _, v := range r.Values {
			r.fields = append(r.fields, s.field(v.Name))
		}
		if r.OHLC != nil {
			r.fields = append(r.fields, s.field("close"))
		}
		switch {
		case len(r.Sub) > 0:
			r.routes = make(map[string]int32)
		case r.Label.IsZero():
			r.label = []byte(s.preset.Name)
			if s.preset.OpenEnded && len(s.preset.Symbols) == 1 {
				r.label = []byte(s.preset.Symbols[0])
			}
		case r.Label.Text != nil:
			if text, err := r.Label.Text.Text(&scope{bound: s.preset.Redacted()}); err == nil {
				r.label = []byte(text)
			}
		}
		s.rules = append(s.rules, r)
	}
	s.ruled = len(s.fields)
	s.compileAnswers()
	s.heartbeat, s.statusMatch = matcherOf(s.preset.Heartbeat), matcherOf(s.preset.Status)
}

// matcher is a match of the preset that is tried on every message.
type matcher struct {
	match preset.Match
	named bool // it can only hold for an object: each alternative wants a member that is there
}

func matcherOf(m preset.Match) matcher {
	named := true
	for _, p := range m {
		wants := false
		for i := range p.Conds {
			c := &p.Conds[i]
			absent := c.Want.Dynamic() || c.Want.Matches(nil, preset.Absent, nil)
			wants = wants || len(c.Path.Steps) > 0 && !c.Path.Steps[0].IsIndex && !absent
		}
		named = named && wants
	}
	return matcher{match: m, named: named}
}

// is reports whether the message at hand matches. Candles and trades come as lists on many feeds, control messages as
// objects: then there is nothing to look up.
func (s *Session) is(m *matcher) bool {
	if m.named && s.doc.tape.Kind(s.doc.tape.Root()) != tape.Object {
		return false
	}
	return s.doc.matches(m.match, s.base)
}

// Alive says that a control frame came in: a ping, or (pong) the answer to our own.
func (s *Session) Alive(now time.Time, pong bool) {
	s.status.LastFrame = now
	if pong {
		s.pingWaiting = false
	}
}

// message takes one message in, in the order that the preset language gives.
func (s *Session) message(now time.Time, message []byte) {
	counts := &s.build.current().Counts
	counts.In++
	counts.Bytes += int64(len(message))
	s.doc.read(message)

	s.receiving = true
	s.messages++
	m := Message{At: now.UnixNano(), Row: NoRow, Kind: Unmatched}
	var text []byte
	if q := s.preset.Sequence; q != nil && !q.PerLabel {
		s.follow(now, &s.sequence, NoRow)
	}
	if s.answer(now) {
		m.Kind = Control
	}
	switch {
	case s.is(&s.heartbeat):
		counts.Heartbeats++
		s.status.LastBeat = now
		if s.beats {
			s.build.add(Message{At: m.At, Row: NoRow, Kind: Heartbeat}, message, nil)
		}
		s.received()
		return
	case s.asksToReconnect(now), s.greets(now), s.settle(now), s.is(&s.statusMatch):
		m.Kind = Control
	default:
		text = s.events(now, &m)
		if m.Kind == Unmatched {
			counts.Unmatched++
			if s.doc.tape.Root() == tape.Nothing && !isText(message) {
				text = undecodable(message)
			}
			s.noteNotJSON(now)
		}
	}
	if len(s.plots) > 0 {
		s.plotted(&m)
	}
	if s.preset.Reconnect.Resume != nil {
		s.remember()
	}
	payload := s.build.add(m, message, text)
	if s.holder != NoRow {
		s.rows[s.holder].held.payload = payload
		s.holder = NoRow
	}
	s.received()
}

// received ends the handling of a message.
func (s *Session) received() {
	s.receiving = false
	for _, n := range s.notes {
		s.build.add(n.message, []byte(n.text), nil)
	}
	s.notes = s.notes[:0]
}

// ShowHeartbeats puts heartbeats into the log, or leaves them out. They are counted as heartbeats all the same.
func (s *Session) ShowHeartbeats(show bool) { s.beats = show }

// answer sends the replies that the message asks for.
func (s *Session) answer(now time.Time) bool {
	answered := false
	for i := range s.preset.Reply {
		if r := &s.preset.Reply[i]; s.doc.matches(r.Match, s.base) {
			answered = true
			s.send(now, r.Send, &scope{doc: &s.doc}, NoRow)
		}
	}
	return answered
}

// events applies every rule that matches, completes m, and returns what the log shows instead of the
// message, if the preset says so.
func (s *Session) events(now time.Time, m *Message) (text []byte) {
	for i := range s.rules {
		r := &s.rules[i]
		if len(r.Match) > 0 && !s.doc.matches(r.Match, s.base) {
			continue
		}
		routed := int32(NoRow)
		if r.routes != nil {
			if routed = s.routed(r); routed == NoRow {
				continue
			}
		}
		if !s.doc.records(r.Each, r.Where, s.base) {
			continue
		}
		m.Kind = Event
		if s.doc.cut {
			s.note(now, Trouble, NoRow, fmt.Sprintf("a message holds more than %d records: the rest is left out", maxRecords))
		}
		for _, record := range s.doc.picked {
			n, at := s.event(now, m.At, r, record, routed)
			if m.Row == NoRow {
				m.Row = n
			}
			if m.Time == 0 {
				m.Time = at
			}
			if text == nil {
				text = s.placed(&r.Text, record, n)
			}
		}
	}
	return text
}

// placed returns what a P|T of the preset says for a record of a row, or nil.
func (s *Session) placed(p *preset.PathOrText, record tape.Ref, n int32) []byte {
	switch {
	case p.Path != nil:
		return s.doc.text(p.Path, record)
	case p.Text != nil:
		c := &scope{bound: s.preset.Redacted(), doc: &s.doc, saved: s.saved}
		if n != NoRow {
			c = s.scopeOf(&s.rows[n], s.rows[n].id)
			c.bound, c.doc, c.symbols = s.preset.Redacted(), &s.doc, []string{s.preset.ShownSymbol(s.rows[n].Symbol)}
		}
		if text, err := p.Text.Text(c); err == nil {
			return []byte(text)
		}
	}
	return nil
}

// history is how much older than its subscription an event must be to be history: no lag, no rate.
const history = time.Minute

// event takes one record in. routed is the subscription that `sub` has found, or NoRow. It returns the record's row
// and its own time, 0 without one.
func (s *Session) event(now time.Time, received int64, r *rule, record tape.Ref, routed int32) (n int32, eventTime int64) {
	batch := s.build.current()
	batch.Counts.Events++
	s.status.LastData = now
	n = s.rowFor(r, record, routed)
	at := received
	if text := s.doc.text(r.Time, record); text != nil {
		if ns, ok := preset.ParseTime(text); ok {
			eventTime, at = ns, ns
		}
	}
	if !s.preset.OpenEnded && len(s.rows) > 0 {
		s.fresh(now, 0) // the one subscription is named after the preset: all that comes is its data
	}
	if n == NoRow {
		return n, eventTime
	}
	s.fresh(now, n)
	if q := s.preset.Sequence; q != nil && q.PerLabel && s.rows[n].followed != s.messages {
		s.rows[n].followed = s.messages // once a message, however many records it has
		s.follow(now, &s.rows[n].sequence, n)
	}
	touch := s.touched(n)
	touch.At = received
	if eventTime == 0 || eventTime >= max(s.rows[n].sinceNano, s.openedNano)-int64(history) {
		touch.Events++
		if eventTime != 0 {
			batch.Lags.add(received - eventTime)
		}
	}
	if unit := s.placed(&r.Unit, record, n); unit != nil && string(unit) != s.rows[n].Unit && len(unit) <= maxLabel {
		if shown := s.preset.Redact(string(unit)); shown != s.rows[n].Unit {
			s.rows[n].Unit, s.changed = shown, true
		}
	}
	if r.OHLC != nil {
		s.candle(r, record, n, at, len(s.doc.picked) == 1)
		return n, eventTime
	}
	for i := range r.Values {
		if v, decimals, ok := s.doc.number(&r.Values[i].Path, record); ok {
			batch.Points = append(batch.Points, Point{At: at, Value: v, Row: n, Field: r.fields[i], Decimals: decimals})
		}
	}
	return n, eventTime
}

// rowFor returns the row of a record: the subscription that `sub` has found, else the one of its label.
func (s *Session) rowFor(r *rule, record tape.Ref, routed int32) int32 {
	if routed != NoRow {
		if label := s.placed(&r.Label, record, routed); len(label) > 0 && len(label) <= maxLabel && string(label) != s.rows[routed].Label {
			if shown := s.preset.ShownSymbol(string(label)); shown != s.rows[routed].Label {
				s.rows[routed].Label, s.changed = shown, true
			}
		}
		return routed
	}
	label := r.label
	if label == nil {
		if label = s.placed(&r.Label, record, NoRow); len(label) == 0 {
			label = []byte(s.preset.Name)
		}
	}
	return s.rowOf(label, r.Event)
}

// fresh notes an event on a row.
func (s *Session) fresh(now time.Time, n int32) {
	r := &s.rows[n]
	if r.State == Rejected && r.guessed {
		s.note(now, Notice, n, "data all the same: the rejection was not meant for this one")
		s.live(now, n)
	}
	if r.unconfirmed && r.State == Off {
		s.set(n, Label, "still sent: unsubscribe was not answered")
	}
	if r.State == RowStale {
		s.note(now, Notice, n, "data again after "+rounded(now.Sub(r.lastHeard())))
		s.set(n, Live, "")
		s.staleFrom(r, now)
		s.orders.Rearm = true // it can go stale again, before anything else that is due
		s.refresh(now)
	}
	r.lastEvent = now
}

// lastHeard is when a subscription last had a sign of life: an event, or its beginning.
func (r *row) lastHeard() time.Time {
	if r.lastEvent.After(r.since) {
		return r.lastEvent
	}
	return r.since
}
