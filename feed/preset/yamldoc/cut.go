package yamldoc

import (
	"slices"
	"strings"
)

// Part is one pair of a map, cut out of its document.
type Part struct {
	Name     string
	whole    *Source
	from, to int // of its lines, with the comment above it
}

// Source returns the lines of the part as a document, at their places in the whole one.
func (p Part) Source() *Source {
	return &Source{Name: p.whole.Name, lines: slices.Concat(make([]string, p.from), p.whole.lines[p.from:p.to])}
}

// Mentions reports whether a text stands anywhere in the part but in a comment of its own line.
func (p Part) Mentions(text string) bool {
	return slices.ContainsFunc(p.whole.lines[p.from:p.to], func(line string) bool { return strings.Contains(line, text) && !isComment(line) })
}

// Cut takes the pairs of a map out of a document, which is not parsed for that: parsing takes much longer, and not all of them may be
// needed. The map is the value of a key in a line of its own, the last of the document, and each pair begins in a line that is
// indented by two blanks. rest is the document with an empty map. In any other form it cannot be cut, and ok is false.
func (s *Source) Cut(key string) (rest *Source, parts []Part, ok bool) {
	at := slices.Index(s.lines, key+":")
	if at < 0 {
		return nil, nil, false
	}
	end := len(s.lines)
	for i := end - 1; i > at; i-- {
		line := s.lines[i]
		text := strings.TrimLeft(line, " ")
		if depth := len(line) - len(text); depth > 2 || text == "" || text[0] == '#' {
			continue
		} else if depth < 2 {
			return nil, nil, false
		}
		name, _, found := strings.Cut(text, ":")
		if !found {
			return nil, nil, false
		}
		from := s.comments(Key{Line: i + 1, Column: 3}) - 1
		parts = append(parts, Part{Name: name, whole: s, from: from, to: end})
		end = from
	}
	slices.Reverse(parts)
	return &Source{Name: s.Name, lines: append(slices.Clone(s.lines[:at]), key+": {}")}, parts, true
}
