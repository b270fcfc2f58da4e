package watchlist

import (
	"github.com/charmbracelet/x/ansi"

	"charm.land/lipgloss/v2"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// addValue appends the latest value at the right of so many cells, with the digits that have changed in their colour.
func (t *table) addValue(l *text.Line, r *Row, value string, cells int, style lipgloss.Style, th *theme.Theme) {
	if !r.valued() || r.Change.Rise == 0 || r.State.record().dim || ansi.StringWidth(value) > cells {
		l.Right(value, cells, style)
		return
	}
	from := theme.ChangedFrom(value, format.NumberIn(t.valueMost, r.Change.Before, r.Decimals))
	l.Blank(cells - len(value))
	l.Add(value[:from], style)
	l.Add(value[from:], th.Digits(r.Change))
}
