package logview

import (
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

// An entryLine puts the lines of an entry together from runs of one style each.
type entryLine struct {
	th     *theme.Theme
	width  int
	space  int  // cells left in this line
	indent int  // cells before the text of the lines after the first
	plain  bool // one style for all but what the search found: the cursor's
	counts bool // only the number of lines is wanted

	done []string // the lines before this one
	b    strings.Builder
	run  strings.Builder // of the one style, not yet part of b
}

// add appends sanitised text, as far as there is space.
func (l *entryLine) add(text string, style lipgloss.Style) {
	if text = l.fit(text); text == "" {
		return
	}
	if l.plain {
		l.run.WriteString(text)
		return
	}
	l.b.WriteString(style.Render(text))
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
		l.add(before, style)
		if match = l.fit(match); match != "" {
			l.flush()
			l.b.WriteString(l.th.Match.Render(match))
		}
	}
	l.add(text, style)
}

// addName appends a label and the blanks after it. What was found beyond a label
// that was cut is not in the blanks.
func (l *entryLine) addName(label, blanks string, found []stretch, style lipgloss.Style) {
	if found == nil {
		l.add(label+blanks, style)
		return
	}
	l.addFound(label, 0, found, style)
	l.add(blanks, style)
}

// fit reserves the space for a text, and cuts what has none.
func (l *entryLine) fit(text string) string {
	cells := ansi.StringWidth(text)
	if cells > l.space {
		text = l.th.Glyphs.Fit(text, l.space)
		cells = max(l.space, 0)
	}
	l.space -= cells
	if cells == 0 {
		return ""
	}
	return text
}

// blank appends so many blanks.
func (l *entryLine) blank(cells int) {
	b := &l.b
	if l.plain {
		b = &l.run
	}
	for range cells {
		b.WriteByte(' ')
	}
}

// flush ends a run of the one style.
func (l *entryLine) flush() {
	if l.run.Len() > 0 {
		l.b.WriteString(l.th.Cursor.Render(l.run.String()))
		l.run.Reset()
	}
}

// wrap ends a line and begins the next.
func (l *entryLine) wrap() {
	l.end()
	l.space = l.width - l.indent
	l.blank(l.indent)
}

// end fills the line up and puts it with those that are done.
func (l *entryLine) end() {
	l.blank(l.space)
	l.flush()
	l.done = append(l.done, l.b.String())
	l.b.Reset()
}

// finish returns the lines.
func (l *entryLine) finish() []string {
	l.end()
	return l.done
}

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
