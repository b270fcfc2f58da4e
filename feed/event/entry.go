package event

// Kind says what an entry of the log is.
type Kind uint8

// The kinds of entries. The first three are messages from the server and are counted in the balance; the
// rest is what Sockeye itself did or noticed.
const (
	Matched   Kind = iota // matched a rule of `events`
	Control               // an ack, a rejection, a status, something that we answer
	Unmatched             // matched nothing: shown, never an error
	Sent                  // what we sent; secrets are already •••
	Notice                // connecting, open, subscribed, live again
	Trouble               // refused, lost, rejected, stale
	Gap                   // a hole in a sequence
	Heartbeat             // a heartbeat, where they are wanted in the log; not part of the log's count
	Alert                 // an alert was raised or is over; only the reader of a log has them
)

// Inbound reports whether the entry is a message from the server.
func (k Kind) Inbound() bool { return k <= Unmatched }

// Entry is one line of the log. Its bytes are in the slab of its chunk.
type Entry struct {
	At       int64 // receipt, Unix nanoseconds
	Time     int64 // the feed's own time, Unix nanoseconds; 0 where it gives none
	offset   uint32
	size     uint32
	textSize uint32
	Label    int32  // the number of the label that it belongs to, or NoLabel
	Rule     uint16 // the first rule of `events` that matched it, counted from 1; 0: none
	Kind     Kind
}

// entryBytes is the size of an Entry in memory.
const entryBytes = 40
