package yamldoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"sockeye/feed/format"
)

// BuiltIn is the File of a [Position] in a configuration that is part of the program.
const BuiltIn = "built-in"

// Position is a place in a configuration file. Lines and columns count from 1, columns in characters.
// Line 0 means that the problem has no place in a file.
type Position struct {
	File         string // path, or [BuiltIn]
	Line, Column int
}

// String returns the position as `file:line:column`, the way compilers do.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Problem is one thing that is wrong, and where.
type Problem struct {
	Position
	Text    string // the offending line as written, without its end
	Message string // what is wrong; no secret is ever part of it
	Hint    string // what to do about it; may be empty
	Warning bool   // worth saying, but no reason to refuse
}

// maxShown is how many characters of an offending line are shown.
const maxShown = 100

// String returns the problem as a report shows it: position and message, the offending line, and under it
// a caret with the hint. It has no line end.
func (p Problem) String() string {
	var b strings.Builder
	if at := p.Position.String(); at != "" {
		b.WriteString(at + ": ")
	}
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(format.Sanitize(p.Message))
	if p.Line == 0 {
		if p.Hint != "" {
			b.WriteString("\n    " + format.Sanitize(p.Hint))
		}
		return b.String()
	}
	line, caret := excerpt(p.Text, p.Column)
	b.WriteString("\n    " + line + "\n    " + caret)
	if p.Hint != "" {
		b.WriteString(" " + format.Sanitize(p.Hint))
	}
	return b.String()
}

// excerpt returns the part of a line around a column, safe for a terminal, and a line with a caret
// under that column.
func excerpt(text string, column int) (line, caret string) {
	runes := []rune(text)
	at := min(max(column-1, 0), len(runes))
	from, prefix := 0, ""
	if at > maxShown*2/3 && len(runes) > maxShown {
		from, prefix = at-maxShown/2, "…"
	}
	to, suffix := len(runes), ""
	if to-from > maxShown {
		to, suffix = from+maxShown, "…"
	}
	// A tab becomes one space, because its width is the terminal's.
	shown := strings.ReplaceAll(string(runes[from:to]), "\t", " ")
	under := strings.Repeat(" ", at-from+utf8.RuneCountInString(prefix))
	return prefix + format.Sanitize(shown) + suffix, under + "^"
}

// Problems is everything that one reading found wrong, sorted by position. As an error it reports all of it.
type Problems []Problem

// Error returns the whole report, the problems separated by line ends.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.String()
	}
	return strings.Join(texts, "\n")
}

// Err returns the problems, sorted, as an error: nil if there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	ps.Sort()
	return ps
}

// Sort puts the problems of one file together, in the order of its text.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
