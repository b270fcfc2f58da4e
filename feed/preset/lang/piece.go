package lang

import (
	"fmt"
	"strings"
)

// Piece is a part of a text: literal text, or a placeholder.
type Piece struct {
	Text string // literal; empty for a placeholder
	Name string // of a placeholder; empty for literal text
	Str  bool   // `|str`: the value becomes text, also if the placeholder stands alone
	Raw  bool   // `|raw`: in a URL, the value is not escaped
}

// parsePieces splits a text at its placeholders. It returns nil if there is none in it.
func parsePieces(text string) ([]Piece, error) {
	var pieces []Piece
	for rest := text; ; {
		literal, after, found := strings.Cut(rest, "${")
		if !found {
			if pieces != nil && rest != "" {
				pieces = append(pieces, Piece{Text: rest})
			}
			return pieces, nil
		}
		if literal != "" {
			pieces = append(pieces, Piece{Text: literal})
		}
		inside, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, fmt.Errorf("the placeholder `${%s` has no closing `}`", after)
		}
		p := Piece{Name: inside}
		// A path of a secret may hold a bar, so only the last one counts.
		if bar := strings.LastIndexByte(inside, '|'); bar >= 0 {
			p.Name, p.Str, p.Raw = inside[:bar], inside[bar+1:] == "str", inside[bar+1:] == "raw"
			if !p.Str && !p.Raw {
				return nil, fmt.Errorf("`${%s}` ends in something other than `|str` or, in a `url`, `|raw`, which is all that can be done to a value", inside)
			}
		}
		if p.Name == "" {
			return nil, fmt.Errorf("the placeholder `${%s}` names nothing", inside)
		}
		pieces = append(pieces, p)
		rest = tail
	}
}

// Literal returns the text of a template without its placeholders.
func (t Template) Literal() string {
	var b strings.Builder
	switch {
	case t.root == nil:
	case t.root.pieces == nil:
		b.WriteString(t.root.text)
	default:
		for _, p := range t.root.pieces {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
