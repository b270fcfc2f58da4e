package yamldoc

import (
	"strings"

	"sockeye/feed/preset/lang"
)

// PairText returns the i-th pair of m, a value of the document's map root, as it stands in the file, with the comment above
// it, as lines of which the key is indented by so many blanks. A pair that shares its lines with others, in brackets, is
// written anew.
func (s *Source) PairText(root, m *Node, i, indent int) string {
	k := m.Keys[i]
	if m.flow {
		return strings.Repeat(" ", indent) + QuoteScalar(k.Name) + ": " +
			string(m.Items[i].Value().AppendJSON(nil)) + "\n"
	}
	from := s.comments(k)
	to := len(s.lines) + 1
	if i+1 < len(m.Keys) {
		to = s.comments(m.Keys[i+1])
	} else {
		for _, next := range root.Keys {
			if next.Line > k.Line {
				to = next.Line
				break
			}
		}
	}
	// What stands further left, or is blank, at the end of the last pair is about something else.
	for to-1 > k.Line {
		line := s.Line(to - 1)
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if strings.TrimSpace(line) != "" && !(depth < k.Column-1 && isComment(line)) {
			break
		}
		to--
	}
	var b strings.Builder
	for number := from; number < to; number++ {
		b.WriteString(shift(s.Line(number), indent-(k.Column-1)) + "\n")
	}
	return b.String()
}

// comments returns the first line of the comment that stands right above a key, or the key's own line.
func (s *Source) comments(k Key) int {
	first := k.Line
	for first > 1 {
		line := s.Line(first - 1)
		// Comments that are indented like the key: further right they could be the text of a block.
		if !isComment(line) || strings.IndexByte(line, '#') != k.Column-1 {
			break
		}
		first--
	}
	return first
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "#") }

// shift moves a line to the right by that many columns, or to the left as far as it is blank.
func shift(line string, columns int) string {
	if strings.TrimSpace(line) == "" {
		return ""
	}
	if columns >= 0 {
		return strings.Repeat(" ", columns) + line
	}
	for ; columns < 0 && strings.HasPrefix(line, " "); columns++ {
		line = line[1:]
	}
	return line
}

// QuoteScalar writes a text so that YAML reads it as that text.
func QuoteScalar(text string) string {
	if kind, _ := lang.PlainKind(text); kind == lang.String {
		return text
	}
	return `"` + text + `"`
}
