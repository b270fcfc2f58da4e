package message

import (
	"slices"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// Matcher is a match of a preset that is tried on every message.
type Matcher struct {
	match    lang.Match
	named    bool       // it can only hold for an object: each alternative wants a member that is there
	outcomes [4]outcome // of the shapes that were met
}

// outcome is what is known of a match in messages of a shape.
type outcome struct {
	shape uint64
	never bool  // it does not hold, whatever the values are
	at    []Ref // where the paths of its conditions lead, one after the other
}

// NewMatcher prepares a match.
func NewMatcher(m lang.Match) Matcher {
	named := true
	for _, p := range m {
		wants := false
		for i := range p.Conds {
			c := &p.Conds[i]
			wants = wants || len(c.Path.Steps) > 0 && !c.Path.Steps[0].IsIndex && !mayBe(c, lang.Absent)
		}
		named = named && wants
	}
	return Matcher{match: m, named: named}
}

// mayBe reports whether a condition can hold where something of a kind stands at its path.
func mayBe(c *lang.Cond, f lang.Found) bool { return c.Want.Dynamic() || c.Want.Matches(nil, f, nil) }

// Named reports whether only an object can match.
func (m *Matcher) Named() bool { return m.named }

// Matches reports whether a message matches. What its shape says of that is found once: on many feeds, the values of control messages
// stand where data has none.
func (m *Matcher) Matches(d *Document, scope lang.Scope) bool {
	return len(m.match) > 0 && m.matches(d, scope)
}

// matches is Matches of a preset that has the match.
func (m *Matcher) matches(d *Document, scope lang.Scope) bool {
	if d.shape == 0 || d.large {
		return m.fits(d) && d.Matches(m.match, scope)
	}
	o := &m.outcomes[d.shape%uint64(len(m.outcomes))]
	if o.shape != d.shape {
		m.learn(o, d)
	}
	return !o.never && m.holds(o, d, scope)
}

// holds is Matches by an outcome that is not known to be never.
func (m *Matcher) holds(o *outcome, d *Document, scope lang.Scope) bool {
	at := o.at
	for i := range m.match {
		p := &m.match[i]
		if p.Raw != nil {
			if p.Raw.Matches(d.raw, lang.Scalar, scope) {
				return true
			}
			continue
		}
		all := true
		for k := range p.Conds {
			text, found := d.compared(at[k])
			if !p.Conds[k].Want.Matches(text, found, scope) {
				all = false
				break
			}
		}
		if all {
			return true
		}
		at = at[len(p.Conds):]
	}
	return false
}

// learn finds what the shape of a message says of the match.
func (m *Matcher) learn(o *outcome, d *Document) {
	o.shape, o.never, o.at = d.shape, true, o.at[:0]
	for i := range m.match {
		p := &m.match[i]
		may := true
		for k := range p.Conds {
			at := d.follow(&p.Conds[k].Path, d.tape.Root())
			o.at = append(o.at, at)
			switch d.tape.Kind(at) {
			case json.None:
				may = may && mayBe(&p.Conds[k], lang.Absent)
			case json.List, json.Object:
				may = may && mayBe(&p.Conds[k], lang.Container)
			}
		}
		o.never = o.never && !may
	}
}

// MayMatch reports whether a message could match in some scope: the conditions without templates of an alternative hold.
func (m *Matcher) MayMatch(d *Document) bool {
	return m.fits(d) && slices.ContainsFunc(m.match, d.mayHold)
}

// fits reports whether a message is of a kind that can match.
func (m *Matcher) fits(d *Document) bool {
	return !m.named || d.tape.Kind(d.tape.Root()) == json.Object
}
