package session

import (
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/shrink"
)

// document is the current message, scanned once, and the preset language applied to it.
type document struct {
	frames *preset.Frames
	raw    []byte
	tape   json.Tape
	picked []json.Ref // the records of the last call of records
	cut    bool       // there were more than maxRecords

	wrapped []byte // the text that the tape refers to, where a prefix was taken off

	message      uint64 // the number of the current message
	large        bool   // what is found from its beginning is kept in found
	found        map[*lang.Path]*found
	placeholders map[string]*lang.Path
	size         shrink.Size
}

// read scans a message. One that is no JSON can still be matched as raw text: the root is Nothing then, and no path
// finds anything.
func (d *document) read(raw []byte) {
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
	d.large = len(raw) > largeMessage || d.tape.Values() > manyValues
}

// shrink lets go of the buffers, and with them of the current message.
func (d *document) shrink() {
	d.tape, d.picked, d.wrapped, d.found, d.raw = json.Tape{}, nil, nil, nil, nil
}

// Memory is what a large frame needs while it is taken apart. The zero Memory is ready.
type Memory struct{ tape json.Tape }

// Borrow has the session use some memory for the next frame, until Return.
func (s *Session) Borrow(m *Memory) {
	s.doc.shrink()
	s.doc.tape, m.tape = m.tape, json.Tape{}
}

// Return gives that memory back, with what the frame has made it, and lets go of all that was as large as the frame.
func (s *Session) Return(m *Memory) {
	m.tape = s.doc.tape
	s.doc.shrink()
	s.late.shrink()
}

// find returns what stands at a path without `*`.
func (d *document) find(p *lang.Path, record json.Ref) json.Ref {
	if d.large && (p.Root || record == d.tape.Root()) {
		return d.once(p).at
	}
	return d.follow(p, record)
}

// follow follows a path without `*`.
func (d *document) follow(p *lang.Path, record json.Ref) json.Ref {
	at := record
	if p.Root {
		at = d.tape.Root()
	}
	if len(p.Steps) == 1 && p.Steps[0].IsIndex && d.tape.Kind(at) == json.List { // what candles and trades are made of
		return d.tape.Index(at, p.Steps[0].Index)
	}
	for i := range p.Steps {
		at = d.step(&p.Steps[i], at)
		if at == json.Nothing {
			break
		}
	}
	return at
}

func (d *document) step(s *lang.Step, at json.Ref) json.Ref {
	switch d.tape.Kind(at) {
	case json.Object:
		return d.tape.Field(at, s.Name)
	case json.List:
		if s.IsIndex {
			return d.tape.Index(at, s.Index)
		}
	}
	return json.Nothing
}

// text returns the scalar at the path, or nil. It is valid until the next call.
func (d *document) text(p *lang.Path, record json.Ref) []byte {
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
	at := d.follow(p, record)
	if d.tape.Kind(at) == json.Null {
		return nil
	}
	return d.tape.Text(at)
}

// matches reports whether the message matches; scope is for the templates in m.
func (d *document) matches(m lang.Match, scope lang.Scope) bool {
	return d.matchesAt(m, scope, d.tape.Root())
}

// matchesAt is matches with paths that start at a record.
func (d *document) matchesAt(m lang.Match, scope lang.Scope, record json.Ref) bool {
	for i := range m {
		if d.holds(&m[i], scope, record) {
			return true
		}
	}
	return false
}

// holds reports whether one alternative of a match holds.
func (d *document) holds(p *lang.Pattern, scope lang.Scope, record json.Ref) bool {
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

// may reports whether a pattern could hold in some scope: its conditions without templates do.
func (d *document) may(p *lang.Pattern) bool {
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

func (d *document) cond(c *lang.Cond, scope lang.Scope, record json.Ref) bool {
	if d.large && (c.Path.Root || record == d.tape.Root()) {
		return d.condOnce(c, scope)
	}
	text, found := d.at(&c.Path, record)
	return c.Want.Matches(text, found, scope)
}

// at returns what is at a path, as a match compares it. The text is valid until the next call.
func (d *document) at(p *lang.Path, record json.Ref) ([]byte, lang.Found) {
	at := d.follow(p, record)
	switch d.tape.Kind(at) {
	case json.None, json.Null:
		return nil, lang.Absent
	case json.List, json.Object:
		return nil, lang.Container
	}
	return d.tape.Text(at), lang.Scalar
}

// records fills picked with what `each` picks and `where` keeps, and reports whether `each` is there at all. A list of
// nothing but lists and objects is many records, an object or any other list is one, an empty list is none.
func (d *document) records(each *lang.Path, where lang.Match, scope lang.Scope) bool {
	d.picked, d.cut = d.picked[:0], false
	if !d.pickAll(each) {
		return false
	}
	if len(where) > 0 {
		kept := d.picked[:0]
		for _, record := range d.picked {
			if d.matchesAt(where, scope, record) {
				kept = append(kept, record)
			}
		}
		d.picked = kept
	}
	return true
}

func (d *document) pickAll(each *lang.Path) bool {
	if each == nil {
		if d.tape.Root() == json.Nothing {
			return false
		}
		d.picked = append(d.picked, d.tape.Root())
		return true
	}
	return d.pick(each.Steps, d.tape.Root())
}

func (d *document) pick(steps []lang.Step, at json.Ref) bool {
	for i := range steps {
		if steps[i].Any {
			found := false
			for e := d.tape.First(at); e != json.Nothing; e = d.tape.Next(at, e) {
				found = d.pick(steps[i+1:], e) || found
			}
			return found || d.tape.Kind(at) >= json.List && d.tape.Len(at) == 0
		}
		if at = d.step(&steps[i], at); at == json.Nothing {
			return false
		}
	}
	switch d.tape.Kind(at) {
	case json.Object:
		d.keep(at)
		return true
	case json.List:
		for e := d.tape.First(at); e != json.Nothing; e = d.tape.Next(at, e) {
			if d.tape.Kind(e) < json.List {
				d.keep(at)
				return true
			}
		}
		for e := d.tape.First(at); e != json.Nothing && !d.cut; e = d.tape.Next(at, e) {
			d.keep(e)
		}
		return true
	}
	return false
}

// keep adds a record, as long as there is room.
func (d *document) keep(record json.Ref) {
	if len(d.picked) == maxRecords {
		d.cut = true
		return
	}
	d.picked = append(d.picked, record)
}
