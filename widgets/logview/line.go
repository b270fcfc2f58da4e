package logview

import (
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// An entryLine puts the lines of an entry together from runs of one style each.
type entryLine struct {
	*text.Line  // the one that is not done
	th          *theme.Theme
	width       int  // of each line
	indent      int  // cells before the text of those
	highlighted bool // one style for all but what the search found: the cursor's
	counts      bool // only the number of lines is wanted

	done []string // the lines before this one
}

// newEntryLine returns an empty line, of an entry in lines of so many cells.
func newEntryLine(th *theme.Theme, width int, highlighted bool) *entryLine {
	l := &entryLine{th: th, width: width, highlighted: highlighted}
	l.begin()
	return l
}

// begin begins a line.
func (l *entryLine) begin() {
	l.Line = text.NewLine(l.th.Glyphs, l.width)
	if l.highlighted {
		l.Over(l.th.Cursor)
	}
}

// addFound appends sanitised text that begins with a given cell of the whole, and
// highlights what the search found in that, in ascending order.
func (l *entryLine) addFound(text string, from int, found []stretch, style lipgloss.Style) {
	for _, f := range found {
		if text == "" {
			return
		}
		before, cells := headCells(text, f.from-from)
		text, from = text[len(before):], from+cells
		match, cells := headCells(text, f.to-from)
		text, from = text[len(match):], from+cells
		l.Add(before, style)
		l.Highlight(match, l.th.Match)
	}
	l.Add(text, style)
}

// addName appends a label and the blanks after it. What was found beyond a label
// that was cut is not in the blanks.
func (l *entryLine) addName(label, blanks string, found []stretch, style lipgloss.Style) {
	if found == nil {
		l.Add(label+blanks, style)
		return
	}
	l.addFound(label, 0, found, style)
	l.Add(blanks, style)
}

// wrap ends a line and begins the next.
func (l *entryLine) wrap() {
	l.done = append(l.done, l.Fill())
	l.begin()
	l.Blank(l.indent)
}

// finish returns the lines.
func (l *entryLine) finish() []string { return append(l.done, l.Fill()) }

// headCells returns the beginning of sanitised text, as many whole glyphs as fit
// into so many cells, and the cells that they take.
func headCells(text string, cells int) (head string, width int) {
	at := 0
	for at < len(text) && width < cells {
		size, wide := 1, 1
		if text[at] >= utf8.RuneSelf || at+1 < len(text) && text[at+1] >= utf8.RuneSelf {
			var cluster string
			cluster, wide = ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
			size = len(cluster)
		}
		if width+wide > cells {
			break
		}
		at += size
		width += wide
	}
	return text[:at], width
}
