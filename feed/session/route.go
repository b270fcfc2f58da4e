package session

import (
	"sockeye/feed/event"
	"sockeye/feed/shrink"
)

// routed returns the subscription that a rule's `sub` finds for the current message, or NoRow. It costs the same
// for one subscription and for a thousand.
func (s *Session) routed(r *rule) int32 {
	if s.key = s.key[:0]; cap(s.key) > shrink.Kept {
		s.key = nil
	}
	for i := range r.Sub {
		text := s.doc.text(&r.Sub[i].Path, s.doc.tape.Root())
		if text == nil {
			return event.NoLabel
		}
		s.key = append(append(s.key, text...), 0)
	}
	if n, ok := r.routes[string(s.key)]; ok {
		return n
	}
	return event.NoLabel
}

// route makes a subscription findable by `sub`. One whose key needs what its ack brings can be found only after that.
func (s *Session) route(n int32) {
	s.unroute(n)
	row := &s.rows[n]
	row.routes = make([]string, len(s.rules))
	for i := range s.rules {
		r := &s.rules[i]
		if r.routes == nil {
			continue
		}
		var key []byte
		for j := range r.Sub {
			text, err := r.Sub[j].Key.Text(s.scopeOf(row, row.request.id))
			if err != nil { // the ack did not bring what the key needs
				key = nil
				break
			}
			key = append(append(key, text...), 0)
		}
		if key != nil {
			row.routes[i] = string(key)
			r.routes[row.routes[i]] = n
		}
	}
}

// unroute makes a subscription not to be found.
func (s *Session) unroute(n int32) {
	row := &s.rows[n]
	for i, key := range row.routes {
		if m, ok := s.rules[i].routes[key]; ok && m == n { // the server may have given its id to another one
			delete(s.rules[i].routes, key)
		}
	}
	row.routes = nil
}

// savedNames are the placeholders that an ack gives a value.
func (s *Session) savedNames() (names []string) {
	if s.preset.Subscribe != nil {
		for _, saved := range s.preset.Subscribe.Save {
			names = append(names, saved.Name)
		}
	}
	return names
}
