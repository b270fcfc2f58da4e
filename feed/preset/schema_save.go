package preset

import (
	"slices"

	"sockeye/feed/preset/lang"
)

// This file reads which values of a message are kept as placeholders.

// saves are the names that a preset saves. Hello's have a value once their step is done, for the whole
// connection; an ack's have one for its subscription.
type saves struct {
	hello, ack []string // all of them, whether or not their place has been read
	done       []string // hello's, of the steps that have been read
}

// savesOf looks for the names ahead of reading the preset n, so that one which stands where it has no value
// yet is not taken for a typing error.
func savesOf(n *node) saves {
	var s saves
	if hello := n.child("hello"); hello != nil {
		for _, step := range hello.items {
			s.hello = append(s.hello, savedBy(step)...)
		}
	}
	if subscribe := n.child("subscribe"); subscribe != nil {
		s.ack = savedBy(subscribe)
	}
	return s
}

// savedBy returns the names that the `save` of n gives, whether or not it is right.
func savedBy(n *node) []string {
	var names []string
	if n = n.child("save"); n != nil {
		for _, k := range n.keys {
			names = append(names, k.name)
		}
	}
	return names
}

// at returns the names that have a value at a site.
func (s *saves) at(at site) []string {
	var names []string
	if at.hello {
		names = append(names, s.done...)
	}
	if at.ack {
		names = append(names, s.ack...)
	}
	return names
}

// save reads a map of names and paths. The names in taken are saved already.
func (r *reader) save(f *fields, taken []string) []Saved {
	n := f.take("save")
	if n == nil {
		return nil
	}
	if n.kind != lang.Map || len(n.keys) == 0 {
		r.src.report(n.line, n.column, "write `{name: PATH}`", "`save` wants a map of names and paths")
		return nil
	}
	var saved []Saved
	for i, k := range n.keys {
		switch {
		case !lang.IsName(k.name):
			r.src.report(k.line, k.column, "", "`%s` cannot be the name of a saved value: use letters, digits and `_`", k.name)
		case slices.Contains(placeholders, k.name):
			r.src.report(k.line, k.column, "take another name", "`${%s}` already means something else in every template", k.name)
		case slices.Contains(r.params, k.name):
			r.src.report(k.line, k.column, "take another name", "`${%s}` already is a param", k.name)
		case slices.Contains(taken, k.name):
			r.src.report(k.line, k.column, "take another name", "`${%s}` is saved by hello already", k.name)
		}
		if p := r.src.path(n.items[i], "`"+k.name+"`", false); p != nil {
			saved = append(saved, Saved{Name: k.name, Path: *p})
		}
	}
	return saved
}
