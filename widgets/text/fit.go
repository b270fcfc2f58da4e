package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Fit returns styled as exactly width cells: cut with an ellipsis or filled up with
// spaces. It may hold escape sequences of our own styles, but no line breaks, and must have been sanitised.
// A width of 0 or less gives "".
func (g Glyphs) Fit(styled string, width int) string {
	if width <= 0 {
		return ""
	}
	have := ansi.StringWidth(styled)
	if have > width {
		styled = ansi.Truncate(styled, width, g.Signs().Ellipsis)
		have = ansi.StringWidth(styled)
	}
	if have >= width { // what was not sanitised may not be cut where it should: a line too long is better than no screen
		return styled
	}
	return styled + strings.Repeat(" ", width-have)
}

// Wrap returns sanitised text in lines of at most so many cells, broken between words where that is possible.
func Wrap(text string, width int) []string {
	return strings.Split(ansi.Wrap(text, max(width, 1), ""), "\n")
}
