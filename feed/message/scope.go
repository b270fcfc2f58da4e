package message

import (
	"strings"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// Scope is where a template finds `msg.PATH`, in a document, and everything else in the scope around it.
type Scope struct {
	lang.Scope
	Document *Document
	Most     int // bytes of what a msg.PATH gives at the most; 0: all
}

// Lookup returns the value of a placeholder.
func (s Scope) Lookup(name string) (lang.Value, bool) {
	if path, ok := strings.CutPrefix(name, "msg."); ok {
		p, ok := s.Document.placeholder(path)
		if !ok {
			return lang.Value{}, false
		}
		return s.Document.value(p, s.Most)
	}
	return s.Scope.Lookup(name)
}

// Value returns the scalar at a path of the message, with its JSON type.
func (d *Document) Value(p *lang.Path) (lang.Value, bool) { return d.value(p, 0) }

// value is Value with not more than most bytes of it, where most is not 0.
func (d *Document) value(p *lang.Path, most int) (lang.Value, bool) {
	var value lang.Value
	var at Ref
	if d.large {
		f := d.once(p)
		at, value.Text = f.at, d.valueOnce(f)
	} else {
		at = d.follow(p, d.tape.Root())
		value.Text = string(d.tape.Text(at))
	}
	if most > 0 && len(value.Text) > most {
		value.Text = value.Text[:most]
	}
	switch d.tape.Kind(at) {
	case json.None, json.List, json.Object:
		return lang.Value{}, false
	case json.Null:
		value.Kind = lang.Null
	case json.False, json.True:
		value.Kind = lang.Bool
	case json.Number:
		value.Kind = lang.Number
	case json.String:
		value.Kind = lang.String
	}
	return value, true
}
