package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

// Inner returns the space that a [Border] leaves for its body. A box too small for a
// border and one cell of body has no border, and all of it is body. Sizes below
// 0 count as 0.
func Inner(width, height int) (w, h int) {
	if !bordered(width, height) {
		return max(width, 0), max(height, 0)
	}
	return width - 2, height - 2
}

func bordered(width, height int) bool { return width >= 4 && height >= 3 }

// Border is a border with what stands in it. Title and Note may be styled and must have
// been sanitised.
type Border struct {
	Title   string // in the top border
	Note    string // in the bottom border
	Focused bool   // the pane has the keys, and a border of its own colour
}

// Box draws body in a [Border] with a title and no note.
func Box(title string, body []string, width, height int, focused bool, th *Theme) string {
	return Border{Title: title, Focused: focused}.Box(body, width, height, th)
}

// Box draws body in the border, exactly width by height cells. The body may be styled
// and must have been sanitised; each line of it is fitted to the space that [Inner]
// gives, missing lines are blank and lines too many are left out. A width or height of
// 0 or less gives "".
func (e Border) Box(body []string, width, height int, th *Theme) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	signs := th.Glyphs.Signs()
	w, h := Inner(width, height)
	border := th.Border
	if e.Focused {
		border = th.Focus
	}
	withBorder := bordered(width, height)
	side := ""
	if withBorder {
		side = text.Render(signs.Vertical, border)
	}

	var b strings.Builder
	b.Grow(height * (width + 2*len(side) + 32))
	if withBorder {
		b.WriteString(edge(th.Glyphs, signs.TopLeft, e.Title, signs.TopRight, w, border))
		b.WriteByte('\n')
	}
	blank := strings.Repeat(" ", w)
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := blank
		if i < len(body) {
			line = th.Glyphs.Fit(body[i], w)
		}
		b.WriteString(side)
		b.WriteString(line)
		b.WriteString(side)
	}
	if withBorder {
		b.WriteByte('\n')
		b.WriteString(edge(th.Glyphs, signs.BottomLeft, e.Note, signs.BottomRight, w, border))
	}
	return b.String()
}

// EdgeSpace returns the cells that a border so wide has for a title or a note.
func EdgeSpace(width int) int {
	return max(width-2-3, 0) // the corners; a blank on either side, and one piece of border so that it reads as one
}

// edge is "╭ title ──╮" with w cells between its corners, and no text where there is no
// space for two cells of it.
func edge(g text.Glyphs, left, title, right string, w int, border lipgloss.Style) string {
	line := g.Signs().Horizontal
	space := EdgeSpace(w + 2)
	if title == "" || space < 2 {
		return text.Render(left+strings.Repeat(line, w)+right, border)
	}
	if ansi.StringWidth(title) > space {
		title = ansi.Truncate(title, space, g.Signs().Ellipsis)
	}
	rest := w - 2 - ansi.StringWidth(title)
	return text.Render(left, border) + " " + title + " " + text.Render(strings.Repeat(line, rest)+right, border)
}
