package message

import (
	"math"
	"slices"

	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Reader reads the records of messages, as the rules of a preset say, and the numbers that an operator plots beside them.
// It is not safe for concurrent use.
type Reader struct {
	doc    Document // the current message
	again  Document // one that is read again
	preset *preset.Bound
	match  lang.Scope // of matches
	text   lang.Scope // of labels, units and texts: without secrets
	rules  []Rule
	fields []string
	ruled  int // of fields, those that the rules give
	plots  []Plot
	report func(label int32, text string)

	reported reports
	record   *Record      // what Values reads at the moment; nil outside of it
	memory   recordMemory // what it has returned
}

// NewReader returns a reader for the messages of a preset, whose placeholders are those of the preset alone.
func NewReader(p *preset.Bound) *Reader { return NewReaderIn(p, p, p.Redacted(), nil) }

// NewReaderIn is NewReader with more placeholders: in match those of matches, in text those of labels, units and texts, without
// secrets. What a rule or a plot cannot read is handed to report, once for each place; nil: it is not reported.
func NewReaderIn(p *preset.Bound, match, text lang.Scope, report func(label int32, text string)) *Reader {
	r := &Reader{preset: p, match: match, text: text, report: report}
	r.doc.frames, r.again.frames = &p.Frames, &p.Frames
	r.compile()
	return r
}

// Matches reports whether the current message matches a rule. One without a match is one that `sub` alone decides on.
func (r *Reader) Matches(rule *Rule) bool {
	return len(rule.Match) == 0 || rule.matcher.Matches(&r.doc, r.match)
}

// Records returns the records that a rule reads of the current message, and whether there is a place for them at all; whole is
// false where the message holds too many. They are valid until the next call.
func (r *Reader) Records(rule *Rule) (records []Ref, ok, whole bool) {
	shape := r.doc.shape
	if shape != 0 && shape == rule.pickedOf { // where they stand is the same
		return rule.picked, true, true
	}
	records, ok = r.doc.records(rule.Each, rule.Where, r.match)
	if ok && shape != 0 && len(rule.Where) == 0 {
		rule.picked, rule.pickedOf = append(rule.picked[:0], records...), shape
	}
	return records, ok, !r.doc.cut
}

// Document returns the current message.
func (r *Reader) Document() *Document { return &r.doc }

// Rules returns the rules. They belong to the reader.
func (r *Reader) Rules() []Rule { return r.rules }

// Fields returns the names of the numbers that points carry, by Point.Field. Plot adds to them.
func (r *Reader) Fields() []string { return slices.Clone(r.fields) }

// Fork returns another reader of the same messages, with the same placeholders and without what is plotted.
func (r *Reader) Fork() *Reader { return NewReaderIn(r.preset, r.match, r.text, nil) }

// Borrow has the reader use some memory for the next messages, until Return.
func (r *Reader) Borrow(m *Memory) { r.doc.borrow(m) }

// Return gives that memory back, with what the messages have made it, and drops all that was as large as they were.
func (r *Reader) Return(m *Memory) {
	r.doc.giveBack(m)
	r.again.shrink()
}

// newField returns the field of a value.
func newField(r *Reader, v *preset.ValuePath) field {
	return field{ValuePath: v, place: newPlace(&v.Path), number: r.fieldNumber(v.Name)}
}

// fieldNumber returns the number of a field, which is made if there is none.
func (r *Reader) fieldNumber(name string) uint8 {
	for i, f := range r.fields {
		if f == name {
			return uint8(i)
		}
	}
	if len(r.fields) > math.MaxUint8 {
		return math.MaxUint8 // more names than a screen can show share the last one
	}
	r.fields = append(r.fields, name)
	return uint8(len(r.fields) - 1)
}

// Label returns the label that a rule finds for a record of the current message; nil without one. scope is that of the
// record's subscription; nil: it has none.
func (r *Reader) Label(rule *Rule, record Ref, scope lang.Scope) []byte {
	if rule.Label.Path != nil {
		return r.doc.textAt(&rule.label, record)
	}
	return placed(&r.doc, &rule.Label, record, scope, r.text, longestPlaced)
}

// Unit returns the unit that a rule finds for a record of the current message; nil without one.
func (r *Reader) Unit(rule *Rule, record Ref, scope lang.Scope) []byte {
	return placed(&r.doc, &rule.Unit, record, scope, r.text, longestPlaced)
}

// Text returns what the log shows instead of the current message, after one of its records; nil: the message itself.
func (r *Reader) Text(rule *Rule, record Ref, scope lang.Scope) []byte {
	return placed(&r.doc, &rule.Text, record, scope, r.text, 0)
}

// placed returns what a preset says for a record by a place or a text with placeholders, or nil. Of each ${msg.PATH} it takes
// not more than most bytes, where most is not 0. Without a scope, another one counts.
func placed(d *Document, p *preset.PathOrText, record Ref, scope, without lang.Scope, most int) []byte {
	switch {
	case p.Path != nil:
		return d.Text(p.Path, record)
	case p.Text != nil:
		if scope == nil {
			scope = without
		}
		if text, err := p.Text.Text(Scope{Scope: scope, Document: d, Most: most}); err == nil {
			return []byte(text)
		}
	}
	return nil
}
