package message

import (
	"fmt"

	"sockeye/feed/preset/lang"
)

// MaxShown bounds what is quoted of a text that cannot be read, in bytes.
const MaxShown = 40

// unread reports what a rule cannot read of a message: once for each path, but each time to who reads a message again.
func (r *Reader) unread(rule *Rule, name string, path *lang.Path, label int32, why string) {
	text := fmt.Sprintf("`%s: %s` %s", name, path, why)
	if r.record != nil {
		r.record.Unread = append(r.record.Unread, text)
		return
	}
	if !r.Once(path) || r.report == nil {
		return
	}
	where := "plot"
	if rule.Number > 0 {
		where = fmt.Sprintf("rule %d of events", rule.Number)
	}
	r.report(label, where+": "+text)
}

// UnreadLabel reports that a rule finds no label in the current message.
func (r *Reader) UnreadLabel(rule *Rule, label int32) {
	r.unread(rule, "label", rule.Label.Path, label, "finds nothing: the event goes to "+r.preset.Name)
}

// reports are the places that cannot be read, and for which that was reported.
type reports struct {
	paths  map[*lang.Path]bool
	always bool // it is reported each time
}

// has reports whether there is nothing to report of a place any more.
func (s *reports) has(path *lang.Path) bool { return s.paths[path] && !s.always }

// Always has Once be true each time: what cannot be read is of interest for every message.
func (r *Reader) Always() { r.reported.always = true }

// Once reports whether a problem at a path is to be reported: the first time.
func (r *Reader) Once(path *lang.Path) bool {
	if r.record == nil && r.reported.has(path) {
		return false
	}
	if r.reported.paths == nil {
		r.reported.paths = make(map[*lang.Path]bool)
	}
	r.reported.paths[path] = true
	return true
}

// unfoundAfter is after how many records without any value of its rule that is reported: a message that leaves out what has
// not changed may have none, but not so many in a row from the first.
const unfoundAfter = 10

// noteFound notes whether a record has anything where the values of its rule should be.
func (r *Reader) noteFound(rule *Rule, found bool, label int32) {
	if rule.found || len(rule.fields) == 0 {
		return
	}
	if found {
		rule.found = true
		return
	}
	if rule.missed++; rule.missed != unfoundAfter && r.record == nil {
		return
	}
	switch {
	case rule.OHLC != nil:
		r.unread(rule, "close", &rule.OHLC.Close, label, "finds nothing")
	case len(rule.Values) == 1:
		r.unread(rule, rule.Values[0].Name, &rule.Values[0].Path, label, "finds nothing")
	default:
		r.unread(rule, rule.Values[0].Name, &rule.Values[0].Path, label, fmt.Sprintf("finds nothing, and neither do the other %d values", len(rule.Values)-1))
	}
}
