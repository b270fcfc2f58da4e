package logview

import "time"

// Kind says how an entry is drawn. Every kind has a sign of its own, apart from
// Event and Control, which differ by the label. The kinds from Notice on are the
// events of the log, which no filter hides. The signs are those of Unicode; see
// [text.Signs] for the others.
type Kind uint8

const (
	Event     Kind = iota // "←": a message with values, of a label
	Control               // "←", dimmed: an answer, a status, a greeting
	Unmatched             // "?": a message that the preset has no use for
	Sent                  // "→": what went out
	Notice                // a rule "────" across the log: something that is no message
	Gap                   // a rule "┄┄┄┄": messages that are missing
	Trouble               // a rule "━━━━": a disconnect, a rejection
	Alert                 // a rule "!!!!": an alert that was raised, or is over
)

// Entry is one entry of the log. Label and Text come from the network and are shown
// sanitised. Text is valid until the next call of [Entries.Entry].
type Entry struct {
	Number uint64
	At     time.Time // receipt
	Time   time.Time // the feed's own; zero if the entry has none
	Kind   Kind
	Label  string
	// Text is the text, or no less than the first [MaxText] bytes of it. Size is how many bytes it has where that is more
	// than what is here.
	Text []byte
	Size int
}

// Entries is a log. Its entries are numbered without holes from First up to, and not
// including, End: End grows as entries are appended, First as they are evicted.
// Neither ever falls. Entry, Kind and Fields are called only for numbers in between.
type Entries interface {
	First() uint64
	End() uint64
	Entry(n uint64) Entry
	// Kind returns the kind of an entry without reading its text.
	Kind(n uint64) Kind
	// Fields returns what an event says in the columns of [Model.SetColumns]; false if it has no row in the table.
	Fields(n uint64) (Fields, bool)
}

// source is the log as it was at the last Refresh: what the parts of the widget read.
type source struct {
	entries    Entries
	first, end uint64
}

// refresh brings the bounds up to date, and reports whether they are others.
func (s *source) refresh() (changed bool) {
	first, end := s.first, s.end
	s.first, s.end = 0, 0
	if s.entries != nil {
		s.first, s.end = s.entries.First(), s.entries.End()
	}
	return s.first != first || s.end != end
}

// empty reports whether there is no entry.
func (s *source) empty() bool { return s.first == s.end }

// redraw is what has changed since the last View.
type redraw struct {
	body     bool // how the lines of the window are drawn
	arrivals bool // there are entries after those on the screen
	box      bool // the border and what stands in it
}

// moved notes that the window or the cursor was moved, if it was.
func (r *redraw) moved(was bool) { r.body = r.body || was }
