package subscription

import (
	"bytes"

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
	recent [recentRoutes]recentRoute
}

// recentRoutes is how many subscriptions are found without the map, by comparing what found them last: without it a message costs
// 3 % more (BenchmarkReceive/bitfinex-ticker).
const (
	recentRoutes  = 64
	longestRecent = 64 // bytes
)

// recentRoute is what has found a subscription lately.
type recentRoute struct {
	rule   int // its number; 0: nothing
	key    []byte
	number int32
}

// recentPlace is where a key is kept in recent: a guess that costs nothing and is checked. A key ends with a zero.
func recentPlace(key []byte) int {
	n := len(key)
	if n < 2 {
		return 0
	}
	return (int(key[0]) + 3*int(key[n/2]) + 7*int(key[n-2])) % recentRoutes
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
	e := &r.recent[recentPlace(r.key)]
	if e.rule == rule.Number && bytes.Equal(e.key, r.key) {
		return e.number
	}
	n, ok := r.byKey[rule.Number-1][string(r.key)]
	if !ok {
		return event.NoLabel
	}
	if len(r.key) <= longestRecent {
		e.rule, e.key, e.number = rule.Number, append(e.key[:0], r.key...), n
	}
	return n
}

// change drops what was found lately, before a subscription is found in another way.
func (r *routes) change() { r.recent = [recentRoutes]recentRoute{} }

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
	r.change()
	for i, key := range sub.routes {
		if n, ok := r.byKey[i][key]; ok && n == sub.number { // the server may have given its id to another one
			delete(r.byKey[i], key)
		}
	}
	sub.routes = nil
}

// clear makes no subscription to be found. Their own routes are dropped by the caller.
func (r *routes) clear() {
	r.change()
	for _, byKey := range r.byKey {
		clear(byKey)
	}
}
