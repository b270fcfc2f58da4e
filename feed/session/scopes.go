package session

import (
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// scopes is where templates find what the session knows.
type scopes struct {
	preset *preset.Bound
	saved  map[string]lang.Value // by hello, on this connection
	base   *scope                // of matches that belong to no subscription
	shown  *scope                // of labels, units and texts that belong to none: without secrets
}

func newScopes(p *preset.Bound) *scopes {
	return &scopes{preset: p, base: &scope{bound: p}, shown: &scope{bound: p.Redacted()}}
}

// save keeps what hello has saved, until the connection ends; nil: it has ended.
func (s *scopes) save(values map[string]lang.Value) {
	s.saved, s.base.saved, s.shown.saved = values, values, values
}

// of is the scope of one subscription, where `id` is the one that its request was sent with.
func (s *scopes) of(l *label, id int64) *scope {
	return &scope{bound: s.preset, symbols: []string{l.Symbol}, id: id, subID: l.request.id, saved: s.saved, own: l.saved}
}

// shownOf is the scope in which a text of the preset for a record of a label is filled in, without secrets; nil where nothing
// has to be filled in.
func (s *scopes) shownOf(l *label, text *preset.PathOrText) lang.Scope {
	if text.Text == nil {
		return nil
	}
	c := s.of(l, l.request.id)
	c.bound, c.symbols = s.preset.Redacted(), []string{s.preset.ShownSymbol(l.Symbol)}
	return c
}

// ofSubscription are the placeholders that a subscription gives a value: its name, the ids of its messages, and what its ack
// saves.
func (s *scopes) ofSubscription() []string {
	names := []string{"symbol", "symbols", "item", "items", "id", "sub.id"}
	return append(names, s.savedByAck()...)
}

// savedByAck are the placeholders that an ack gives a value.
func (s *scopes) savedByAck() (names []string) {
	if s.preset.Subscribe != nil {
		for _, saved := range s.preset.Subscribe.Save {
			names = append(names, saved.Name)
		}
	}
	return names
}
