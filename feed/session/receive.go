package session

import (
	"bytes"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// rule is an [preset.Event] made ready for many messages.
type rule struct {
	*preset.Event
	fields []uint8          // of Values; of an OHLC, one for the close
	close  preset.ValuePath // of an OHLC
	label  []byte           // the label where it is the same for every message, else nil
	routes map[string]int32 // the live subscriptions, by what Sub finds them with
	number int              // counted from 1
	found  bool             // a record had a value of it
	missed int              // records before that which had none
}

// compile prepares the rules and names the fields.
func (s *Session) compile() {
	for i := range s.preset.Events {
		r := rule{Event: &s.preset.Events[i], number: i + 1}
		for _, v := range r.Values {
			r.fields = append(r.fields, s.field(v.Name))
		}
		if r.OHLC != nil {
			r.close = preset.ValuePath{Name: "close", Path: r.OHLC.Close}
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
	match lang.Match
	named bool // it can only hold for an object: each alternative wants a member that is there
}

func matcherOf(m lang.Match) matcher {
	named := true
	for _, p := range m {
		wants := false
		for i := range p.Conds {
			c := &p.Conds[i]
			absent := c.Want.Dynamic() || c.Want.Matches(nil, lang.Absent, nil)
			wants = wants || len(c.Path.Steps) > 0 && !c.Path.Steps[0].IsIndex && !absent
		}
		named = named && wants
	}
	return matcher{match: m, named: named}
}

// is reports whether the current message matches. Candles and trades come as lists on many feeds, control messages as
// objects: then there is nothing to look up.
func (s *Session) is(m *matcher) bool {
	if m.named && s.doc.tape.Kind(s.doc.tape.Root()) != json.Object {
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
	batch := s.build.Current()
	batch.Largest = max(batch.Largest, int64(len(message)))
	counts := &batch.Counts
	counts.In++
	counts.Bytes += int64(len(message))
	s.doc.read(message)

	s.receiving, s.at = true, now.UnixNano()
	s.messages++
	m := event.Entry{At: s.at, Label: event.NoLabel, Kind: event.Unmatched}
	var text []byte
	if q := s.preset.Sequence; q != nil && !q.PerLabel {
		s.follow(now, &s.sequence, event.NoLabel)
	}
	if s.answer(now) {
		m.Kind = event.Control
	}
	switch {
	case s.is(&s.heartbeat):
		counts.Heartbeats++
		s.status.LastBeat = now
		if s.beats {
			s.build.Add(event.Entry{At: m.At, Label: event.NoLabel, Kind: event.Heartbeat}, message, nil)
		}
		s.received()
		return
	case s.asksToReconnect(now), s.matchHello(now), s.matchAnswers(now), s.is(&s.statusMatch):
		m.Kind = event.Control
	default:
		text = s.events(now, &m)
		if m.Kind == event.Unmatched {
			counts.Unmatched++
			if len(s.rules) == 0 {
				s.eventUnruled(now, m.At)
			}
			if s.doc.tape.Root() == json.Nothing && !isText(message) {
				text = undecodable(message)
			}
			s.noteNotJSON(now)
		}
	}
	if len(s.plots) > 0 {
		s.plotted(&m)
	}
	if s.preset.Reconnect.Resume != nil {
		s.saveResume(now)
	}
	payload := s.build.Add(m, message, text)
	if s.holder != event.NoLabel {
		if len(payload) != len(message) { // it was cut, and the candle may stand behind that
			payload = bytes.Clone(message)
		}
		s.rows[s.holder].held.payload = payload
		s.holder = event.NoLabel
	}
	s.received()
	s.retryRejected(now)
}

// received ends the handling of a message.
func (s *Session) received() {
	s.receiving = false
	for _, n := range s.notes {
		s.build.Add(n.message, []byte(n.text), nil)
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
			if s.ending != "" {
				continue // it would only wait: we are hanging up, perhaps because the server reads nothing
			}
			s.send(now, r.Send, &scope{doc: &s.doc}, event.NoLabel)
		}
	}
	return answered
}

// events applies every rule that matches, up to one that stops, completes m, and returns what the log shows instead of the
// message, if the preset says so.
func (s *Session) events(now time.Time, m *event.Entry) (text []byte) {
	several := len(s.rules) > 1
	if several {
		s.counted.reset()
	}
	for i := range s.rules {
		r := &s.rules[i]
		if len(r.Match) > 0 && !s.doc.matches(r.Match, s.base) {
			continue
		}
		routed := int32(event.NoLabel)
		if r.routes != nil {
			if routed = s.routed(r); routed == event.NoLabel {
				continue
			}
		}
		if !s.doc.records(r.Each, r.Where, s.base) {
			continue
		}
		if s.trace != nil && m.Kind != event.Matched {
			s.trace.message()
		}
		m.Kind = event.Matched
		if several {
			s.counted.next()
		}
		if s.doc.cut {
			s.note(now, event.Trouble, event.NoLabel, fmt.Sprintf("a message holds more than %d records: the rest is left out", maxRecords))
		}
		for _, record := range s.doc.picked {
			n, at := s.event(now, m.At, r, record, routed)
			if s.trace != nil {
				s.trace.done(record, n)
			}
			if m.Label == event.NoLabel {
				m.Label = n
			}
			if m.Time == 0 {
				m.Time = at
			}
			if text == nil {
				text = s.placed(&r.Text, record, n, 0)
			}
		}
		if r.Stop {
			break
		}
	}
	return text
}

// longestPlaced bounds what a label or a unit takes of each ${msg.PATH}, in bytes. It is built for each record, so that its
// length counts once a record; it is more than is kept of them, and than any secret that may have to be hidden in them.
const longestPlaced = 4 << 10

// placed returns what a P|T of the preset says for a record of a row, or nil. Of each ${msg.PATH} it takes not more than most
// bytes, where most is not 0.
func (s *Session) placed(p *preset.PathOrText, record json.Ref, n int32, most int) []byte {
	switch {
	case p.Path != nil:
		return s.doc.text(p.Path, record)
	case p.Text != nil:
		c := &scope{bound: s.preset.Redacted(), doc: &s.doc, saved: s.saved}
		if n != event.NoLabel {
			c = s.scopeOf(&s.rows[n], s.rows[n].request.id)
			c.bound, c.doc, c.symbols = s.preset.Redacted(), &s.doc, []string{s.preset.ShownSymbol(s.rows[n].Symbol)}
		}
		c.most = most
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
func (s *Session) event(now time.Time, received int64, r *rule, record json.Ref, routed int32) (n int32, eventTime int64) {
	untracked := s.status.Untracked
	n = s.rowFor(r, record, routed)
	again := len(s.rules) > 1 && s.counted.add(record, n)
	batch := s.build.Current()
	if again {
		s.status.Untracked = untracked
	} else {
		batch.Counts.Events++
	}
	s.status.LastData = now
	at := received
	if r.Time != nil {
		if ns, ok := lang.ParseTime(s.doc.text(r.Time, record), r.Zone); !ok {
			s.unreadTime(r, record, n)
		} else if eventTime, at = ns, ns; ns > received || s.ahead {
			at = s.drawnAt(received, ns)
		}
	}
	if s.trace != nil {
		s.trace.now.Time, s.trace.now.Lag = eventTime, received-eventTime
	}
	if !s.preset.OpenEnded && len(s.rows) > 0 {
		s.eventOfSole(now, received, n, again)
	}
	if n == event.NoLabel {
		return n, eventTime
	}
	s.eventOn(now, n)
	if q := s.preset.Sequence; q != nil && q.PerLabel && s.rows[n].followed != s.messages {
		s.rows[n].followed = s.messages // once a message, however many records it has
		s.follow(now, &s.rows[n].sequence, n)
	}
	activity := s.activityOf(n)
	activity.At = received
	if fresh := eventTime == 0 || eventTime >= max(s.rows[n].sinceNano, s.openedNano)-int64(history); fresh && !again {
		activity.Events++
		if eventTime != 0 {
			batch.Lags.Observe(received - eventTime)
		}
		if s.trace != nil {
			s.trace.now.Fresh = true
		}
	}
	if unit := s.placed(&r.Unit, record, n, longestPlaced); unit != nil && len(unit) <= maxLabel && string(unit) != s.rows[n].Unit {
		if shown := s.preset.Redact(string(unit)); shown != s.rows[n].Unit {
			s.rows[n].Unit, s.changed = shown, true
		}
	}
	found := false
	if r.OHLC != nil {
		found = s.candle(r, record, n, at, len(s.doc.picked) == 1)
	}
	for i := range r.Values {
		found = s.value(r, &r.Values[i], r.fields[i], record, n, at) || found
	}
	switch {
	case found:
		if !r.found {
			r.found = true
		}
	case len(r.fields) > 0:
		s.unfound(r, n)
	}
	return n, eventTime
}

// relabel gives a row the label of an event. Records of one message with several labels would all be values of one row: that
// is said, and the row keeps its label.
func (s *Session) relabel(n int32, label []byte) {
	r := &s.rows[n]
	again := r.labelled == s.messages
	r.labelled = s.messages
	if string(label) == r.Name {
		return
	}
	shown := s.preset.ShownSymbol(string(label))
	switch {
	case shown == r.Name:
	case !again:
		r.Name, s.changed = shown, true
	case !s.labelsSaid:
		s.labelsSaid = true
		s.note(time.Unix(0, s.at), event.Trouble, n, "events with several labels, "+r.Name+" and "+shown+", are all values of this row: leave out `sub` or `label` in the rule")
	}
}

// rowFor returns the row of a record: the subscription that `sub` has found, else the one of its label.
func (s *Session) rowFor(r *rule, record json.Ref, routed int32) int32 {
	if routed != event.NoLabel {
		if label := s.placed(&r.Label, record, routed, longestPlaced); len(label) > 0 && len(label) <= maxLabel {
			s.relabel(routed, label)
		}
		return routed
	}
	label := r.label
	if label == nil {
		if label = s.placed(&r.Label, record, event.NoLabel, longestPlaced); len(label) == 0 {
			label = []byte(s.preset.Name)
			if r.Label.Path != nil {
				s.unread(r, "label", r.Label.Path, event.NoLabel, "finds nothing: the event goes to "+s.preset.Name)
			}
		}
	}
	return s.rowOf(label, r.Event)
}
