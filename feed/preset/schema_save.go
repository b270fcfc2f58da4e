package preset

import (
	"slices"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads which values of a message are kept as placeholders.

// saves are the names that a preset saves. Hello's have a value once their step is done, for the whole
// connection; an ack's have one for its subscription.
type saves struct {
	hello, ack []string // all of them, whether or not their place has been read
	done       []string // hello's, of the steps that have been read
}

// savesOf finds the names ahead of reading the preset n, so that one which stands where it has no value
// yet is not reported as a typing error.
func savesOf(n *yamldoc.Node) saves {
	var s saves
	if hello := n.Child("hello"); hello != nil {
		for _, step := range hello.Items {
			s.hello = append(s.hello, savedBy(step)...)
		}
	}
	if subscribe := n.Child("subscribe"); subscribe != nil {
		s.ack = savedBy(subscribe)
	}
	return s
}

// savedBy returns the names that the `save` of n gives, whether or not it is right.
func savedBy(n *yamldoc.Node) []string {
	var names []string
	if n = n.Child("save"); n != nil {
		for _, k := range n.Keys {
			names = append(names, k.Name)
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

// save reads a map of names and paths. The names in before are saved already.
func (r *reader) save(f *yamldoc.Fields, before []string) []Saved {
	n := f.Get("save")
	if n == nil {
		return nil
	}
	if n.Kind != lang.Map || len(n.Keys) == 0 {
		r.src.Report(n.Line, n.Column, "write `{name: PATH}`", "`save` must be a map of names and paths")
		return nil
	}
	var saved []Saved
	for i, k := range n.Keys {
		switch {
		case !lang.IsName(k.Name):
			r.src.Report(k.Line, k.Column, "", "`%s` cannot be the name of a saved value: use letters, digits and `_`", k.Name)
		case slices.Contains(placeholders, k.Name):
			r.src.Report(k.Line, k.Column, "choose another name", "`${%s}` already means something else in every template", k.Name)
		case slices.Contains(r.texts.params, k.Name):
			r.src.Report(k.Line, k.Column, "choose another name", "`${%s}` already is a param", k.Name)
		case slices.Contains(before, k.Name):
			r.src.Report(k.Line, k.Column, "choose another name", "`${%s}` is saved by hello already", k.Name)
		}
		if p := r.texts.pathOf(n.Items[i], "`"+k.Name+"`", false); p != nil {
			saved = append(saved, Saved{Name: k.Name, Path: *p})
		}
	}
	return saved
}
