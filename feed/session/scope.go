package session

import (
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

// save reads the values that a preset wants of the message at hand. What is not there is not saved.
func (d *document) save(wanted []preset.Saved, into map[string]preset.Value) map[string]preset.Value {
	for i := range wanted {
		if v, ok := d.value(&wanted[i].Path, 0); ok {
			if into == nil {
				into = make(map[string]preset.Value)
			}
			into[wanted[i].Name] = v
		}
	}
	return into
}
