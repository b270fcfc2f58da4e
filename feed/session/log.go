package session

import (
	"time"

	"sockeye/feed/event"
)

// log is the batch under construction, with entries for the messages of the server and notes of our own.
type log struct {
	build   event.Builder
	message bool      // a message is being received
	at      time.Time // its receipt
	waiting []note    // what it has caused, and what follows it
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
func (l *log) begin(now time.Time) { l.message, l.at = true, now }

// end ends the message: what it has caused follows.
func (l *log) end() {
	l.message = false
	for _, n := range l.waiting {
		l.build.Add(n.entry, []byte(n.text), nil)
	}
	l.waiting = l.waiting[:0]
}
