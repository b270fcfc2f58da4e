package scope

import (
	"strings"
	"time"

	"sockeye/feed/message"
	"sockeye/feed/preset/lang"
)

// Scope is where a template finds its names: what is being sent or matched first, then the preset's params
// and its environment. It implements [lang.Scope].
type Scope struct {
	Symbols  []string
	SubID    int64                 // `${id}` of the subscription's request; 0: none
	Own      map[string]lang.Value // saved by the subscription's ack
	Document *message.Document     // for msg.PATH; nil: none

	bound lang.Scope // the preset's own names, or the same with secrets as •••
	item  *lang.Template
	id    int64 // 0: none
	now   time.Time
	saved map[string]lang.Value // by hello, on this connection
}

// Lookup returns the value of a placeholder.
func (c *Scope) Lookup(name string) (lang.Value, bool) {
	switch name {
	case "symbol":
		if len(c.Symbols) == 1 {
			return lang.TextValue(c.Symbols[0]), true
		}
		return lang.Value{}, false
	case "symbols":
		values := make([]lang.Value, len(c.Symbols))
		for i, symbol := range c.Symbols {
			values[i] = lang.TextValue(symbol)
		}
		return lang.ListValue(values...), true
	case "item", "items":
		return c.items(name)
	case "id":
		return lang.NumberValue(c.id), c.id != 0
	case "sub.id":
		return lang.NumberValue(c.SubID), c.SubID != 0
	case "now.ms":
		return lang.NumberValue(c.now.UnixMilli()), true
	case "now.s":
		return lang.NumberValue(c.now.Unix()), true
	}
	if c.Document != nil && strings.HasPrefix(name, "msg.") {
		return message.Scope{Scope: c.bound, Document: c.Document}.Lookup(name)
	}
	if v, ok := c.Own[name]; ok {
		return v, true
	}
	if v, ok := c.saved[name]; ok {
		return v, true
	}
	return c.bound.Lookup(name)
}

// items renders `subscribe.item` for each symbol.
func (c *Scope) items(name string) (lang.Value, bool) {
	if c.item == nil {
		return lang.Value{}, false
	}
	var values []lang.Value
	one := *c
	for i := range c.Symbols {
		one.Symbols = c.Symbols[i : i+1]
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
