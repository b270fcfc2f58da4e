package model

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/model/link"
	"sockeye/widgets/draw"
)

// rowExtra is what a row of the log costs beyond its cells, in bytes: colours, borders and the way to it.
const rowExtra = 70

// thinLog is the log on a link that is too thin for all of its rows. What the glass has stays there, and with each frame
// come the last few of the new rows, below a line that says that others are missing. Terminals scroll by themselves, so
// what stays costs next to nothing.
type thinLog struct {
	view  string   // of the log, whole
	lines []string // of view
	shown []string // instead of them
}

// show returns what to show of a log whose view was another one when it was shown last: a box, with no more rows that the
// glass does not have than most. note makes a row of a text; cursor is the sign in front of the selected row.
func (l *thinLog) show(view string, most int, note func(text string) string, cursor string) string {
	if view != l.view || l.shown == nil {
		lines := strings.Split(view, "\n")
		l.shown = l.fit(lines, most, note, cursor)
		l.view, l.lines = view, lines
	}
	return strings.Join(l.shown, "\n")
}

// whole shows all of a log.
func (l *thinLog) whole(view string) string {
	l.view, l.lines = view, strings.Split(view, "\n")
	l.shown = l.lines
	return view
}

func (l *thinLog) fit(lines []string, most int, note func(string) string, cursor string) []string {
	height := len(lines) - 2 // of what is inside the box
	if height <= most+1 {
		return lines
	}
	empty := note("")
	rows, before, shown := inside(lines, empty), inside(l.lines, empty), inside(l.shown, empty)
	fresh := len(rows)
	if n := len(before); n > 1 {
		// The selected row is marked, and it was the last one: the one above it is what can be found again.
		if known := slices.Index(rows, before[n-2]); known >= 0 {
			fresh = max(len(rows)-2-known, 0)
		}
	}
	switch n := len(shown); {
	case fresh > most && n > 0:
		was := strings.Replace(shown[n-1], cursor, " ", 1)
		shown = slices.Concat(shown[:n-1], []string{was, note(leftOut)}, rows[len(rows)-most:])
	case fresh > most:
		shown = slices.Concat([]string{note(leftOut)}, rows[len(rows)-most:])
	case fresh < len(rows) && n > 0:
		shown = slices.Concat(shown[:n-1], rows[len(rows)-fresh-1:])
	default:
		shown = rows
	}
	shown = shown[max(len(shown)-height, 0):]
	return slices.Concat(lines[:1], shown, slices.Repeat([]string{empty}, height-len(shown)), lines[1+height:])
}

// leftOut is what stands in the place of rows that have not come.
const leftOut = "   rows left out: thin link"

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

// logView is the log as it goes to the glass. What a key has changed is shown whole; nothing is shown before it is known
// how much a link carries.
func (m *Model) logView(t *tab) string {
	view := t.log.View()
	most, measured := 0, false
	m.pacer.glass.look(func(l *link.Link) { most, measured = l.Rows(m.width+rowExtra), l.Measured() })
	switch {
	case !measured:
		t.thin = thinLog{}
		return blank(view)
	case most >= m.height, m.pacer.asked && view != m.pacer.before.log:
		return t.thin.whole(view)
	}
	top, _, _ := strings.Cut(view, "\n")
	cells := ansi.StringWidth(top)
	return t.thin.show(view, most, func(text string) string {
		th := m.options.Theme
		box := draw.Box("", []string{th.Dim.Render(th.Glyphs.Text(text, max(cells-2, 0)))}, cells, 3, m.focus == paneLog, th)
		return strings.Split(box, "\n")[1]
	}, m.options.Theme.Glyphs.Signs().Cursor)
}
