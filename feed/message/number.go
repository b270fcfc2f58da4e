package message

import (
	"fmt"
	"math"
	"strings"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// maxWord bounds what a feed says in place of a number, in bytes: what is longer is no word for a label.
const maxWord = 32

// Numbers appends the numbers of a record of the current message to a batch, as points, and the ends of values that the
// record brings.
func (r *Reader) Numbers(b *event.Batch, rule *Rule, record Ref, label int32, at int64) {
	found := false
	for i := range rule.fields {
		found = r.number(b, rule, &rule.fields[i], record, label, at) || found
	}
	if !rule.found {
		r.noteFound(rule, found, label)
	}
}

// field is a number that a rule reads of each record, or an operator plots.
type field struct {
	*preset.ValuePath
	place  place
	number uint8 // see Reader.Fields
}

// number appends a number of a record as a point, or the end of its value, and reports whether the record says anything of
// it.
func (r *Reader) number(b *event.Batch, rule *Rule, f *field, record Ref, label int32, at int64) (found bool) {
	ref := f.place.in(&r.doc, record)
	v, decimals, ok := lang.ParseNumber(r.doc.tape.Scalar(ref))
	if ok {
		b.Points = append(b.Points, event.Point{At: at, Value: v, Label: label, Field: f.number, Decimals: int8(min(decimals, math.MaxInt8))})
		return true
	}
	if r.doc.unchanged(rule, &f.Path, ref, record) {
		return false
	}
	word := r.noNumber(&r.doc, rule, f.ValuePath, ref, label)
	b.Ends = append(b.Ends, event.EndOfValue{At: at, Label: label, Field: f.number, After: int32(len(b.Points)), Word: word})
	return true
}

// unchanged reports whether a record says nothing of a value: a message that leaves out what has not changed.
func (d *Document) unchanged(rule *Rule, p *lang.Path, ref, record Ref) bool {
	return ref == Nothing && !rule.Whole && !d.nullOnTheWay(p, record)
}

// noNumber returns the word that a feed has in place of a number, "" without one, and reports it if a number seems to be
// meant.
func (r *Reader) noNumber(d *Document, rule *Rule, value *preset.ValuePath, ref Ref, label int32) (word string) {
	switch d.tape.Kind(ref) {
	case json.List, json.Object:
		r.unread(rule, value.Name, &value.Path, label, "leads to a list or an object, and not to a number")
	case json.String, json.Number:
		text := strings.TrimSpace(string(beginning(d.tape.Text(ref))))
		if (r.record != nil || !r.reported.has(&value.Path)) && strings.ContainsAny(text, "0123456789") {
			r.unread(rule, value.Name, &value.Path, label, fmt.Sprintf("holds %q, which is no number", Cut(Quote(r.preset, []byte(text)), MaxShown)))
		}
		if len(text) <= maxWord {
			word = r.preset.Redact(text)
		}
	}
	return word
}

// nullOnTheWay reports whether a path ends at a null before it is at its end, as `new_state.state` does in
// {"new_state": null}.
func (d *Document) nullOnTheWay(p *lang.Path, record Ref) bool {
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

// number returns the number at a path; missing, null, empty and other text are none.
func (d *Document) number(p *lang.Path, record Ref) (v float64, decimals int8, ok bool) {
	text := d.Text(p, record)
	if len(text) == 0 {
		return 0, 0, false
	}
	v, n, ok := lang.ParseNumber(text)
	return v, int8(min(n, math.MaxInt8)), ok
}
