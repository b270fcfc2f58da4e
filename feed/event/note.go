package event

import "time"

// notes are entries of our own that a message has caused, and which follow it.
type notes struct {
	message bool  // a message is being received
	at      int64 // its receipt, Unix nanoseconds
	waiting []note
}

// note is an entry that waits for the message that caused it.
type note struct {
	entry Entry
	text  string
}

// BeginMessage begins with a message, received at a time in Unix nanoseconds: what is noted before EndMessage is caused by it.
func (b *Builder) BeginMessage(at int64) { b.notes.message, b.notes.at = true, at }

// Received returns the receipt of the current message, or of the last one.
func (b *Builder) Received() time.Time { return time.Unix(0, b.notes.at) }

// Note appends an entry of our own: after the current message, if there is one, since that is its cause.
func (b *Builder) Note(now time.Time, kind Kind, label int32, text string) {
	e := Entry{At: now.UnixNano(), Label: label, Kind: kind}
	if b.notes.message && kind != Gap { // a gap is before the message that shows it
		b.notes.waiting = append(b.notes.waiting, note{e, text})
		return
	}
	b.Add(e, []byte(text), nil)
}

// EndMessage ends the message, which has been added: what it has caused follows.
func (b *Builder) EndMessage() {
	b.notes.message = false
	for _, n := range b.notes.waiting {
		b.Add(n.entry, []byte(n.text), nil)
	}
	b.notes.waiting = b.notes.waiting[:0]
}
