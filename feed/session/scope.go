package session

import (
	"fmt"
	"strings"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session/tape"
)

// scope is where a template finds its names: what is being sent or matched first, then the preset's params
// and its environment. It implements preset.Scope.
type scope struct {
	bound   preset.Scope // the preset's own names, or the same with secrets as •••
	symbols []string
	item    *preset.Template
	id      int64 // 0: none
	subID   int64 // 0: none
	now     time.Time
	doc     *document               // for msg.PATH; nil: none
	most    int                     // bytes of what msg.PATH gives; 0: all
	saved   map[string]preset.Value // by hello, on this connection
	own     map[string]preset.Value // by the subscription's ack
}

// Lookup returns the value of a placeholder.
func (c *scope) Lookup(name string) (preset.Value, bool) {
	switch name {
	case "symbol":
		if len(c.symbols) == 1 {
			return preset.TextValue(c.symbols[0]), true
		}
		return preset.Value{}, false
	case "symbols":
		values := make([]preset.Value, len(c.symbols))
		for i, symbol := range c.symbols {
			values[i] = preset.TextValue(symbol)
		}
		return preset.ListValue(values...), true
	case "item", "items":
		return c.items(name)
	case "id":
		return preset.NumberValue(c.id), c.id != 0
	case "sub.id":
		return preset.NumberValue(c.subID), c.subID != 0
	case "now.ms":
		return preset.NumberValue(c.now.UnixMilli()), true
	case "now.s":
		return preset.NumberValue(c.now.Unix()), true
	}
	if path, ok := strings.CutPrefix(name, "msg."); ok && c.doc != nil {
		return c.message(path)
	}
	if v, ok := c.own[name]; ok {
		return v, true
	}
	if v, ok := c.saved[name]; ok {
		return v, true
	}
	return c.bound.Lookup(name)
}

// items renders `subscribe.item` for each symbol.
func (c *scope) items(name string) (preset.Value, bool) {
	if c.item == nil {
		return preset.Value{}, false
	}
	var values []preset.Value
	one := *c
	for i := range c.symbols {
		one.symbols = c.symbols[i : i+1]
		value, err := c.item.Eval(&one)
		if err != nil {
			return preset.Value{}, false
		}
		values = append(values, value)
	}
	if name == "items" {
		return preset.ListValue(values...), true
	}
	if len(values) != 1 {
		return preset.Value{}, false
	}
	return values[0], true
}

// message returns the scalar at a path of the message at hand, with its JSON type.
func (c *scope) message(path string) (preset.Value, bool) {
	p, ok := c.doc.placeholder(path)
	if !ok {
		return preset.Value{}, false
	}
	return c.doc.value(p, c.most)
}

// value returns the scalar at a path, with its JSON type, and not more than most bytes of it where most is not 0.
func (d *document) value(p *preset.Path, most int) (preset.Value, bool) {
	var value preset.Value
	var at tape.Ref
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
	case tape.None, tape.List, tape.Object:
		return preset.Value{}, false
	case tape.Null:
		value.Kind = preset.Null
	case tape.False, tape.True:
		value.Kind = preset.Bool
	case tape.Number:
		value.Kind = preset.Number
	case tape.String:
		value.Kind = preset.String
	}
	return value, true
}

// What is kept of the values that a server sends for later messages, in bytes of each: hello's are kept once for a
// connection, an ack's for each of many subscriptions, and what is resumed from goes into an address.
const (
	maxSaved    = 64 << 10
	maxOwnSaved = 1 << 10
	maxResume   = 4 << 10
)

// save reads the values that a preset wants of the message at hand, of so many bytes at most. What is not there is not saved,
// nor is a longer one: a part of it would be another value.
func (s *Session) save(now time.Time, wanted []preset.Saved, into map[string]preset.Value, most int) map[string]preset.Value {
	for i := range wanted {
		v, ok := s.doc.value(&wanted[i].Path, 0)
		if !ok || s.tooLong(now, "save: "+wanted[i].Name, &wanted[i].Path, len(v.Text), most) {
			continue
		}
		if into == nil {
			into = make(map[string]preset.Value)
		}
		into[wanted[i].Name] = v
	}
	return into
}

// tooLong reports whether a value at a path has more bytes than are kept, and says so once.
func (s *Session) tooLong(now time.Time, what string, path *preset.Path, bytes, most int) bool {
	if bytes <= most {
		return false
	}
	if s.once(path) {
		s.note(now, Trouble, NoRow, fmt.Sprintf("`%s` at %s has %d bytes, %d at most: it is not kept", what, path, bytes, most))
	}
	return true
}
