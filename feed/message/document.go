package message

import (
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/shrink"
)

// Ref is a value of a document. It is valid until the next Read.
type Ref = json.Ref

// Nothing is the Ref of a value that is not there.
const Nothing = json.Nothing

// Document is a message, scanned once, and the preset language applied to it. It grows to the largest message that it has
// met lately, and is not safe for concurrent use.
type Document struct {
	frames *preset.Frames
	raw    []byte
	tape   json.Tape
	picked []Ref // the records of the last call of records
	cut    bool  // there were more than MaxRecords

	wrapped []byte // the text that the tape refers to, where a prefix was taken off

	shape        uint64 // of the current message, see [json.Tape.Shape]; 0: none
	message      uint64 // the number of the current message
	large        bool   // what is found from its beginning is kept in found
	found        map[*lang.Path]*found
	placeholders map[string]*lang.Path
	size         shrink.Size
}

// Read scans a message. One that is no JSON can still be matched as raw text: the root is Nothing then, and no path
// finds anything.
func (d *Document) Read(raw []byte) {
	if d.size.Shrinks(len(raw)) {
		d.shrink()
	}
	d.raw, d.large = raw, false
	if d.frames.Prefix == nil || !d.unprefix(raw) {
		if d.tape.Scan(raw) == nil && len(d.frames.JSONIn) > 0 {
			d.decodeInside()
		}
	}
	d.message++
	d.shape = d.tape.Shape()
	d.large = len(raw) > largeMessage || d.tape.Values() > manyValues
}

// shrink drops the buffers, and with them of the current message.
func (d *Document) shrink() {
	d.tape, d.picked, d.wrapped, d.found, d.raw, d.shape = json.Tape{}, nil, nil, nil, nil, 0
}

// Memory is what a large frame needs while it is parsed. The zero Memory is ready.
type Memory struct{ tape json.Tape }

// borrow has the document use some memory for the next messages, until giveBack.
func (d *Document) borrow(m *Memory) {
	d.shrink()
	d.tape, m.tape = m.tape, json.Tape{}
}

// giveBack is the end of borrow.
func (d *Document) giveBack(m *Memory) {
	m.tape = d.tape
	d.shrink()
}

// Raw returns the message as it came.
func (d *Document) Raw() []byte { return d.raw }

// Root returns the whole message; Nothing if it is no JSON.
func (d *Document) Root() Ref { return d.tape.Root() }

// IsList reports whether the whole message is a list.
func (d *Document) IsList() bool { return d.tape.Kind(d.tape.Root()) == json.List }

// find returns what stands at a path without `*`.
func (d *Document) find(p *lang.Path, record Ref) Ref {
	if d.large && (p.Root || record == d.tape.Root()) {
		return d.once(p).at
	}
	return d.follow(p, record)
}

// follow follows a path without `*`.
func (d *Document) follow(p *lang.Path, record Ref) Ref {
	at := record
	if p.Root {
		at = d.tape.Root()
	}
	if len(p.Steps) == 1 && p.Steps[0].IsIndex && d.tape.Kind(at) == json.List { // what candles and trades are made of
		return d.tape.Index(at, p.Steps[0].Index)
	}
	for i := range p.Steps {
		at = d.step(&p.Steps[i], at)
		if at == Nothing {
			break
		}
	}
	return at
}

func (d *Document) step(s *lang.Step, at Ref) Ref {
	switch d.tape.Kind(at) {
	case json.Object:
		return d.tape.Field(at, s.Name)
	case json.List:
		if s.IsIndex {
			return d.tape.Index(at, s.Index)
		}
	}
	return Nothing
}

// Text returns the scalar at the path, or nil. It is valid until the next call.
func (d *Document) Text(p *lang.Path, record Ref) []byte {
	if p == nil {
		return nil
	}
	if d.large && (p.Root || record == d.tape.Root()) {
		f := d.once(p)
		if d.tape.Kind(f.at) == json.Null {
			return nil
		}
		return d.textOnce(f)
	}
	return d.tape.Scalar(d.follow(p, record))
}

// Matches reports whether the message matches; scope is for the templates in m.
func (d *Document) Matches(m lang.Match, scope lang.Scope) bool {
	return d.matchesAt(m, scope, d.tape.Root())
}

// matchesAt is matches with paths that start at a record.
func (d *Document) matchesAt(m lang.Match, scope lang.Scope, record Ref) bool {
	for i := range m {
		if d.holds(&m[i], scope, record) {
			return true
		}
	}
	return false
}

// Holds reports whether one alternative of a match holds for the message.
func (d *Document) Holds(p *lang.Pattern, scope lang.Scope) bool {
	return d.holds(p, scope, d.tape.Root())
}

// holds reports whether one alternative of a match holds.
func (d *Document) holds(p *lang.Pattern, scope lang.Scope, record Ref) bool {
	if p.Raw != nil {
		return p.Raw.Matches(d.raw, lang.Scalar, scope)
	}
	for i := range p.Conds {
		if !d.cond(&p.Conds[i], scope, record) {
			return false
		}
	}
	return true
}

// mayHold reports whether a pattern could hold in some scope: its conditions without templates do.
func (d *Document) mayHold(p lang.Pattern) bool {
	if p.Raw != nil {
		return p.Raw.Dynamic() || p.Raw.Matches(d.raw, lang.Scalar, nil)
	}
	for i := range p.Conds {
		c := &p.Conds[i]
		if !c.Want.Dynamic() && !d.cond(c, nil, d.tape.Root()) {
			return false
		}
	}
	return true
}

func (d *Document) cond(c *lang.Cond, scope lang.Scope, record Ref) bool {
	if d.large && (c.Path.Root || record == d.tape.Root()) {
		return d.condOnce(c, scope)
	}
	text, found := d.at(&c.Path, record)
	return c.Want.Matches(text, found, scope)
}

// At returns what is at a path of the message, as a match compares it. The text is valid until the next call.
func (d *Document) At(p *lang.Path) ([]byte, lang.Found) { return d.at(p, d.tape.Root()) }

// at returns what is at a path, as a match compares it. The text is valid until the next call.
func (d *Document) at(p *lang.Path, record Ref) ([]byte, lang.Found) {
	return d.compared(d.follow(p, record))
}

// compared returns a value as a match compares it. The text is valid until the next call.
func (d *Document) compared(at Ref) ([]byte, lang.Found) {
	switch d.tape.Kind(at) {
	case json.None, json.Null:
		return nil, lang.Absent
	case json.List, json.Object:
		return nil, lang.Container
	}
	return d.tape.Scalar(at), lang.Scalar
}
