package watchlist

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

const (
	tickerMost  = 2  // lines
	tickerGap   = 2  // cells between two rows
	tickerLabel = 12 // cells of a label
	tickerSized = 20 // rows by which its columns are as wide as they are
)

// SetTicker sets whether the watchlist is a ticker: the label, the latest value and its change of as many rows as fit into
// its lines, two at most, without a border and titles.
func (m *Model) SetTicker(on bool) {
	if m.isTicker != on {
		m.isTicker, m.dirty = on, true
		m.scroll()
	}
}

// TickerLines returns how many lines a ticker of so many cells needs for all rows, two at most.
func (m *Model) TickerLines(width int) int {
	if len(m.rows) <= m.tickerOf(m.top, width).perLine {
		return 1
	}
	return tickerMost
}

// ticker is how the rows are laid out in the lines of the ticker.
type ticker struct {
	label, value, change int // cells
	perLine              int // rows
}

// tickerOf lays out the rows from a number on in lines of so many cells, each as wide as what is in them.
func (m *Model) tickerOf(top, width int) ticker {
	t := ticker{change: len("+0.00")}
	sized := &table{valueMost: valueMost, glyphs: m.theme.Glyphs}
	for i := top; i < min(top+tickerSized, len(m.rows)); i++ {
		r := &m.rows[i]
		t.label = max(t.label, min(ansi.StringWidth(m.theme.Glyphs.Text(r.Label, tickerLabel)), tickerLabel))
		if !r.inWords() {
			t.value = max(t.value, ansi.StringWidth(valueText(r, sized, 0)))
			t.change = max(t.change, len(changeText(r, sized, 0)))
		}
	}
	cells := signWidth + t.label + 1 + t.value + 1 + t.change
	t.perLine = max((width-1+tickerGap)/(cells+tickerGap), 1)
	return t
}

// renderTicker draws the ticker.
func (m *Model) renderTicker() string {
	from, to := m.Visible()
	t := m.tickerOf(from, m.width)
	names := text.NewNames(m.theme.Glyphs, t.label)
	for i := from; i < to; i++ {
		names.Add(m.rows[i].Label)
	}
	lines := make([]string, 0, tickerMost)
	for line := range min(tickerMost, m.height) {
		l := text.NewLine(m.theme.Glyphs, m.width)
		l.Blank(1)
		for i := from + line*t.perLine; i < min(from+(line+1)*t.perLine, to); i++ {
			if l.Used() > 1 {
				l.Blank(tickerGap)
			}
			m.addTickerRow(l, t, i, names)
		}
		if more := len(m.rows) - to; line == min(tickerMost, m.height)-1 && more > 0 {
			l.Add(fmt.Sprintf("  +%d", more), m.theme.Dim)
		}
		lines = append(lines, l.Fill())
	}
	for len(lines) < m.height {
		lines = append(lines, strings.Repeat(" ", m.width))
	}
	return strings.Join(lines, "\n")
}

// addTickerRow adds a row to a line of the ticker.
func (m *Model) addTickerRow(l *text.Line, t ticker, i int, names *text.Names) {
	r, th := &m.rows[i], m.theme
	state := r.State.record()
	l.Add(state.sign(th.Glyphs.Signs()), state.style(th))
	style := th.Text
	if i == m.cursor {
		l.Add(th.Glyphs.Signs().Cursor, th.Title)
		style = th.Title
	} else {
		l.Blank(1)
	}
	if r.Alert {
		style = th.Raised
	}
	l.Left(names.Short(r.Label), t.label, style)
	l.Blank(1)
	if r.inWords() {
		l.Left(state.word, t.value+1+t.change, state.style(th))
		return
	}
	sized := &table{valueMost: valueMost, glyphs: th.Glyphs}
	value, change := valueText(r, sized, 0), changeText(r, sized, 0)
	sized.addValue(l, r, value, t.value, valueStyle(r, value, th), th)
	l.Blank(1)
	changed := changeStyle(r, change, th)
	if state.dim {
		changed = th.PastValue()
	}
	l.Right(change, t.change, changed)
}
