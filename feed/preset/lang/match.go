package lang

// Match recognises messages: one of its patterns must hold. The empty Match matches nothing.
type Match []Pattern

// Pattern is one way to recognise a message: by its raw text, or by what stands at some paths. Exactly
// one of Raw and Conds is set.
type Pattern struct {
	Raw   *Expect // compared with the whole message as it came
	Conds []Cond  // in the order written; all must hold
}

// Cond is one entry of a map `path: expected`.
type Cond struct {
	Path Path
	Want Expect
}

// Uses reports whether an expectation anywhere in the match needs one of the names.
func (m Match) Uses(names ...string) bool {
	for _, p := range m {
		if p.Raw != nil && p.Raw.Uses(names...) {
			return true
		}
		for _, c := range p.Conds {
			if c.Want.Uses(names...) {
				return true
			}
		}
	}
	return false
}
