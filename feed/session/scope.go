package session

import (
	"strings"
	"time"

	"sockeye/feed/message"
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
	doc     *message.Document     // for msg.PATH; nil: none
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
	if c.doc != nil && strings.HasPrefix(name, "msg.") {
		return message.Scope{Scope: c.bound, Document: c.doc}.Lookup(name)
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
