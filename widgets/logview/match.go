package logview

import (
	"bytes"
	"regexp"
	"regexp/syntax"
)

// match reports whether the pattern is in a line, and how many bytes of it were scanned: the whole line, unless that
// takes too long.
func (p *pattern) match(l *line) (found bool, bytes int) {
	text, ok := p.plain(l)
	if !ok {
		text = l.text[:min(len(l.text), p.most())]
		return p.re.Match(text), len(text)
	}
	return p.containsLiteral(text), len(text)
}

// plain returns the line in which the literals are searched; false if there are none, or it is for re.
func (p *pattern) plain(l *line) (text []byte, ok bool) {
	switch {
	case p.literals == nil:
		return nil, false
	case p.fold:
		// Beyond ASCII there are letters that fold into it, such as the sign of the kelvin: that is for the expression.
		return l.lower()
	}
	return l.text, true
}

func (p *pattern) containsLiteral(text []byte) bool {
	for _, literal := range p.literals {
		if bytes.Contains(text, literal) {
			return true
		}
	}
	return false
}

// each calls found with the matches in a line that are not empty, in ascending order: where they begin and end, in bytes.
// before and after say that the line is part of a longer one, which goes on there.
func (p *pattern) each(l *line, before, after bool, found func(from, to int)) {
	text, ok := p.plain(l)
	if !ok {
		for _, at := range p.inner[index(before)][index(after)].FindAllIndex(l.text, -1) {
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

// compileInner makes the expressions for a part of a line.
func (p *pattern) compileInner(expression string) error {
	for before := range 2 {
		for after := range 2 {
			tree, err := syntax.Parse(expression, syntax.Perl)
			if err != nil {
				return err
			}
			p.inner[before][after] = p.re
			if !unanchor(tree, before == 1, after == 1) {
				continue
			}
			if p.inner[before][after], err = regexp.Compile(tree.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// unanchor has ^ or $ in an expression match nowhere, and reports whether there is any. A line has no line ends: what is a
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
