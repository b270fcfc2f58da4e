package session

import (
	"bytes"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Receive applies a frame: none, one or several messages. frame is only read during the call.
func (s *Session) Receive(now time.Time, frame []byte) {
	s.Begin(now, frame)
	for s.Next() {
	}
}

// Begin is the first half of Receive, for an owner who does not want to hold the session for as long as a frame of many
// messages takes. Next applies one message after the other and reports whether more follow; until it says no, frame must
// not change. Between two calls the session is as it is between two frames: all its methods but Begin and Receive may be
// called.
func (s *Session) Begin(now time.Time, frame []byte) {
	s.status.LastFrame, s.frameAt = now, now
	if err := s.frames.Begin(frame); err != nil {
		s.note(now, event.Trouble, event.NoLabel, "a frame cannot be decompressed: "+err.Error())
	}
}

// Next is the second half of Receive; see Begin.
func (s *Session) Next() (more bool) {
	piece, leftOut := s.frames.Next()
	if leftOut > 0 {
		s.note(s.frameAt, event.Trouble, event.NoLabel, fmt.Sprintf("a frame holds more than %d messages: the last %d bytes of it are left out", message.MaxMessages, leftOut))
	}
	if len(piece) > 0 { // an empty one only says that the server is alive
		s.message(s.frameAt, piece)
	}
	return s.frames.More()
}

// Borrow has the session use some memory for the next frame, until Return.
func (s *Session) Borrow(m *message.Memory) { s.reader.Borrow(m) }

// Return gives that memory back, with what the frame has made it, and drops all that was as large as the frame.
func (s *Session) Return(m *message.Memory) { s.reader.Return(m) }

// Check has problems with a message be reported for every message, and what a rule cannot read not at all: for one who reads
// the messages again, with [message.Reader.Values].
func (s *Session) Check() {
	s.reader.Always()
	s.quiet = true
}

// NewReader returns a reader of messages that are in the log, with the placeholders that the session knows.
func (s *Session) NewReader() *message.Reader {
	return message.NewReaderIn(s.preset, s.base, s.shownScope, nil)
}

// unread writes to the log what a rule cannot read.
func (s *Session) unread(label int32, text string) {
	if !s.quiet {
		s.note(time.Unix(0, s.at), event.Notice, label, text)
	}
}

// Alive says that a control frame came in: a ping, or (pong) the answer to our own.
func (s *Session) Alive(now time.Time, pong bool) {
	s.status.LastFrame = now
	if pong {
		s.pingWaiting = false
	}
}

// message takes one message in, in the order that the preset language gives.
func (s *Session) message(now time.Time, payload []byte) {
	batch := s.build.Current()
	batch.Largest = max(batch.Largest, int64(len(payload)))
	counts := &batch.Counts
	counts.In++
	counts.Bytes += int64(len(payload))
	s.doc.Read(payload)

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
	case s.heartbeat.Matches(s.doc, s.base):
		counts.Heartbeats++
		s.status.LastBeat = now
		if s.beats {
			s.build.Add(event.Entry{At: m.At, Label: event.NoLabel, Kind: event.Heartbeat}, payload, nil)
		}
		s.received()
		return
	case s.asksToReconnect(now), s.matchHello(now), s.matchAnswers(now), s.statusMatch.Matches(s.doc, s.base):
		m.Kind = event.Control
	default:
		text = s.events(now, &m)
		if m.Kind == event.Unmatched {
			counts.Unmatched++
			if len(s.preset.Events) == 0 {
				s.eventUnruled(now, m.At)
			}
			if s.doc.Root() == message.Nothing && !message.IsText(payload) {
				text = message.Undecodable(payload)
			}
			s.noteNotJSON(now)
		}
	}
	if len(s.reader.Plots()) > 0 {
		s.plot(&m)
	}
	if s.preset.Reconnect.Resume != nil {
		s.saveResume(now)
	}
	kept := s.build.Add(m, payload, text)
	if s.holder != event.NoLabel {
		if len(kept) != len(payload) { // it was cut, and the candle may stand behind that
			kept = bytes.Clone(payload)
		}
		s.rows[s.holder].held.payload = kept
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
		if r := &s.preset.Reply[i]; s.doc.Matches(r.Match, s.base) {
			answered = true
			if s.ending != "" {
				continue // it would only wait: we are hanging up, perhaps because the server reads nothing
			}
			s.send(now, r.Send, &scope{doc: s.doc}, event.NoLabel)
		}
	}
	return answered
}

// events applies every rule that matches, up to one that stops, completes m, and returns what the log shows instead of the
// message, if the preset says so.
func (s *Session) events(now time.Time, m *event.Entry) (text []byte) {
	rules := s.reader.Rules()
	several := len(rules) > 1
	if several {
		s.counted.reset()
	}
	for i := range rules {
		r := &rules[i]
		if !s.reader.Matches(r) {
			continue
		}
		routed := int32(event.NoLabel)
		if len(r.Sub) > 0 {
			if routed = s.routed(r); routed == event.NoLabel {
				continue
			}
		}
		records, ok, whole := s.reader.Records(r)
		if !ok {
			continue
		}
		if m.Kind != event.Matched {
			m.Kind, m.Rule = event.Matched, uint16(r.Number)
		}
		if several {
			s.counted.next()
		}
		if !whole {
			s.note(now, event.Trouble, event.NoLabel, fmt.Sprintf("a message holds more than %d records: the rest is left out", message.MaxRecords))
		}
		for _, record := range records {
			n, at := s.event(now, m.At, r, record, routed, len(records) == 1)
			if m.Label == event.NoLabel {
				m.Label = n
			}
			if m.Time == 0 {
				m.Time = at
			}
			if text == nil {
				text = s.reader.Text(r, record, s.scopeFor(&r.Text, n))
			}
		}
		if r.Stop {
			break
		}
	}
	return text
}

// scopeFor is the scope in which a text of the preset for a record of a label is filled in, without secrets; nil where nothing
// has to be filled in, or where the label is none.
func (s *Session) scopeFor(p *preset.PathOrText, n int32) lang.Scope {
	if p.Text == nil || n == event.NoLabel {
		return nil
	}
	c := s.scopeOf(&s.rows[n], s.rows[n].request.id)
	c.bound, c.symbols = s.preset.Redacted(), []string{s.preset.ShownSymbol(s.rows[n].Symbol)}
	return c
}

// History is how much older than its subscription an event must be to be history: no lag, no rate.
const History = time.Minute

// event takes one record in. routed is the subscription that `sub` has found, or NoRow. It returns the record's row
// and its own time, 0 without one.
func (s *Session) event(now time.Time, received int64, r *message.Rule, record message.Ref, routed int32, alone bool) (n int32, eventTime int64) {
	untracked := s.status.Untracked
	n = s.rowFor(r, record, routed)
	again := len(s.preset.Events) > 1 && s.counted.add(record, n)
	batch := s.build.Current()
	if again {
		s.status.Untracked = untracked
	} else {
		batch.Counts.Events++
	}
	s.status.LastData = now
	at := received
	if r.Time != nil {
		if ns, ok := s.reader.Time(r, record, n); ok {
			if eventTime, at = ns, ns; ns > received || s.ahead {
				at = s.drawnAt(received, ns)
			}
		}
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
	if fresh := eventTime == 0 || eventTime >= max(s.rows[n].sinceNano, s.openedNano)-int64(History); fresh && !again {
		activity.Events++
		if eventTime != 0 {
			batch.Lags.Observe(received - eventTime)
		}
	}
	if unit := s.reader.Unit(r, record, s.scopeFor(&r.Unit, n)); unit != nil && len(unit) <= message.MaxLabel && string(unit) != s.rows[n].Unit {
		if shown := s.preset.Redact(string(unit)); shown != s.rows[n].Unit {
			s.rows[n].Unit, s.changed = shown, true
		}
	}
	s.reader.Numbers(batch, r, record, n, at)
	if r.OHLC != nil {
		s.candle(r, record, n, alone)
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
func (s *Session) rowFor(r *message.Rule, record message.Ref, routed int32) int32 {
	if routed != event.NoLabel {
		if label := s.reader.Label(r, record, s.scopeFor(&r.Label, routed)); len(label) > 0 && len(label) <= message.MaxLabel {
			s.relabel(routed, label)
		}
		return routed
	}
	label := r.Fixed
	if label == nil {
		if label = s.reader.Label(r, record, nil); len(label) == 0 {
			label = []byte(s.preset.Name)
			if r.Label.Path != nil {
				s.reader.UnreadLabel(r, event.NoLabel)
			}
		}
	}
	return s.rowOf(label, r.Event)
}
