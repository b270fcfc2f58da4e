package header

import (
	"strconv"

	"github.com/charmbracelet/x/ansi"
)

// alertLeast is the space in cells for the text of an alert under which it would say nothing.
const alertLeast = 12

// SetAlerts sets how many alerts are not acknowledged, 0 or less for none, and the text of the newest of them, any
// bytes. The count is in the first line, before the clock and all feeds but the active one. The text is in a third line,
// because an operator on call has to read it first; if the header has no third line, as much of
// the text as there is space for is in the first.
func (m *Model) SetAlerts(count int, newest string) {
	if count = max(count, 0); count != m.alerts || newest != m.newest {
		m.alerts, m.newest, m.dirty = count, newest, true
	}
}

// Lines returns the height that the header needs while so many alerts are not
// acknowledged: two lines, and a third for an alert.
func Lines(alerts int) int {
	if alerts > 0 {
		return 3
	}
	return 2
}

// alertLine is "ALERT XBT/USD close above 61,250  and 2 more".
func (m *Model) alertLine() string {
	const margin = 1
	word, more := m.th.Raised.Render("ALERT"), ""
	if m.alerts > 1 {
		more = m.th.Dim.Render("  and " + strconv.Itoa(m.alerts-1) + " more")
	}
	space := m.width - 2*margin - ansi.StringWidth(word+more) - 1
	if space < alertLeast {
		space, more = space+ansi.StringWidth(more), "" // the first line has the count
	}
	return " " + word + " " + m.th.Bad.Render(m.th.Glyphs.Text(m.newest, space)) + more
}

// An aside is what stands at the right of the feeds: the count of alerts, with as much of the newest as there is space
// for, and what is there anyway. Either may be missing.
type aside struct{ count, text, rest string }

// String joins the parts of an aside.
func (a aside) String() string {
	switch {
	case a.count == "":
		return a.rest
	case a.text != "":
		a.count += " " + a.text
	}
	if a.rest == "" {
		return a.count
	}
	return a.count + "  " + a.rest
}

// asides are what may stand at the right of the feeds, best first: everything, or if there are alerts, only that.
func (m *Model) asides(rest string) []aside {
	if m.alerts == 0 {
		return []aside{{rest: rest}}
	}
	count := m.th.Raised.Render("ALERT " + strconv.Itoa(m.alerts))
	return []aside{{count: count, rest: rest}, {count: count}}
}

// addText puts the text of the newest alert into an aside for which there are cells to spare, unless it has a line of its
// own.
func (m *Model) addText(a aside, spare int) aside {
	const gap = 2 // cells, at the least, to the feeds
	if space := spare - gap; a.count != "" && m.height < Lines(m.alerts) && space >= alertLeast {
		a.text = m.th.Bad.Render(m.th.Glyphs.Text(m.newest, space))
	}
	return a
}
