package model

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

// rowExtra is what a row of the log costs beyond its cells, in bytes: colours, borders and the way to it.
const rowExtra = 70

// thinLog is the log on a link that is too thin for all of its rows. What the glass has stays there, and with each frame
// come the last few of the new rows; the first of them has a sign in front that others are missing before it, and the
// border says what the sign means. Terminals scroll by themselves, so what stays costs next to nothing.
type thinLog struct {
	view  string   // of the log, whole
	lines []string // of view
	rows  []thinRow
	shown string // instead of view
}

// thinRow is a row on the glass.
type thinRow struct {
	text string
	gap  bool // rows before it were left out
}

// show returns what to show of a log whose view was another one when it was shown last: a box, with no more rows that the
// glass does not have than most. empty is a row without anything.
func (l *thinLog) show(view string, most int, empty string, th *theme.Theme) string {
	if view == l.view {
		return l.shown
	}
	lines := strings.Split(view, "\n")
	height := len(lines) - 2 // of what is inside the box
	if height <= most {
		return l.whole(view, empty)
	}
	rows, before := inside(lines, empty), inside(l.lines, empty)
	fresh := len(rows)
	if n := len(before); n > 1 {
		// The selected row is marked, and it was the last one: the one above it is what can be found again.
		if known := slices.Index(rows, before[n-2]); known >= 0 {
			fresh = max(len(rows)-2-known, 0)
		}
	}
	l.add(rows, fresh, most, th.Glyphs.Signs().Cursor)
	l.rows = l.rows[max(len(l.rows)-height, 0):]
	l.view, l.lines = view, lines
	l.shown = l.box(lines, empty, th)
	return l.shown
}

// whole shows all of a log.
func (l *thinLog) whole(view, empty string) string {
	l.view, l.shown, l.lines = view, view, strings.Split(view, "\n")
	l.rows = l.rows[:0]
	for _, text := range inside(l.lines, empty) {
		l.rows = append(l.rows, thinRow{text: text})
	}
	return view
}

// add adds the last rows of some, the last fresh of which are new, or as many as may be.
func (l *thinLog) add(rows []string, fresh, most int, cursor string) {
	if n := len(l.rows); n > 0 {
		last := &l.rows[n-1]
		last.text = strings.Replace(last.text, cursor, " ", 1)
		if fresh == 0 {
			last.text = rows[len(rows)-1]
		}
	}
	gap := fresh > most
	for _, text := range rows[len(rows)-min(fresh, most):] {
		l.rows = append(l.rows, thinRow{text, gap})
		gap = false
	}
}

// leftOut is what the sign in front of a row means.
const leftOut = "rows left out: thin link"

// box puts the rows into the box of the log.
func (l *thinLog) box(lines []string, empty string, th *theme.Theme) string {
	sign, cursor := th.Glyphs.Signs().Ellipsis, th.Glyphs.Signs().Cursor
	height := len(lines) - 2
	out := append(make([]string, 0, len(lines)), lines[0])
	gaps := false
	for i, row := range l.rows {
		gaps = gaps || row.gap
		if row.gap && !(i == len(l.rows)-1 && strings.Contains(row.text, cursor)) {
			row.text = strings.Replace(row.text, " ", sign, 1) // where the cursor would be
		}
		out = append(out, row.text)
	}
	for range height - len(l.rows) {
		out = append(out, empty)
	}
	floor := lines[1+height]
	if note := " " + sign + " " + leftOut + " "; gaps {
		cells, at := ansi.StringWidth(floor), 2
		if end := at + ansi.StringWidth(note); end < cells {
			floor = ansi.Cut(floor, 0, at) + th.Dim.Render(note) + ansi.Cut(floor, end, cells)
		}
	}
	return strings.Join(append(out, floor), "\n")
}

// inside returns the rows of a box down to the last one that is not empty.
func inside(lines []string, empty string) []string {
	if len(lines) < 2 {
		return nil
	}
	rows := lines[1 : len(lines)-1]
	for len(rows) > 0 && rows[len(rows)-1] == empty {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// continues reports whether the rows of a log are those that it had before, in a room of the same height or another one.
func continues(before, rows []string) bool {
	n := min(len(before), len(rows))
	return slices.Equal(before[len(before)-n:], rows[len(rows)-n:])
}

// logView is the log as it goes to the glass. What a key has changed is shown whole.
func (m *Model) logView(t *tab) string {
	view := t.log.View()
	most := m.renders.flow.Budget(m.width + rowExtra)
	if m.renders.headerOnly {
		t.thin = thinLog{}
		return blank(view)
	}
	th := m.options.Theme
	top, _, _ := strings.Cut(view, "\n")
	empty := strings.Split(theme.Box("", nil, ansi.StringWidth(top), 3, m.focus == paneLog, th), "\n")[1]
	if most >= m.height || m.renders.byOperator && !continues(inside(strings.Split(m.renders.log, "\n"), empty), inside(strings.Split(view, "\n"), empty)) {
		return t.thin.whole(view, empty)
	}
	return t.thin.show(view, most, empty, th)
}
