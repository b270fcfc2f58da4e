package preset

import "sockeye/feed/preset/lang"

// Keeps reports whether events of this label are kept, which all are if there is no `keep`. In a wildcard `*` is any
// text, slashes and dots included, `?` is one character, and behind a backslash they have no meaning.
func (e *Event) Keeps(label string) bool {
	for _, wildcard := range e.Keep {
		if lang.IsLike(label, wildcard) {
			return true
		}
	}
	return len(e.Keep) == 0
}
