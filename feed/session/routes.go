package session

import (
	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/scope"
	"sockeye/feed/shrink"
)

// routes find the subscription that a message belongs to, by the `sub` of a rule. That costs the same for one subscription and
// for a thousand.
type routes struct {
	rules  []preset.Event
	scopes *scope.Scopes
	byKey  []map[string]int32 // by rule: the live subscriptions, by what `sub` finds them with; nil where it has none
	key    []byte             // memory of find
}

func newRoutes(rules []preset.Event, s *scope.Scopes) *routes {
	r := &routes{rules: rules, scopes: s, byKey: make([]map[string]int32, len(rules))}
	for i := range rules {
		if len(rules[i].Sub) > 0 {
			r.byKey[i] = make(map[string]int32)
		}
	}
	return r
}

// find returns the subscription that a rule's `sub` finds for a message, or NoLabel.
func (r *routes) find(rule *message.Rule, d *message.Document) int32 {
	if r.key = r.key[:0]; cap(r.key) > shrink.Kept {
		r.key = nil
	}
	for i := range rule.Sub {
		text := d.Text(&rule.Sub[i].Path, d.Root())
		if text == nil {
			return event.NoLabel
		}
		r.key = append(append(r.key, text...), 0)
	}
	if n, ok := r.byKey[rule.Number-1][string(r.key)]; ok {
		return n
	}
	return event.NoLabel
}

// add makes a subscription findable. One whose key needs what its ack brings can be found only after that.
func (r *routes) add(l *label, n int32) {
	r.remove(l, n)
	l.routes = make([]string, len(r.byKey))
	for i, byKey := range r.byKey {
		if byKey == nil {
			continue
		}
		var key []byte
		for _, sub := range r.rules[i].Sub {
			text, err := sub.Key.Text(scopeOf(r.scopes, l, l.request.id))
			if err != nil { // the ack did not bring what the key needs
				key = nil
				break
			}
			key = append(append(key, text...), 0)
		}
		if key != nil {
			l.routes[i] = string(key)
			byKey[l.routes[i]] = n
		}
	}
}

// remove makes a subscription not to be found.
func (r *routes) remove(l *label, n int32) {
	for i, key := range l.routes {
		if m, ok := r.byKey[i][key]; ok && m == n { // the server may have given its id to another one
			delete(r.byKey[i], key)
		}
	}
	l.routes = nil
}

// clear makes no subscription to be found. Their own routes are dropped by the caller.
func (r *routes) clear() {
	for _, byKey := range r.byKey {
		clear(byKey)
	}
}
