package session

import (
	"time"

	"sockeye/feed/event"
)

// log is the batch under construction, with entries for the messages of the server and notes of our own.
type log struct {
	build   event.Builder
	message bool   // a message is being received
	at      int64  // its receipt, Unix nanoseconds
	waiting []note // what it has caused, and what follows it
}

// note is an entry that waits for the message that caused it.
type note struct {
	entry event.Entry
	text  string
}

// note writes an entry of our own: after the current message, if that is its cause.
func (l *log) note(now time.Time, kind event.Kind, n int32, text string) {
	e := event.Entry{At: now.UnixNano(), Label: n, Kind: kind}
	if l.message && kind != event.Gap { // a gap is before the message that shows it
		l.waiting = append(l.waiting, note{e, text})
		return
	}
	l.build.Add(e, []byte(text), nil)
}

// begin begins with a message.
func (l *log) begin(at int64) { l.message, l.at = true, at }

// received returns the receipt of the current message.
func (l *log) received() time.Time { return time.Unix(0, l.at) }

// end ends the message: what it has caused follows.
func (l *log) end() {
	l.message = false
	for _, n := range l.waiting {
		l.build.Add(n.entry, []byte(n.text), nil)
	}
	l.waiting = l.waiting[:0]
}
