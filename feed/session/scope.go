package session

import (
	"fmt"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// scope is where a template finds its names: what is being sent or matched first, then the preset's params
// and its environment. It implements preset.Scope.
type scope struct {
	bound   lang.Scope // the preset's own names, or the same with secrets as •••
	symbols []string
	item    *lang.Template
	id      int64 // 0: none
	subID   int64 // 0: none
	now     time.Time
	doc     *document             // for msg.PATH; nil: none
	most    int                   // bytes of what msg.PATH gives; 0: all
	saved   map[string]lang.Value // by hello, on this connection
	own     map[string]lang.Value // by the subscription's ack
}

// Lookup returns the value of a placeholder.
func (c *scope) Lookup(name string) (lang.Value, bool) {
	switch name {
	case "symbol":
		if len(c.symbols) == 1 {
			return lang.TextValue(c.symbols[0]), true
		}
		return lang.Value{}, false
	case "symbols":
		values := make([]lang.Value, len(c.symbols))
		for i, symbol := range c.symbols {
			values[i] = lang.TextValue(symbol)
		}
		return lang.ListValue(values...), true
	case "item", "items":
		return c.items(name)
	case "id":
		return lang.NumberValue(c.id), c.id != 0
	case "sub.id":
		return lang.NumberValue(c.subID), c.subID != 0
	case "now.ms":
		return lang.NumberValue(c.now.UnixMilli()), true
	case "now.s":
		return lang.NumberValue(c.now.Unix()), true
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
func (c *scope) items(name string) (lang.Value, bool) {
	if c.item == nil {
		return lang.Value{}, false
	}
	var values []lang.Value
	one := *c
	for i := range c.symbols {
		one.symbols = c.symbols[i : i+1]
		value, err := c.item.Eval(&one)
		if err != nil {
			return lang.Value{}, false
		}
		values = append(values, value)
	}
	if name == "items" {
		return lang.ListValue(values...), true
	}
	if len(values) != 1 {
		return lang.Value{}, false
	}
	return values[0], true
}

// message returns the scalar at a path of the current message, with its JSON type.
func (c *scope) message(path string) (lang.Value, bool) {
	p, ok := c.doc.placeholder(path)
	if !ok {
		return lang.Value{}, false
	}
	return c.doc.value(p, c.most)
}

// value returns the scalar at a path, with its JSON type, and not more than most bytes of it where most is not 0.
func (d *document) value(p *lang.Path, most int) (lang.Value, bool) {
	var value lang.Value
	var at json.Ref
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

// What is kept of the values that a server sends for later messages, in bytes of each: hello's are kept once for a
// connection, an ack's for each of many subscriptions, and what is resumed from goes into an address.
const (
	maxSaved    = 64 << 10
	maxOwnSaved = 1 << 10
	maxResume   = 4 << 10
)

// save reads the values that a preset wants of the current message, of so many bytes at most. What is not there is not saved,
// nor is a longer one: a part of it would be another value.
func (s *Session) save(now time.Time, wanted []preset.Saved, into map[string]lang.Value, most int) map[string]lang.Value {
	for i := range wanted {
		v, ok := s.doc.value(&wanted[i].Path, 0)
		if !ok || s.tooLong(now, "save: "+wanted[i].Name, &wanted[i].Path, len(v.Text), most) {
			continue
		}
		if into == nil {
			into = make(map[string]lang.Value)
		}
		into[wanted[i].Name] = v
	}
	return into
}

// tooLong reports whether a value at a path has more bytes than are kept, and says so once.
func (s *Session) tooLong(now time.Time, what string, path *lang.Path, bytes, most int) bool {
	if bytes <= most {
		return false
	}
	if s.once(path) {
		s.note(now, event.Trouble, event.NoLabel, fmt.Sprintf("`%s` at %s has %d bytes, %d at most: it is not kept", what, path, bytes, most))
	}
	return true
}
