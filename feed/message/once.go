package message

import (
	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// A path from the beginning of a message finds the same for each of its records, and what it costs to follow the path and
// to compare what is there grows with the message: done for each record, a message of 3 MiB would take a minute. So in
// messages that are large or have many values it is done once. In small ones that would cost more than it saves.
const (
	largeMessage = 4 << 10 // bytes
	manyValues   = 64
)

// found is what stands at a path from the beginning of the current message.
type found struct {
	message uint64 // of which the rest is true; others are known by other numbers
	at      Ref
	read    bool   // text is valid
	text    []byte // as Tape.Text has it
	escaped []byte // memory of text where it is not in the message itself
	valued  bool   // value is valid
	value   string // a copy of text
	judged  bool   // holds is valid, in scope
	holds   bool
	scope   lang.Scope
}

// once returns what stands at a path from the beginning of the current message. It is kept by the path, which is part of
// the preset: there are only so many.
func (d *Document) once(p *lang.Path) *found {
	f := d.found[p]
	if f == nil {
		if d.found == nil {
			d.found = make(map[*lang.Path]*found)
		}
		f = &found{}
		d.found[p] = f
	}
	if f.message != d.message {
		*f = found{message: d.message, at: d.follow(p, d.tape.Root()), escaped: f.escaped}
	}
	return f
}

// textOnce is Tape.Text of what stands there. It is valid as long as the message.
func (d *Document) textOnce(f *found) []byte {
	if !f.read {
		f.read = true
		f.text = d.tape.Text(f.at)
		if d.tape.Escaped(f.at) {
			f.escaped = append(f.escaped[:0], f.text...)
			f.text = f.escaped
		}
	}
	return f.text
}

// valueOnce is textOnce as a value that stays.
func (d *Document) valueOnce(f *found) string {
	if !f.valued {
		f.valued, f.value = true, string(d.textOnce(f))
	}
	return f.value
}

// condOnce is cond for a path from the beginning.
func (d *Document) condOnce(c *lang.Cond, scope lang.Scope) bool {
	f := d.once(&c.Path)
	if !f.judged || f.scope != scope {
		what := foundKind(d.tape.Kind(f.at))
		var text []byte
		if what == lang.Scalar {
			text = d.textOnce(f)
		}
		f.holds = c.Want.Matches(text, what, scope)
		f.judged, f.scope = true, scope
	}
	return f.holds
}

// foundKind is what an expectation says of a kind.
func foundKind(k json.Kind) lang.Found {
	switch k {
	case json.None, json.Null:
		return lang.Absent
	case json.List, json.Object:
		return lang.Container
	}
	return lang.Scalar
}

// placeholder returns the path that a placeholder such as ${msg.PATH} names.
func (d *Document) placeholder(path string) (*lang.Path, bool) {
	if p, ok := d.placeholders[path]; ok {
		return p, true
	}
	p, err := lang.ParsePath(path)
	if err != nil {
		return nil, false
	}
	if d.placeholders == nil {
		d.placeholders = make(map[string]*lang.Path)
	}
	d.placeholders[path] = &p
	return &p, true
}
