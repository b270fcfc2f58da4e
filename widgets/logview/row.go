package logview

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/draw"
)

const (
	clock      = "15:04:05.000"
	shortClock = "05.000"
	shortUnder = 60 // cells of the widget under which the clock is short
	noneUnder  = 16 // cells of a row under which there is no clock

	maxLabel  = 14 // cells of the label column
	minLabel  = 4  // cells under which there is no such column
	maxRemark = 24 // cells of a label that is in no column
	ruleSize  = 4  // cells of rule on either side of a notice
	ruleUnder = 30 // cells of a row under which one has to do
)

// formatBody formats the rows in the window, and no others.
func (m *Model) formatBody() {
	width, height := draw.Inner(m.width, m.height)
	if width <= 0 || height <= 0 {
		return
	}
	for {
		column := m.labelWidth
		m.formatRows(width, height)
		if m.labelWidth == column {
			return
		}
		// A label wider than any before it: the column grows once for all rows,
		// and never shrinks again, so that the texts stay put.
	}
}

func (m *Model) formatRows(width, height int) {
	m.body, m.wider = make([]string, 0, height), false
	bottom := min(m.bottom(), m.top+uint64(height))
	for n := m.top; n < bottom; n++ {
		if n < m.first {
			m.body = append(m.body, m.th.Dim.Render(draw.Fit(" lost", width)))
			continue
		}
		m.body = append(m.body, m.formatRow(m.rows.Row(n), width, n == m.cursor))
	}
	if m.first == m.end {
		m.body = append(m.body, m.th.Dim.Render(draw.Fit(" no messages", width)))
	}
}

// formatRow formats a row as a line of so many cells: one for the cursor, the
// time, the sign of its kind, the label and the text.
func (m *Model) formatRow(row Row, width int, cursor bool) string {
	line := rowLine{th: m.th, room: width, plain: cursor && m.frozen && m.focused}
	if cursor {
		line.add("▸", m.th.Title)
	} else {
		line.add(" ", m.th.Text)
	}
	if row.Kind >= Notice {
		m.addRule(&line, row)
	} else {
		m.addMessage(&line, row)
	}
	return line.finish()
}

// addMessage is "14:03:21.882 ← XBT/USD  [42,[…". Only the labels of events stand
// in a column: what has no label need not leave room for one.
func (m *Model) addMessage(line *rowLine, row Row) {
	sign, signStyle, textStyle := "←", m.th.Text, m.th.Text
	switch row.Kind {
	case Control:
		signStyle, textStyle = m.th.Dim, m.th.Dim
	case Unmatched:
		sign, signStyle, textStyle = "?", m.th.Warn, m.th.Dim
	case Sent:
		sign, signStyle, textStyle = "→", m.th.Sent, m.th.Sent
	}
	if at := m.formatTime(row.At, line.room); at != "" {
		line.add(at+" ", m.th.Dim)
	}
	line.add(sign+" ", signStyle)

	if row.Kind == Event {
		m.addLabel(line, row.Label)
	} else if row.Label != "" {
		line.add(draw.Text(row.Label, min(maxRemark, line.room/2))+" ", signStyle)
	}
	if m.addText(line, row.Text, m.skip, line.room, textStyle) {
		m.wider = true
	}
}

// addLabel fills the label column, which is as wide as the widest label so far.
func (m *Model) addLabel(line *rowLine, raw string) {
	// A narrow row keeps two thirds of itself for the text.
	most := min(maxLabel, line.room/3)
	if most < minLabel {
		return
	}
	label := draw.Text(raw, most)
	cells := ansi.StringWidth(label)
	m.labelWidth = max(m.labelWidth, cells)
	if column := min(m.labelWidth, most); column > 0 {
		line.add(label+strings.Repeat(" ", max(column-cells, 0)+2), m.th.Label)
	}
}

// addRule is "──── 14:03:21.950 GAP seq 88215 → 88230, 14 lost ────".
func (m *Model) addRule(line *rowLine, row Row) {
	dash, style := "─", m.th.Dim
	switch row.Kind {
	case Gap:
		dash, style = "┄", m.th.Warn
	case Trouble:
		dash, style = "━", m.th.Bad
	}
	rule := strings.Repeat(dash, ruleSize)
	if line.room < ruleUnder {
		rule = dash
	}
	if at := m.formatTime(row.At, line.room); at != "" {
		line.add(rule+" "+at+" ", style)
	}
	if row.Label != "" {
		line.add(draw.Text(row.Label, min(maxRemark, line.room/2))+" ", style)
	}
	// What it says matters more than the rule after it.
	m.addText(line, row.Text, 0, line.room, style)
	if closing := " " + rule; ansi.StringWidth(closing) <= line.room {
		line.add(closing, style)
	}
}

// addText adds text from a given cell on, in as many cells as there is room for,
// and reports whether it had to be cut.
func (m *Model) addText(line *rowLine, text []byte, skip, cells int, style lipgloss.Style) (cut bool) {
	var buf [512]byte
	shown, _ := draw.AppendText(buf[:0], text, skip, cells)
	line.add(string(shown), style)
	last, _ := utf8.DecodeLastRune(shown)
	return last == ellipsis && !bytes.HasSuffix(text, []byte(draw.Ellipsis))
}

var ellipsis, _ = utf8.DecodeRuneInString(draw.Ellipsis)

// formatTime is the receive time as the widget's width allows.
func (m *Model) formatTime(at time.Time, room int) string {
	switch {
	case room < noneUnder:
		return ""
	case m.width < shortUnder:
		return at.In(m.location).Format(shortClock)
	default:
		return at.In(m.location).Format(clock)
	}
}

// A rowLine puts a line together from runs of one style each.
type rowLine struct {
	th    *draw.Theme
	b     strings.Builder
	room  int  // cells left
	plain bool // one style for the whole line: the cursor's
}

// add appends sanitised text, as far as there is room.
func (l *rowLine) add(text string, style lipgloss.Style) {
	cells := ansi.StringWidth(text)
	if cells > l.room {
		text = draw.Fit(text, l.room)
		cells = max(l.room, 0)
	}
	l.room -= cells
	if cells == 0 {
		return
	}
	if l.plain {
		l.b.WriteString(text)
		return
	}
	l.b.WriteString(style.Render(text))
}

// finish fills the line up.
func (l *rowLine) finish() string {
	if l.room > 0 {
		l.b.WriteString(strings.Repeat(" ", l.room))
	}
	if l.plain {
		return l.th.Cursor.Render(l.b.String())
	}
	return l.b.String()
}
