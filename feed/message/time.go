package message

import (
	"fmt"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// Time returns the own time of a record of the current message, in Unix nanoseconds; false if there is none that can be
// read. The rule has a Time.
func (r *Reader) Time(rule *Rule, record Ref, label int32) (ns int64, ok bool) {
	if ns, ok = lang.ParseTime(r.doc.textAt(&rule.time, record), rule.Zone); !ok {
		r.unreadTime(&r.doc, rule, record, label)
	}
	return ns, ok
}

// unreadTime reports why a record has no time of its own, unless the feed says that itself with a null.
func (r *Reader) unreadTime(d *Document, rule *Rule, record Ref, label int32) {
	if r.record == nil && r.reported.has(rule.Time) {
		return
	}
	at := d.find(rule.Time, record)
	switch d.tape.Kind(at) {
	case json.Null:
	case json.None:
		if !d.nullOnTheWay(rule.Time, record) {
			r.unread(rule, "time", rule.Time, label, "finds nothing: the time of receipt counts")
		}
	case json.List, json.Object:
		r.unread(rule, "time", rule.Time, label, "leads to a list or an object: the time of receipt counts")
	default:
		text := Cut(Quote(r.preset, d.tape.Text(at)), MaxShown)
		r.unread(rule, "time", rule.Time, label, fmt.Sprintf("holds %q, which is no time that can be read: the time of receipt counts", text))
	}
}
