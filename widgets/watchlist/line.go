package watchlist

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
)

// line is a row of the table in the making: runs of one style each.
type line struct {
	theme *theme.Theme
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
	text = l.theme.Glyphs.Text(text, width)
	l.run(text, style)
	l.blank(width - ansi.StringWidth(text))
}

// right appends text in exactly width cells, at their right. It is sanitised here.
func (l *line) right(text string, width int, style lipgloss.Style) {
	text = l.theme.Glyphs.Text(text, width)
	l.blank(width - ansi.StringWidth(text))
	l.run(text, style)
}

// finish returns the line in exactly width cells.
func (l *line) finish(width int) string {
	text := l.theme.Glyphs.Fit(l.b.String(), width)
	if l.plain {
		return l.theme.Cursor.Render(text)
	}
	return text
}

// titles returns the names of the columns.
func (c columns) titles(width int, th *theme.Theme) string {
	l := line{theme: th, plain: true}
	l.blank(signWidth)
	l.left("symbol", c.symbol, th.Dim)
	l.blank(c.gap)
	if c.alert > 0 {
		l.blank(c.alert + c.gap)
	}
	l.right("last", c.last, th.Dim)
	if c.unit > 0 {
		l.blank(1 + c.unit)
	}
	for _, column := range []struct {
		title string
		width int
	}{{th.Glyphs.Signs().Change, c.change}, {"60s", c.spark}, {"/s", c.rate}, {"age", c.age}} {
		if column.width > 0 {
			l.blank(c.gap)
			l.right(column.title, column.width, th.Dim)
		}
	}
	return th.Dim.Render(th.Glyphs.Fit(l.b.String(), width))
}

// row returns a row of the table in exactly width cells.
func (c columns) row(r *Row, width int, cursor, focused bool, th *theme.Theme) string {
	l := line{theme: th, plain: cursor && focused}
	sign, word, style := r.State.show(th)
	l.run(sign, style)
	if cursor {
		l.run(th.Glyphs.Signs().Cursor, th.Title)
	} else {
		l.blank(1)
	}
	if r.worded() {
		c.words(&l, r, word, width, style)
		return l.finish(width)
	}
	l.left(r.Label, c.symbol, th.Text)
	l.blank(c.gap)
	c.addAlert(&l, r)
	c.figures(&l, r, word, style)
	return l.finish(width)
}

// words appends the state of a row in words.
func (c columns) words(l *line, r *Row, word string, width int, style lipgloss.Style) {
	symbol, text, _ := c.sentence(r, word, width)
	l.left(r.Label, symbol, l.theme.Text)
	l.blank(c.gap)
	c.addAlert(l, r)
	l.run(text, style)
}

// sentence is the state of a row and why it is in it, in all the space that the line has, and whether that is less than
// it takes. A reason that is too long for what is left beside the symbols begins right behind its own, which has so many
// cells.
func (c columns) sentence(r *Row, word string, width int) (symbol int, content string, cut bool) {
	const colon = ": "
	symbol = c.symbol
	if r.State == NoData || r.State == Unanswered {
		word += " for " + format.Age(r.For)
	}
	reason := c.glyphs.Text(r.Reason, reasonMost)
	if reason == "" {
		return symbol, word, false
	}
	space := width - signWidth - symbol - c.gap - c.alertCells(r) - len(word+colon)
	if ansi.StringWidth(reason) > space {
		own := min(symbol, ansi.StringWidth(c.glyphs.Text(r.Label, symbol)))
		space += symbol - own
		symbol = own
	}
	shown := c.glyphs.Text(reason, space)
	if shown == "" {
		return symbol, word, true
	}
	return symbol, word + colon + shown, shown != reason
}

// alertCells is the width of the column of alerts. A row that has words in place of figures, and no alert, has none.
func (c columns) alertCells(r *Row) int {
	if c.alert == 0 || r.worded() && !r.Alert {
		return 0
	}
	return c.alert + c.gap
}

// addAlert appends the column of alerts: the sign, with the word if there is space for it, or nothing.
func (c columns) addAlert(l *line, r *Row) {
	cells := c.alertCells(r)
	if cells == 0 {
		return
	}
	text := ""
	if r.Alert {
		text = (c.glyphs.Signs().Alerted + alertWord)[:c.alert]
	}
	l.left(text, c.alert, l.theme.Raised)
	l.blank(c.gap)
}

// figures appends the columns of a row that has them. A stale row says so in place of its sparkline, or
// of its change: neither is news, when there is none.
func (c columns) figures(l *line, r *Row, word string, style lipgloss.Style) {
	th := l.theme
	text, quiet := th.Text, th.Dim
	switch r.State {
	case Stale, NoData, Unanswered:
		text, quiet = th.Dim, style
	}
	if r.Ended && !r.valued() {
		text = th.Dim
	}
	l.right(r.lastText(c.lastMost, c.glyphs), c.last, text)
	if c.unit > 0 {
		l.blank(1)
		unit := r.Unit
		if r.Ended && !r.valued() {
			unit = "" // of no number
		}
		l.left(unit, c.unit, th.Dim)
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
			l.right(r.sparkText(c.spark, c.glyphs), c.spark, th.Chart)
		}
	}
	if c.rate > 0 {
		l.blank(c.gap)
		l.right(r.rateText(c.glyphs), c.rate, th.Text)
	}
	if c.age > 0 {
		l.blank(c.gap)
		l.right(r.ageText(c.glyphs), c.age, quiet)
	}
}

// show returns the sign of a state, the word for it where no figures speak, and the style of both.
func (s State) show(th *theme.Theme) (sign, word string, style lipgloss.Style) {
	signs := th.Glyphs.Signs()
	switch s {
	case Live:
		return signs.Live, "", th.Good
	case Pending:
		return signs.Pending, "pending", th.Warn
	case Rejected:
		return signs.Rejected, "rejected", th.Bad
	case Off:
		return signs.Off, "off", th.Dim
	case Stale:
		return signs.Stale, "stale", th.Warn
	case NoData:
		return signs.NoData, "no data", th.Warn
	case Unanswered:
		return signs.Pending, "no answer", th.Warn
	case Ended:
		return signs.Rejected, "ended", th.Bad
	default:
		return " ", "", th.Text
	}
}

// changeStyle returns the style for a change by its sign, which what rounds to zero has not.
func changeStyle(change string, th *theme.Theme) lipgloss.Style {
	switch {
	case strings.HasPrefix(change, "+"):
		return th.Up
	case strings.HasPrefix(change, "-"):
		return th.Down
	default:
		return th.Text
	}
}
