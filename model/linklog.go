package model

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

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
func (l *thinLog) show(view string, most int, note func(cells int, text string) string, cursor string) string {
	if view == l.view && l.shown != nil {
		return strings.Join(l.shown, "\n")
	}
	lines := strings.Split(view, "\n")
	l.shown = l.fit(lines, most, note, cursor)
	l.view, l.lines = view, lines
	return strings.Join(l.shown, "\n")
}

// whole shows all of a log.
func (l *thinLog) whole(view string) string {
	l.view, l.lines = view, strings.Split(view, "\n")
	l.shown = l.lines
	return view
}

func (l *thinLog) fit(lines []string, most int, note func(int, string) string, cursor string) []string {
	last := len(lines) - 2 // the last row; the first one is 1
	if last <= most+1 || len(l.lines) != len(lines) {
		return lines
	}
	cells := ansi.StringWidth(lines[0])
	if l.lines[last] == note(cells, "") { // there were not enough rows to fill the box
		return lines
	}
	// The selected row is marked, and it was the last one: the one above it is what can be found again.
	fresh := last
	if known := slices.Index(lines[1:last+1], l.lines[last-1]) + 1; known > 0 {
		fresh = max(last-1-known, 0)
	}
	if fresh <= most {
		return slices.Concat(lines[:1], l.shown[1+fresh:last], lines[last-fresh:])
	}
	was := strings.Replace(l.shown[last], cursor, " ", 1)
	return slices.Concat(lines[:1], l.shown[2+most:last], []string{was, note(cells, "   rows left out: thin link")}, lines[last+1-most:])
}

// logView is the log as it goes to the glass. What a key has changed is shown whole.
func (m *Model) logView(t *tab) string {
	view := t.log.View()
	most := 0
	m.pacer.glass.look(func(l *link) { most = l.rows(m.width + rowExtra) })
	switch {
	case most >= m.height:
		t.thin = thinLog{}
		return view
	case m.pacer.asked && view != t.thin.view:
		return t.thin.whole(view)
	}
	return t.thin.show(view, most, func(cells int, text string) string {
		th := m.options.Theme
		box := draw.Box("", []string{th.Dim.Render(th.Glyphs.Text(text, max(cells-2, 0)))}, cells, 3, m.focus == paneLog, th)
		return strings.Split(box, "\n")[1]
	}, m.options.Theme.Glyphs.Signs().Cursor)
}
