package session

import (
	"bytes"
	"strconv"

	"sockeye/feed/message/json"
)

// TracedRecord is what the rules read of one record of a message. Texts are from the network: not sanitised, and but for words not
// without secrets.
type TracedRecord struct {
	Label  int32 // NoRow where its label is left out
	Time   int64 // the feed's own, Unix nanoseconds; 0 where it gives none
	Lag    int64 // receipt minus Time, nanoseconds
	Fresh  bool  // it is no history: it has a lag, and counts for the rate
	Values []TracedValue
	Candle []TracedValue // empty where the record makes none
	Unread []string      // what could not be read, and why

	record json.Ref
}

// TracedValue is a value that a rule reads.
type TracedValue struct {
	Name string // as the preset calls it
	Text string // as the feed writes it, if that is in decimal, or too large to be written in decimal; where there is no number, its word for that
	None bool   // there is no value from now on
}

// tracer collects what becomes of messages.
type tracer struct {
	messages [][]TracedRecord // those that rules have matched
	now      TracedRecord     // of the current record
}

// Trace makes Traced return what the rules read, from now on.
func (s *Session) Trace() { s.trace = &tracer{} }

// Traced returns, for each message since the last call that rules have matched, what they read of its records.
func (s *Session) Traced() [][]TracedRecord {
	messages := s.trace.messages
	s.trace.messages = nil
	return messages
}

// written is a number as the feed writes it, in decimal where that loses nothing.
func written(text []byte, v float64) string {
	const exact = 1 << 53
	if c := text[len(text)-1] | 0x20; (c < 'a' || c > 'z') && !bytes.ContainsAny(text, "xX") || v >= exact {
		return string(text)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (t *tracer) value(name, text string, none bool) {
	t.now.Values = append(t.now.Values, TracedValue{Name: name, Text: text, None: none})
}

// message begins the records of a message.
func (t *tracer) message() { t.messages = append(t.messages, nil) }

// done adds the current record to those of its message, or what another rule has read of it to what is known.
func (t *tracer) done(record json.Ref, n int32) {
	now := t.now
	now.Label, now.record = n, record
	t.now = TracedRecord{}
	last := &t.messages[len(t.messages)-1]
	for i := range *last {
		if known := &(*last)[i]; known.Label == n && known.record == record {
			known.Values = append(known.Values, now.Values...)
			known.Candle = append(known.Candle, now.Candle...)
			known.Unread = append(known.Unread, now.Unread...)
			return
		}
	}
	*last = append(*last, now)
}
