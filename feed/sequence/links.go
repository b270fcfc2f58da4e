package sequence

import (
	"bytes"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset/lang"
)

// link is a place in a sequence of links where messages are missing: between the id from and the message whose id was to.
type link struct{ from, to string }

// maxLinks bounds how many such places are kept, to find what comes late.
const maxLinks = 16

// followLinks checks a message that has its own id, and that of the one before. Ids are compared, not counted: they need be no
// numbers.
func (t *Tracker) followLinks(now time.Time, q *Position, n int32, text []byte) {
	rule := t.rule
	if len(text) > message.MaxLabel {
		t.unreadLink(now, n, "at", &rule.At)
		return
	}
	t.link = append(t.link[:0], text...) // the next text may overwrite it
	at := t.link
	prev := t.doc.Text(rule.Prev, t.doc.Root())
	if len(prev) > message.MaxLabel {
		t.unreadLink(now, n, "prev", rule.Prev)
		prev = nil
	}
	if len(prev) > 0 {
		t.log.Current().Counts.Numbered++
	}
	switch {
	case !q.known:
	case bytes.Equal(at, q.last):
		if !q.repeated {
			t.log.Note(now, event.Notice, n, fmt.Sprintf("seq %s twice", at))
		}
		q.repeated = true
		return
	case len(prev) == 0 || bytes.Equal(prev, q.last):
	case t.cameLate(now, q, n, string(prev), string(at)):
		return
	default:
		t.gap(now, n, fmt.Sprintf("%s follows %s, and not %s", at, prev, q.last))
		q.holes = append(q.holes, link{from: string(q.last), to: string(prev)})
		if len(q.holes) > maxLinks {
			q.holes = q.holes[1:]
		}
	}
	q.known, q.repeated = true, false
	q.last = append(q.last[:0], at...)
}

// cameLate reports whether a message is one that is missing, and notes that it is no longer.
func (t *Tracker) cameLate(now time.Time, q *Position, n int32, prev, at string) bool {
	for i := range q.holes {
		h := &q.holes[i]
		switch {
		case h.from == prev:
			h.from = at
		case h.to == at:
			h.to = prev
		default:
			continue
		}
		if h.from == h.to {
			t.log.Current().Counts.Filled++
			q.holes = append(q.holes[:i:i], q.holes[i+1:]...)
		}
		t.log.Note(now, event.Notice, n, "seq "+at+" came late")
		return true
	}
	return false
}

// unreadLink says once that an id is too long to be followed.
func (t *Tracker) unreadLink(now time.Time, n int32, name string, path *lang.Path) {
	if t.reader.Once(path) {
		t.log.Note(now, event.Notice, n, fmt.Sprintf("seq: `%s: %s` is longer than %d bytes: it is not followed", name, path, message.MaxLabel))
	}
}
