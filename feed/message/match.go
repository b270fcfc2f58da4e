package message

import (
	"slices"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// Matcher is a match of a preset that is tried on every message.
type Matcher struct {
	match lang.Match
	named bool // it can only hold for an object: each alternative wants a member that is there
}

// NewMatcher prepares a match.
func NewMatcher(m lang.Match) Matcher {
	named := true
	for _, p := range m {
		wants := false
		for i := range p.Conds {
			c := &p.Conds[i]
			absent := c.Want.Dynamic() || c.Want.Matches(nil, lang.Absent, nil)
			wants = wants || len(c.Path.Steps) > 0 && !c.Path.Steps[0].IsIndex && !absent
		}
		named = named && wants
	}
	return Matcher{match: m, named: named}
}

// Named reports whether only an object can match.
func (m *Matcher) Named() bool { return m.named }

// Matches reports whether a message matches. Candles and trades come as lists on many feeds, control messages as
// objects: then there is nothing to search for, which saves 3 % of what a message costs (BenchmarkReceive/kraken).
func (m *Matcher) Matches(d *Document, scope lang.Scope) bool {
	return m.fits(d) && d.Matches(m.match, scope)
}

// MayMatch reports whether a message could match in some scope: the conditions without templates of an alternative hold.
func (m *Matcher) MayMatch(d *Document) bool {
	return m.fits(d) && slices.ContainsFunc(m.match, d.mayHold)
}

// fits reports whether a message is of a kind that can match.
func (m *Matcher) fits(d *Document) bool {
	return !m.named || d.tape.Kind(d.tape.Root()) == json.Object
}
