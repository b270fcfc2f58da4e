package scope

import (
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Scopes is what the scopes of a connection share.
type Scopes struct {
	preset *preset.Bound
	saved  map[string]lang.Value // by hello, on this connection
	Base   *Scope                // of matches that belong to no subscription
	Shown  *Scope                // of labels, units and texts that belong to none: without secrets
}

// New returns the scopes of a preset, with nothing saved.
func New(p *preset.Bound) *Scopes {
	return &Scopes{preset: p, Base: &Scope{bound: p}, Shown: &Scope{bound: p.Redacted()}}
}

// Saved returns what hello has saved on this connection; nil without anything.
func (s *Scopes) Saved() map[string]lang.Value { return s.saved }

// Save keeps what hello has saved, until the connection ends; nil: it has ended.
func (s *Scopes) Save(values map[string]lang.Value) {
	s.saved, s.Base.saved, s.Shown.saved = values, values, values
}

// Of is the scope of one subscription: its symbol, the `${id}` of the message that is sent or answered, that of its request, and what
// its ack has saved.
func (s *Scopes) Of(symbol string, id, subID int64, own map[string]lang.Value) *Scope {
	return &Scope{bound: s.preset, Symbols: []string{symbol}, id: id, SubID: subID, saved: s.saved, Own: own}
}

// ShownOf is the scope in which a text of the preset for a record of a subscription is filled in, without secrets; id is the
// `${id}` of its request.
func (s *Scopes) ShownOf(symbol string, id int64, own map[string]lang.Value) *Scope {
	c := s.Of(s.preset.ShownSymbol(symbol), id, id, own)
	c.bound = s.preset.Redacted()
	return c
}

// Send completes the scope of a message that is sent now, with that `${id}`; 0 is none.
func (s *Scopes) Send(c *Scope, now time.Time, id int64) {
	c.bound, c.now, c.id, c.saved = s.preset, now, id, s.saved
	if s.preset.Subscribe != nil {
		c.item = s.preset.Subscribe.Item
	}
}

// Redacted returns a scope with secrets as •••, in its symbols too.
func (s *Scopes) Redacted(c *Scope) *Scope {
	without := *c
	without.bound = s.preset.Redacted()
	without.Symbols = make([]string, len(c.Symbols))
	for i, symbol := range c.Symbols {
		without.Symbols[i] = s.preset.ShownSymbol(symbol)
	}
	return &without
}

// OfSubscription are the placeholders that a subscription gives a value: its name, the ids of its messages, and what its ack
// saves.
func (s *Scopes) OfSubscription() []string {
	names := []string{"symbol", "symbols", "item", "items", "id", "sub.id"}
	return append(names, s.SavedByAck()...)
}

// SavedByAck are the placeholders that an ack gives a value.
func (s *Scopes) SavedByAck() (names []string) {
	if s.preset.Subscribe != nil {
		for _, saved := range s.preset.Subscribe.Save {
			names = append(names, saved.Name)
		}
	}
	return names
}
