package logview

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

const (
	maxLabel  = 14 // cells of the label column
	minLabel  = 4  // cells under which there is no such column
	maxRemark = 24 // cells of a label that is in no column
	ruleSize  = 4  // cells of rule on either side of a notice
	ruleUnder = 30 // cells of an entry under which one has to do

	wrapLeast  = 20 // cells that wrapped text needs under its own column
	wrapIndent = 2  // cells that it is indented else
)

// formatBody formats the entries in the window, and no others.
func (m *Model) formatBody() {
	width, height := theme.Inner(m.width, m.height)
	if width <= 0 || height <= 0 {
		return
	}
	for {
		column := m.labelWidth
		if m.wrap {
			m.clampWindow() // how many lines an entry takes depends on the column
		}
		m.formatEntries(width, height)
		if m.labelWidth == column {
			return
		}
		// A label wider than any before it: the column grows once for all entries,
		// and never shrinks again, so that the texts stay put.
	}
}

func (m *Model) formatEntries(width, height int) {
	m.body, m.wider = make([]string, 0, height), false
	m.columns.turn()
	selected, _ := m.Selected()
	before := m.receiptBefore(m.top)
	cut := m.cut
	bottom := m.bottom()
	for n, ok := m.next(m.top, bottom); ok && len(m.body) < height; n, ok = m.next(n+1, bottom) {
		if n < m.first {
			m.body = append(m.body, m.th.Dim.Render(m.th.Glyphs.Fit(" lost", width)))
			continue
		}
		entry := m.entries.Entry(n)
		lines := m.formatEntry(entry, width, n == selected, before)
		before = entry.At.UnixNano()
		m.body = append(m.body, lines[min(cut, len(lines)-1):]...)
		cut = 0
	}
	m.body = m.body[:min(len(m.body), height)]
	if len(m.body) == 0 {
		m.body = append(m.body, m.th.Dim.Render(m.th.Glyphs.Fit(" "+m.emptiness(), width)))
	}
}

// emptiness is the text where no entry is shown: why there is none.
func (m *Model) emptiness() string {
	switch {
	case m.first == m.end:
		return "no messages"
	case !m.filtered():
		return ""
	case len(m.passing.todo) > 0:
		return "filtering" + m.th.Glyphs.Signs().More
	default:
		return "no message passes the filters"
	}
}

// receiptBefore is the time of receipt of the shown entry before n if differences
// are shown, in Unix nanoseconds; 0 if there is none.
func (m *Model) receiptBefore(n uint64) int64 {
	if m.times != difference || n <= m.first {
		return 0
	}
	before, ok := m.prev(n-1, m.first)
	if !ok {
		return 0
	}
	return m.entries.Entry(before).At.UnixNano()
}

// formatEntry formats an entry as lines of so many cells: one for the cursor or a mark,
// the time, the sign of its kind, the label and the text. before is the time of
// receipt of the entry before it.
func (m *Model) formatEntry(entry Entry, width int, selected bool, before int64) []string {
	return m.formatLine(entryLine{th: m.th, width: width, space: width, plain: selected && m.frozen && m.focused}, entry, selected, before)
}

func (m *Model) formatLine(line entryLine, entry Entry, selected bool, before int64) []string {
	marked := m.marks.has(entry.Number)
	signs := m.th.Glyphs.Signs()
	switch {
	case selected && marked:
		line.add(signs.CursorMark, m.th.Title)
	case selected:
		line.add(signs.Cursor, m.th.Title)
	case marked:
		line.add(signs.Mark, m.th.Key)
	default:
		line.add(" ", m.th.Text)
	}
	time := m.formatTime(entry, before, line.space)
	if entry.Kind >= Notice {
		m.addRule(&line, entry, time)
	} else {
		m.addMessage(&line, entry, time)
	}
	return line.finish()
}

// addMessage is "14:03:21.882 ← XBT/USD  [42,[…". Only the labels of events stand
// in a column: what has no label need not leave space for one.
func (m *Model) addMessage(line *entryLine, entry Entry, time string) {
	sign, signStyle, textStyle := m.th.Glyphs.Signs().Received, m.th.Text, m.th.Text
	switch entry.Kind {
	case Control:
		signStyle, textStyle = m.th.Dim, m.th.Dim
	case Unmatched:
		sign, signStyle, textStyle = "?", m.th.Warn, m.th.Dim
	case Sent:
		sign, signStyle, textStyle = m.th.Glyphs.Signs().Sent, m.th.Sent, m.th.Sent
	}
	if time != "" {
		line.add(time+" ", m.th.Dim)
	}
	line.add(sign+" ", signStyle)

	inLabel, inText := m.found(line, entry, m.skip)
	if entry.Kind == Event {
		m.addLabel(line, entry.Label, inLabel)
	} else if entry.Label != "" {
		line.addName(m.th.Glyphs.Text(entry.Label, min(maxRemark, line.space/2)), " ", inLabel, signStyle)
	}
	if m.addText(line, entry, m.skip, inText, textStyle) {
		m.wider = true
	}
}

// found returns what the search finds in what an entry may show, if its first line has space for so much.
func (m *Model) found(line *entryLine, entry Entry, skip int) (label, text []stretch) {
	switch {
	case line.counts:
		return nil, nil
	case m.wrap:
		return m.matches(entry, 0, line.space*m.page())
	}
	return m.matches(entry, skip, line.space)
}

// addLabel fills the label column, which is as wide as the widest label so far.
func (m *Model) addLabel(line *entryLine, raw string, found []stretch) {
	// A narrow entry keeps two thirds of itself for the text.
	most := min(maxLabel, line.space/3)
	if most < minLabel {
		return
	}
	label := m.th.Glyphs.Text(raw, most)
	cells := ansi.StringWidth(label)
	m.labelWidth = max(m.labelWidth, cells)
	if column := min(m.labelWidth, most); column > 0 {
		line.addName(label, strings.Repeat(" ", max(column-cells, 0)+2), found, m.th.Label)
	}
}

// addRule is "──── 14:03:21.950 GAP seq 88215 → 88230, 14 lost ────".
func (m *Model) addRule(line *entryLine, entry Entry, time string) {
	signs := m.th.Glyphs.Signs()
	dash, style := signs.NoticeRule, m.th.Dim
	switch entry.Kind {
	case Gap:
		dash, style = signs.GapRule, m.th.Warn
	case Trouble:
		dash, style = signs.TroubleRule, m.th.Bad
	case Alert:
		dash, style = signs.AlertRule, m.th.Raised
	}
	rule := strings.Repeat(dash, ruleSize)
	if line.space < ruleUnder {
		rule = dash
	}
	if time != "" {
		line.add(rule+" "+time+" ", style)
	}
	inLabel, inText := m.found(line, entry, 0)
	if entry.Label != "" {
		line.addName(m.th.Glyphs.Text(entry.Label, min(maxRemark, line.space/2)), " ", inLabel, style)
	}
	// The text has priority over the rule after it.
	m.addText(line, entry, 0, inText, style)
	if closing := " " + rule; ansi.StringWidth(closing) <= line.space {
		line.add(closing, style)
	}
}

// addText adds the text of an entry from a given cell on, in as many cells as there is space for or
// as many lines as the window has, and reports whether it had to be cut at the
// end of its only line.
func (m *Model) addText(line *entryLine, entry Entry, skip int, found []stretch, style lipgloss.Style) (cut bool) {
	var buf [512]byte
	if m.wrap {
		line.indent = line.width - line.space
		if line.space < wrapLeast {
			line.indent = min(wrapIndent, line.width/2)
		}
		m.addWrapped(line, entry.Text, found, style)
		return false
	}
	text, rest := m.from(entry, skip)
	shown, _, cut := m.th.Glyphs.AppendText(buf[:0], text, rest, line.space)
	line.addFound(string(shown), skip, found, style)
	return cut
}

// addWrapped adds text in as many lines as it needs, up to those of the window: a
// longer one is for a pane that shows one message whole.
func (m *Model) addWrapped(line *entryLine, text []byte, found []stretch, style lipgloss.Style) {
	whole, _, _ := m.th.Glyphs.AppendText(nil, text, 0, max(line.space, 0)+(m.page()-1)*(line.width-line.indent))
	rest, from := string(whole), 0
	for len(line.done) < m.page()-1 {
		head, cells := headCells(rest, line.space)
		line.addFound(head, from, found, style)
		if rest = rest[len(head):]; rest == "" {
			return
		}
		from += cells
		line.wrap()
	}
	line.addFound(m.th.Glyphs.Text(rest, line.space), from, found, style)
}
