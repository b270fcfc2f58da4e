package watchlist

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/draw"
)

// line is a row of the table in the making: runs of one style each.
type line struct {
	theme *draw.Theme
	b     strings.Builder
	plain bool // one style for the whole line, the cursor's
}

// blank appends so many empty cells.
func (l *line) blank(cells int) {
	if cells > 0 {
		l.b.WriteString(strings.Repeat(" ", cells))
	}
}

// run appends text in a style. The text is sanitised.
func (l *line) run(text string, style lipgloss.Style) {
	switch {
	case text == "":
	case l.plain:
		l.b.WriteString(text)
	default:
		l.b.WriteString(style.Render(text))
	}
}

// left appends text in exactly width cells, at their left. It is sanitised here.
func (l *line) left(text string, width int, style lipgloss.Style) {
	text = draw.Text(text, width)
	l.run(text, style)
	l.blank(width - ansi.StringWidth(text))
}

// right appends text in exactly width cells, at their right. It is sanitised here.
func (l *line) right(text string, width int, style lipgloss.Style) {
	text = draw.Text(text, width)
	l.blank(width - ansi.StringWidth(text))
	l.run(text, style)
}

// finish returns the line in exactly width cells.
func (l *line) finish(width int) string {
	text := draw.Fit(l.b.String(), width)
	if l.plain {
		return l.theme.Cursor.Render(text)
	}
	return text
}

// titles returns the names of the columns.
func (c columns) titles(width int, th *draw.Theme) string {
	l := line{theme: th, plain: true}
	l.blank(signWidth)
	l.left("symbol", c.symbol, th.Dim)
	l.blank(c.gap)
	l.right("last", c.last, th.Dim)
	if c.unit > 0 {
		l.blank(1 + c.unit)
	}
	for _, column := range []struct {
		title string
		width int
	}{{"Δ%", c.change}, {"60s", c.spark}, {"/s", c.rate}, {"age", c.age}} {
		if column.width > 0 {
			l.blank(c.gap)
			l.right(column.title, column.width, th.Dim)
		}
	}
	return th.Dim.Render(draw.Fit(l.b.String(), width))
}

// row returns a row of the table in exactly width cells.
func (c columns) row(r *Row, width int, cursor, focused bool, th *draw.Theme) string {
	l := line{theme: th, plain: cursor && focused}
	sign, word, style := r.State.show(th)
	l.run(sign, style)
	if cursor {
		l.run("▸", th.Title)
	} else {
		l.blank(1)
	}
	l.left(r.Label, c.symbol, th.Text)
	l.blank(c.gap)
	if r.worded() {
		const colon = ": "
		room := width - signWidth - c.symbol - c.gap - len(word+colon)
		if reason := draw.Text(r.Reason, room); reason != "" {
			word += colon + reason
		}
		l.run(word, style)
		return l.finish(width)
	}
	c.figures(&l, r, word, style)
	return l.finish(width)
}

// figures appends the columns of a row that has them. A stale row says so in place of its sparkline, or
// of its change: neither is news, when there is none.
func (c columns) figures(l *line, r *Row, word string, style lipgloss.Style) {
	th := l.theme
	text, quiet := th.Text, th.Dim
	if r.State == Stale {
		text, quiet = th.Dim, style
	}
	l.right(r.lastText(), c.last, text)
	if c.unit > 0 {
		l.blank(1)
		l.left(r.Unit, c.unit, th.Dim)
	}
	wordForSpark := word != "" && c.spark >= len(word)
	if c.change > 0 {
		l.blank(c.gap)
		if word != "" && !wordForSpark {
			l.left(word, c.change, style)
		} else {
			change := r.changeText()
			l.right(change, c.change, changeStyle(change, th))
		}
	}
	if c.spark > 0 {
		l.blank(c.gap)
		if wordForSpark {
			l.left(word, c.spark, style)
		} else {
			l.right(r.sparkText(c.spark), c.spark, th.Chart)
		}
	}
	if c.rate > 0 {
		l.blank(c.gap)
		l.right(r.rateText(), c.rate, th.Text)
	}
	if c.age > 0 {
		l.blank(c.gap)
		l.right(r.ageText(), c.age, quiet)
	}
}

// show returns the sign of a state, the word for it where no figures speak, and the style of both.
func (s State) show(th *draw.Theme) (sign, word string, style lipgloss.Style) {
	switch s {
	case Live:
		return "●", "", th.Good
	case Pending:
		return "◌", "pending", th.Warn
	case Rejected:
		return "✗", "rejected", th.Bad
	case Off:
		return "○", "off", th.Dim
	case Stale:
		return "◑", "stale", th.Warn
	default:
		return " ", "", th.Text
	}
}

// changeStyle returns the style for a change by its sign, which what rounds to zero has not.
func changeStyle(change string, th *draw.Theme) lipgloss.Style {
	switch {
	case strings.HasPrefix(change, "+"):
		return th.Up
	case strings.HasPrefix(change, "-"):
		return th.Down
	default:
		return th.Text
	}
}
