package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
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
// called. Begin returns the frame decompressed, which is valid as long as the frame is not to change.
func (s *Session) Begin(now time.Time, frame []byte) (plain []byte) {
	s.conn.status.LastFrame, s.frameAt = now, now
	plain, err := s.frames.Begin(frame)
	if err != nil {
		s.log.Note(now, event.Trouble, event.NoLabel, "a frame cannot be decompressed: "+err.Error())
	}
	return plain
}

// Next is the second half of Receive; see Begin.
func (s *Session) Next() (more bool) {
	payload, leftOut := s.frames.Next()
	if leftOut > 0 {
		s.log.Note(s.frameAt, event.Trouble, event.NoLabel, fmt.Sprintf("a frame holds more than %d messages: the last %d bytes of it are left out", message.MaxMessages, leftOut))
	}
	if len(payload) > 0 {
		s.receive(s.frameAt, payload)
	} else { // it only says that the server is alive
		s.log.Changed()
	}
	return s.frames.More()
}

// receive applies one message, in the order that the preset language gives.
func (s *Session) receive(now time.Time, payload []byte) {
	batch := s.log.Current()
	batch.Largest = max(batch.Largest, int64(len(payload)))
	counts := &batch.Counts
	counts.In++
	counts.Bytes += int64(len(payload))
	doc := s.reader.Document()
	doc.Read(payload)

	received := now.UnixNano()
	s.log.BeginMessage(received)
	s.events.messages++
	entry := event.Entry{At: received, Label: event.NoLabel, Kind: event.Unmatched}
	var text []byte
	if s.tracker.PerConnection() {
		s.tracker.Follow(now, &s.sequence, event.NoLabel)
	}
	data := s.control.isData(doc, s.conn.status.State)
	if !data && s.outbox.reply(now, doc) {
		entry.Kind = event.Control
	}
	switch {
	case data:
		text = s.receiveData(now, doc, payload, &entry)
	case s.heartbeats.receive(now, doc, &s.log, &s.conn.status):
		s.log.EndMessage()
		return
	case s.isControl(now, doc):
		entry.Kind = event.Control
	default:
		text = s.receiveData(now, doc, payload, &entry)
	}
	if s.events.plotting() {
		s.events.plot(&entry)
	}
	if s.preset.Reconnect.Resume != nil {
		s.address.saveResume(now, doc)
	}
	s.events.candles.hold(payload, s.log.Add(entry, payload, text))
	s.log.EndMessage()
	s.subs.RetryRejected(now)
}

// receiveData applies a message that is none of the protocol, completes its entry, and returns what the log shows instead of it, if
// that is something else.
func (s *Session) receiveData(now time.Time, doc *message.Document, payload []byte, entry *event.Entry) (text []byte) {
	text = s.events.receive(now, entry)
	if entry.Kind != event.Unmatched {
		return text
	}
	s.log.Current().Counts.Unmatched++
	if len(s.preset.Events) == 0 {
		s.conn.status.LastData = now
		s.subs.EventUnruled(now)
	}
	if doc.Root() == message.Nothing {
		if !message.IsText(payload) {
			text = message.Undecodable(payload)
		}
		s.reports.notJSON(now, s.preset, payload, &s.log)
	}
	return text
}

// isControl applies the current message if it is one of the protocol's, and reports whether it is.
func (s *Session) isControl(now time.Time, doc *message.Document) bool {
	if s.address.receive(now, doc, s.scopes.Base) {
		s.conn.hangUp(event.PeerAsked, "the server asks for a new connection")
		return true
	}
	if is, over := s.hello.receive(now, doc); is {
		if over {
			s.open(now)
		}
		return true
	}
	return s.subs.ReceiveAnswer(now) || s.control.status.Matches(doc, s.scopes.Base)
}

// ShowHeartbeats puts heartbeats into the log, or leaves them out. They are counted as heartbeats all the same.
func (s *Session) ShowHeartbeats(show bool) { s.heartbeats.shown = show }

// Check has problems with a message be reported for every message, and what a rule cannot read not at all: for one who reads
// the messages again, with [message.Reader.Values].
func (s *Session) Check() {
	s.reader.Always()
	s.reports.quiet = true
}
