package logview

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

// highlightFrom is how many cells a text may be scrolled sideways and still be highlighted: it is read from its beginning.
const highlightFrom = 1000

// isJSON reports whether a text may be JSON that has parts.
func isJSON(text []byte) bool { return len(text) > 0 && (text[0] == '{' || text[0] == '[') }

// addJSON adds the sanitised beginning of a text that is JSON from a cell on, its names, strings, numbers and signs in styles of
// their own. The text may be cut anywhere.
func (l *entryLine) addJSON(text string, skip int, found []stretch) {
	if found != nil {
		l.addFoundJSON(text, skip, found)
		return
	}
	var shown, rendered strings.Builder
	pens := pensOf(l.th)
	for text != "" {
		kind, piece := nextToken(text)
		text = text[len(piece):]
		if skip > 0 {
			before, cells := headCells(piece, skip)
			piece, skip = piece[len(before):], skip-cells
		}
		if piece != "" {
			shown.WriteString(piece)
			rendered.WriteString(pens[kind].on)
			rendered.WriteString(piece)
			rendered.WriteString(pens[kind].off)
		}
	}
	l.AddRendered(shown.String(), rendered.String())
}

// A pen is what stands before and behind text of a style. A render of lipgloss takes a microsecond, and a window has some thousand
// tokens.
type pen struct{ on, off string }

func pensOf(th *theme.Theme) (pens [tokenKinds]pen) {
	for kind := range pens {
		const text = "x"
		pens[kind].on, pens[kind].off, _ = strings.Cut(tokenStyle(tokenKind(kind), th).Render(text), text)
	}
	return pens
}

// addFoundJSON is addJSON with what a search has found, which is highlighted.
func (l *entryLine) addFoundJSON(text string, skip int, found []stretch) {
	at := 0
	for text != "" {
		kind, piece := nextToken(text)
		text = text[len(piece):]
		from, cells := at, ansi.StringWidth(piece)
		at += cells
		if at <= skip {
			continue
		}
		if from < skip {
			before, cells := headCells(piece, skip-from)
			piece, from = piece[len(before):], from+cells
		}
		l.addFound(piece, from, found, tokenStyle(kind, l.th))
	}
}

// tokenKind is what a part of JSON is.
type tokenKind uint8

const (
	jsonSign tokenKind = iota // between values, or blank
	jsonName                  // of a member
	jsonString
	jsonScalar // a number, true, false or null
	tokenKinds
)

func tokenStyle(kind tokenKind, th *theme.Theme) lipgloss.Style {
	return [tokenKinds]lipgloss.Style{jsonSign: th.Dim, jsonName: th.Label, jsonString: th.Text, jsonScalar: th.Chart}[kind]
}

// nextToken returns what a text that is JSON begins with.
func nextToken(text string) (kind tokenKind, piece string) {
	end := 1
	switch c := text[0]; {
	case c == '"':
		end = stringEnd(text)
		if rest := strings.TrimLeft(text[end:], " "); strings.HasPrefix(rest, ":") {
			return jsonName, text[:end]
		}
		return jsonString, text[:end]
	case isSign(c):
		for end < len(text) && isSign(text[end]) {
			end++
		}
		return jsonSign, text[:end]
	}
	for end < len(text) && !isSign(text[end]) && text[end] != '"' {
		end++
	}
	return jsonScalar, text[:end]
}

// stringEnd returns where a string ends with which a text begins, or where the text does.
func stringEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// isSign reports whether a byte of JSON stands between values.
func isSign(c byte) bool { return strings.IndexByte("{}[]:, ", c) >= 0 }
