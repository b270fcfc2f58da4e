package session

import (
	"bytes"
	"strconv"

	"sockeye/feed/session/tape"
)

// Taken is what the rules made of one record of a message. Texts are from the network: not sanitised, and but for words not
// without secrets.
type Taken struct {
	Row    int32 // NoRow where its label is left out
	Time   int64 // the feed's own, Unix nanoseconds; 0 where it gives none
	Lag    int64 // receipt minus Time, nanoseconds
	Fresh  bool  // it is no history: it has a lag, and counts for the rate
	Values []TakenValue
	Candle []TakenValue // empty where the record makes none
	Unread []string     // what could not be read, and why

	record tape.Ref
}

// TakenValue is a value that a rule takes.
type TakenValue struct {
	Name string // as the preset calls it
	Text string // as the feed writes it, if that is in decimal, or too large to be written in decimal; where there is no number, its word for that
	None bool   // there is no value from now on
}

// tracer takes down what becomes of messages.
type tracer struct {
	messages [][]Taken // those that rules have taken
	now      Taken     // of the record at hand
}

// Trace makes Traced return what the rules take, from now on.
func (s *Session) Trace() { s.trace = &tracer{} }

// Traced returns, for each message since the last call that rules have taken, what they took of its records.
func (s *Session) Traced() [][]Taken {
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
	t.now.Values = append(t.now.Values, TakenValue{Name: name, Text: text, None: none})
}

// message begins the records of a message.
func (t *tracer) message() { t.messages = append(t.messages, nil) }

// done adds the record at hand to those of its message, or what another rule has taken of it to what is known.
func (t *tracer) done(record tape.Ref, n int32) {
	now := t.now
	now.Row, now.record = n, record
	t.now = Taken{}
	last := &t.messages[len(t.messages)-1]
	for i := range *last {
		if known := &(*last)[i]; known.Row == n && known.record == record {
			known.Values = append(known.Values, now.Values...)
			known.Candle = append(known.Candle, now.Candle...)
			known.Unread = append(known.Unread, now.Unread...)
			return
		}
	}
	*last = append(*last, now)
}
