package pattern

import (
	"bytes"
	"regexp"
	"regexp/syntax"
)

// Each calls found with the matches in a text that are not empty, in ascending order: where they begin and end, in bytes.
// before and after say that the text is part of a longer one, which goes on there.
func (p *Pattern) Each(t *Text, before, after bool, found func(from, to int)) {
	text, ok := p.plain(t)
	if !ok {
		p.makeInner.Do(p.compileInner)
		for _, at := range p.inner[index(before)][index(after)].FindAllIndex(t.bytes, -1) {
			if at[0] < at[1] {
				found(at[0], at[1])
			}
		}
		return
	}
	next := make([]int, len(p.literals)) // where each is found next; len(text) if nowhere
	for i := range next {
		next[i] = -1
	}
	for at := 0; ; {
		first := -1
		for i, literal := range p.literals {
			if next[i] < at {
				if next[i] = len(text); at < len(text) {
					if n := bytes.Index(text[at:], literal); n >= 0 {
						next[i] = at + n
					}
				}
			}
			if next[i] < len(text) && (first < 0 || next[i] < next[first]) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		from := next[first]
		at = from + len(p.literals[first])
		found(from, at)
	}
}

func index(is bool) int {
	if is {
		return 1
	}
	return 0
}

// compileInner makes the expressions for a part of a text.
func (p *Pattern) compileInner() {
	for before := range 2 {
		for after := range 2 {
			tree := p.parse()
			p.inner[before][after] = p.re
			if unanchor(tree, before == 1, after == 1) {
				p.inner[before][after] = regexp.MustCompile(tree.String())
			}
		}
	}
}

// unanchor has ^ or $ in an expression match nowhere, and reports whether there is any. A text has no line ends: what is a
// beginning or an end of one is that of the whole.
func unanchor(tree *syntax.Regexp, before, after bool) (changed bool) {
	switch tree.Op {
	case syntax.OpBeginText, syntax.OpBeginLine:
		changed = before
	case syntax.OpEndText, syntax.OpEndLine:
		changed = after
	}
	if changed {
		*tree = syntax.Regexp{Op: syntax.OpNoMatch}
		return true
	}
	for _, sub := range tree.Sub {
		if unanchor(sub, before, after) {
			changed = true
		}
	}
	return changed
}
