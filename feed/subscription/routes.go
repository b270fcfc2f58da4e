package subscription

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
func (r *routes) add(sub *subscription) {
	r.remove(sub)
	sub.routes = make([]string, len(r.byKey))
	for i, byKey := range r.byKey {
		if byKey == nil {
			continue
		}
		var key []byte
		for _, part := range r.rules[i].Sub {
			text, err := part.Key.Text(sub.scope(r.scopes, sub.request.id))
			if err != nil { // the ack did not bring what the key needs
				key = nil
				break
			}
			key = append(append(key, text...), 0)
		}
		if key != nil {
			sub.routes[i] = string(key)
			byKey[sub.routes[i]] = sub.number
		}
	}
}

// remove makes a subscription not to be found.
func (r *routes) remove(sub *subscription) {
	for i, key := range sub.routes {
		if n, ok := r.byKey[i][key]; ok && n == sub.number { // the server may have given its id to another one
			delete(r.byKey[i], key)
		}
	}
	sub.routes = nil
}

// clear makes no subscription to be found. Their own routes are dropped by the caller.
func (r *routes) clear() {
	for _, byKey := range r.byKey {
		clear(byKey)
	}
}
