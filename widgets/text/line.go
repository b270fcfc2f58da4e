package text

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Line puts one line together from pieces of one style each, as far as there is space. It is used through a pointer. The zero
// Line has no space; see [NewLine].
type Line struct {
	glyphs Glyphs
	space  int // cells left
	used   int // cells written
	over   *lipgloss.Style

	b   strings.Builder
	run strings.Builder // what is in the style over and not yet in b
}

// NewLine returns an empty line of so many cells.
func NewLine(g Glyphs, width int) *Line {
	l := &Line{glyphs: g, space: max(width, 0)}
	l.b.Grow(2 * l.space) // the styles of most lines have about as many bytes as they have cells
	return l
}

// Over gives all that follows the one style, whatever that of a piece is: that of the cursor, which is one run of cells to the
// terminal. Blanks have it too.
func (l *Line) Over(style lipgloss.Style) { l.over = &style }

// Space returns the cells that are left.
func (l *Line) Space() int { return l.space }

// Reserve takes so many of the cells that are left away, for what comes later; with a number below 0 it gives them back.
func (l *Line) Reserve(cells int) { l.space -= cells }

// Add appends sanitised text without styles, cut with an ellipsis where there is not enough space.
func (l *Line) Add(text string, style lipgloss.Style) {
	if text = l.fit(text); text == "" {
		return
	}
	if l.over != nil {
		l.run.WriteString(text)
		return
	}
	write(&l.b, text, &style)
}

// Highlight is Add for a piece that keeps its style under [Line.Over]: what a search found, in the cursor's line.
func (l *Line) Highlight(text string, style lipgloss.Style) {
	if text = l.fit(text); text == "" {
		return
	}
	l.flush()
	write(&l.b, text, &style)
}

// AddRendered is Add for text that is rendered already, in pieces of several styles: text is what it is without them. What has no
// space is not appended.
func (l *Line) AddRendered(text, rendered string) {
	cells := ansi.StringWidth(text)
	if cells > l.space {
		return
	}
	l.space -= cells
	l.used += cells
	if l.over != nil {
		l.run.WriteString(text)
		return
	}
	l.b.WriteString(rendered)
}

// AddText appends any bytes, sanitised, in at most so many cells. The cost does not depend on len(raw).
func (l *Line) AddText(raw []byte, cells int, style lipgloss.Style) {
	text, _, _ := l.glyphs.AppendText(nil, raw, 0, min(cells, l.space))
	l.Add(string(text), style)
}

// Left appends any text, sanitised, in exactly so many cells, at their left.
func (l *Line) Left(text string, cells int, style lipgloss.Style) {
	text = l.glyphs.Text(text, cells)
	l.Add(text, style)
	l.Blank(cells - ansi.StringWidth(text))
}

// Right appends any text, sanitised, in exactly so many cells, at their right.
func (l *Line) Right(text string, cells int, style lipgloss.Style) {
	text = l.glyphs.Text(text, cells)
	l.Blank(cells - ansi.StringWidth(text))
	l.Add(text, style)
}

// Blank appends so many blanks, or what there is space for.
func (l *Line) Blank(cells int) {
	if cells = min(cells, l.space); cells <= 0 {
		return
	}
	l.space -= cells
	l.used += cells
	b := &l.b
	if l.over != nil {
		b = &l.run
	}
	for range cells {
		b.WriteByte(' ')
	}
}

// Piece returns an empty line of so many cells that is for [Line.Join].
func (l *Line) Piece(cells int) *Line {
	return &Line{glyphs: l.glyphs, space: max(cells, 0), over: l.over}
}

// Join appends what is in a [Line.Piece], if there is space for it.
func (l *Line) Join(other *Line) {
	if other.used > l.space {
		return
	}
	l.b.WriteString(other.b.String())
	l.run.WriteString(other.run.String())
	l.space -= other.used
	l.used += other.used
}

// Used returns the cells that are written.
func (l *Line) Used() int { return l.used }

// Fill returns the line, its cells that are left blank.
func (l *Line) Fill() string {
	l.Blank(l.space)
	return l.String()
}

// String returns the line as far as it is written.
func (l *Line) String() string {
	l.flush()
	return l.b.String()
}

// fit takes the space for a text, and cuts what has none.
func (l *Line) fit(text string) string {
	cells := ansi.StringWidth(text)
	if cells > l.space {
		text = l.glyphs.Fit(text, l.space)
		cells = max(l.space, 0)
	}
	l.space -= cells
	l.used += cells
	if cells == 0 {
		return ""
	}
	return text
}

// flush ends a run of the style over.
func (l *Line) flush() {
	if l.run.Len() > 0 {
		write(&l.b, l.run.String(), l.over)
		l.run.Reset()
	}
}
