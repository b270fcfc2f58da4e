package preset

import "github.com/tidwall/match"

// maxSteps bounds the work of comparing a label with a wildcard, in steps for each byte of the label. Labels
// come from the network, and several `*` make a search whose length an unfriendly one can choose.
const maxSteps = 100

// Keeps reports whether events of this label are kept, which all are if there is no `keep`. In a wildcard `*` is any
// text, slashes and dots included, `?` is one character, and a backslash takes their meaning away. A label that would
// need too long a search is not kept.
func (e *Event) Keeps(label string) bool {
	for _, wildcard := range e.Keep {
		if isLike(label, wildcard) {
			return true
		}
	}
	return len(e.Keep) == 0
}

// isLike reports whether a label is like a wildcard, and can be found to be so with bounded work.
func isLike(label, wildcard string) bool {
	like, _ := match.MatchLimit(label, wildcard, maxSteps)
	return like
}
