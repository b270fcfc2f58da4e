package session

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// maxWord bounds what a feed says in place of a number, in bytes: what is longer is no word for a row.
const maxWord = 32

// value adds the number of a record as a point, or the end of its value, and reports whether the record says anything of it.
func (s *Session) value(r *rule, value *preset.ValuePath, field uint8, record json.Ref, n int32, at int64) (found bool) {
	ref := s.doc.find(&value.Path, record)
	text := s.doc.tape.Text(ref)
	v, decimals, ok := lang.ParseNumber(text)
	if !ok {
		return s.noValue(r, value, field, ref, record, n, at)
	}
	batch := s.build.Current()
	batch.Points = append(batch.Points, event.Point{At: at, Value: v, Label: n, Field: field, Decimals: int8(min(decimals, math.MaxInt8))})
	if s.trace != nil {
		s.trace.value(value.Name, written(text, v), false)
	}
	return true
}

// noValue adds the end of a value, unless the record says nothing of it, and reports whether it does.
func (s *Session) noValue(r *rule, value *preset.ValuePath, field uint8, ref, record json.Ref, n int32, at int64) (found bool) {
	if ref == json.Nothing && !r.Whole && !s.doc.nullOnTheWay(&value.Path, record) {
		return false // a message that leaves out what has not changed
	}
	word := s.noNumber(r, value.Name, &value.Path, ref, n)
	batch := s.build.Current()
	batch.Ends = append(batch.Ends, event.EndOfValue{At: at, Label: n, Field: field, After: int32(len(batch.Points)), Word: word})
	if s.trace != nil {
		s.trace.value(value.Name, word, true)
	}
	return true
}

// noNumber returns the word that a feed has in place of a number, "" without one, and says once if a number seems to be
// meant.
func (s *Session) noNumber(r *rule, name string, path *lang.Path, ref json.Ref, n int32) (word string) {
	switch s.doc.tape.Kind(ref) {
	case json.List, json.Object:
		s.unread(r, name, path, n, "leads to a list or an object, and not to a number")
	case json.String, json.Number:
		text := strings.TrimSpace(string(s.beginning(s.doc.tape.Text(ref))))
		if !s.isSaid(path) && strings.ContainsAny(text, "0123456789") {
			s.unread(r, name, path, n, fmt.Sprintf("holds %q, which is no number", cut(s.quoted([]byte(text)), maxShown)))
		}
		if len(text) <= maxWord {
			if s.word.raw != text { // a value that is none mostly goes on to be none
				s.word.raw, s.word.shown = text, s.preset.Redact(text)
			}
			word = s.word.shown
		}
	}
	return word
}

// nullOnTheWay reports whether a path ends at a null before it is at its end, as `new_state.state` does in
// {"new_state": null}.
func (d *document) nullOnTheWay(p *lang.Path, record json.Ref) bool {
	at := record
	if p.Root {
		at = d.tape.Root()
	}
	for i := range p.Steps {
		if at = d.step(&p.Steps[i], at); d.tape.Kind(at) == json.Null {
			return true
		}
	}
	return false
}

// maxAhead is how far the time of an event may be ahead of its receipt before the feed's clock counts as wrong.
const maxAhead = int64(time.Minute)

// drawnAt returns the time at which a number is drawn: the event's own, or that of its receipt where the feed's clock is
// ahead. A chart ends now, and would show nothing of such a feed. As long as the clock is ahead by more than a minute, every
// time that is ahead at all counts as wrong, so that the order of the points does not depend on which side of the minute an
// event falls.
func (s *Session) drawnAt(received, eventTime int64) int64 {
	if eventTime <= received {
		if s.ahead && eventTime > received-maxAhead {
			s.ahead = false
		}
		return eventTime
	}
	if ahead := eventTime - received; ahead > maxAhead {
		if s.ahead = true; !s.aheadSaid {
			s.aheadSaid = true
			s.note(time.Unix(0, received), event.Notice, event.NoLabel, "the feed's clock is "+span(ahead)+" ahead of this one: its values are drawn by the time of receipt")
		}
	}
	if s.ahead {
		return received
	}
	return eventTime
}

// span writes nanoseconds with the one or two units that matter.
func span(ns int64) string {
	d := time.Duration(ns).Round(time.Second)
	if days := d / (24 * time.Hour); days >= 3 {
		return fmt.Sprintf("%d days", days)
	}
	if d >= time.Hour {
		return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
	}
	return d.String()
}

// beginning returns as much of a text as is of use in a message about it: it may be read again for each record.
func (s *Session) beginning(text []byte) []byte { return text[:min(len(text), 8*maxReason)] }

// maxShown bounds what is quoted of a text that cannot be read, in bytes.
const maxShown = 40

// unread says what a rule cannot read of a message: once for each path, or at each message if they are traced.
func (s *Session) unread(r *rule, name string, path *lang.Path, n int32, why string) {
	text := fmt.Sprintf("`%s: %s` %s", name, path, why)
	if s.trace != nil {
		s.trace.now.Unread = append(s.trace.now.Unread, text)
		return
	}
	if s.once(path) {
		where := "plot"
		if r.number > 0 {
			where = fmt.Sprintf("rule %d of events", r.number)
		}
		s.note(time.Unix(0, s.at), event.Notice, n, where+": "+text)
	}
}

// isSaid reports whether there is nothing to say of a path any more.
func (s *Session) isSaid(path *lang.Path) bool { return s.said[path] && s.trace == nil }

// once reports whether something is to be said of a path: the first time, and each time to who traces messages.
func (s *Session) once(path *lang.Path) bool {
	if s.isSaid(path) {
		return false
	}
	if s.said == nil {
		s.said = make(map[*lang.Path]bool)
	}
	s.said[path] = true
	return true
}

// unfoundAfter is after how many records without any value of its rule that is said: a message that leaves out what has not
// changed may have none, but not so many in a row from the first.
const unfoundAfter = 10

// unfound notes that a record has nothing where the values of its rule should be.
func (s *Session) unfound(r *rule, n int32) {
	if r.found {
		return
	}
	if r.missed++; r.missed != unfoundAfter && s.trace == nil {
		return
	}
	switch {
	case r.OHLC != nil:
		s.unread(r, "close", &r.OHLC.Close, n, "finds nothing")
	case len(r.Values) == 1:
		s.unread(r, r.Values[0].Name, &r.Values[0].Path, n, "finds nothing")
	default:
		s.unread(r, r.Values[0].Name, &r.Values[0].Path, n, fmt.Sprintf("finds nothing, and neither do the other %d values", len(r.Values)-1))
	}
}

// unreadTime says why a record has no time of its own, unless the feed says that itself with a null.
func (s *Session) unreadTime(r *rule, record json.Ref, n int32) {
	if s.isSaid(r.Time) {
		return
	}
	at := s.doc.find(r.Time, record)
	switch s.doc.tape.Kind(at) {
	case json.Null:
	case json.None:
		if !s.doc.nullOnTheWay(r.Time, record) {
			s.unread(r, "time", r.Time, n, "finds nothing: the time of receipt counts")
		}
	case json.List, json.Object:
		s.unread(r, "time", r.Time, n, "leads to a list or an object: the time of receipt counts")
	default:
		text := cut(s.quoted(s.doc.tape.Text(at)), maxShown)
		s.unread(r, "time", r.Time, n, fmt.Sprintf("holds %q, which is no time that can be read: the time of receipt counts", text))
	}
}
