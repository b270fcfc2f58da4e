package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Fit returns styled as exactly width cells: cut with "…" or filled up with
// spaces. It may hold escape sequences of our own styles, but no line breaks.
// A width of 0 or less gives "".
func Fit(styled string, width int) string {
	if width <= 0 {
		return ""
	}
	have := ansi.StringWidth(styled)
	if have > width {
		styled = ansi.Truncate(styled, width, Ellipsis)
		have = ansi.StringWidth(styled)
	}
	if have == width {
		return styled
	}
	return styled + strings.Repeat(" ", width-have)
}

// Inner returns the room that [Box] leaves for its body. A box too small for a
// border and one cell of body has no border, and all of it is body. Sizes below
// 0 count as 0.
func Inner(width, height int) (w, h int) {
	if !bordered(width, height) {
		return max(width, 0), max(height, 0)
	}
	return width - 2, height - 2
}

func bordered(width, height int) bool { return width >= 4 && height >= 3 }

// Box draws body in a rounded border of exactly width by height cells, with the
// title in the top border. The title and the body may be styled and must have
// been sanitised; each line of the body is fitted to the room that [Inner]
// gives, missing lines are blank and lines too many are left out. A focused box
// has a border of its own colour. A width or height of 0 or less gives "".
func Box(title string, body []string, width, height int, focused bool, th *Theme) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	w, h := Inner(width, height)
	border := th.Border
	if focused {
		border = th.Focus
	}
	framed := bordered(width, height)
	side := ""
	if framed {
		side = border.Render("│")
	}

	var b strings.Builder
	b.Grow(height * (width + 2*len(side) + 32))
	if framed {
		b.WriteString(topBorder(title, w, border.Render))
		b.WriteByte('\n')
	}
	blank := strings.Repeat(" ", w)
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := blank
		if i < len(body) {
			line = Fit(body[i], w)
		}
		b.WriteString(side)
		b.WriteString(line)
		b.WriteString(side)
	}
	if framed {
		b.WriteByte('\n')
		b.WriteString(border.Render("╰" + strings.Repeat("─", w) + "╯"))
	}
	return b.String()
}

// topBorder is "╭ title ──╮" with w cells between its corners, and no title
// where there is no room for two cells of it.
func topBorder(title string, w int, border func(...string) string) string {
	room := w - 3 // a space on either side, and one "─" so that it reads as a border
	if title == "" || room < 2 {
		return border("╭" + strings.Repeat("─", w) + "╮")
	}
	if ansi.StringWidth(title) > room {
		title = ansi.Truncate(title, room, Ellipsis)
	}
	rest := w - 2 - ansi.StringWidth(title)
	return border("╭") + " " + title + " " + border(strings.Repeat("─", rest)+"╮")
}
