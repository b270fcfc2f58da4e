package header

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// alertLeast is the space in cells for the text of an alert under which it would say nothing.
const alertLeast = 12

// Alerts are those that are not acknowledged.
type Alerts struct {
	Count  int    // 0 or less for none
	Newest string // the text of the newest of them, any bytes
	Over   bool   // none of them holds any more: they are to be known, and no alarm
}

// SetAlerts sets the alerts that are not acknowledged. The count is in the first line, before the clock and all feeds but the active one. The text is in a third line,
// because an operator on call has to read it first; if the header has no third line, as much of
// the text as there is space for is in the first.
func (m *Model) SetAlerts(a Alerts) {
	a.Count = max(a.Count, 0)
	if a != m.alerts {
		m.alerts, m.dirty = a, true
	}
}

// alertStyles are those of the word and of the text of alerts.
func (m *Model) alertStyles() (word, text lipgloss.Style) {
	if m.alerts.Over {
		return m.th.Warn, m.th.Text
	}
	return m.th.Raised, m.th.Bad
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
	wordStyle, textStyle := m.alertStyles()
	word, more := wordStyle.Render("ALERT"), ""
	if m.alerts.Count > 1 {
		more = m.th.Dim.Render("  and " + strconv.Itoa(m.alerts.Count-1) + " more")
	}
	space := m.width - 2*margin - ansi.StringWidth(word+more) - 1
	if space < alertLeast {
		space, more = space+ansi.StringWidth(more), "" // the first line has the count
	}
	return " " + word + " " + textStyle.Render(m.th.Glyphs.Text(m.alerts.Newest, space)) + more
}

// An aside is what stands at the right of the feeds: the count of alerts, with as much of the newest as there is space
// for, and what is there anyway. Either may be missing. The name of the active feed gives way to one that stays.
type aside struct {
	count, text, rest string
	stays             bool
}

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

// Note is a short text about all feeds that stands in the first line while it holds: alerts are held back, the network is lost.
type Note struct {
	Text  string // any bytes
	Brief string // in fewer cells, for where there is no space for Text
	Bad   bool   // an alarm, and not only to be known
}

// SetNotes sets the notes, of which the first ones are shown where there is no space for all. The slice stays the caller's.
func (m *Model) SetNotes(notes []Note) {
	if !slices.Equal(notes, m.notes) {
		m.notes, m.dirty = slices.Clone(notes), true
	}
}

// note is a note as it is shown, in few cells if that is wanted.
func (m *Model) note(n Note, brief bool) string {
	style := m.th.Warn
	if n.Bad {
		style = m.th.Raised
	}
	if brief {
		n.Text = n.Brief
	}
	return style.Render(m.th.Glyphs.Text(n.Text, m.width))
}

// asides are what may stand at the right of the feeds, best first: everything, or if there are alerts or notes, only these, with
// the notes in few cells, or of them only those that are alarms: one of these is there wherever the state of the feed leaves space.
func (m *Model) asides(rest string) []aside {
	if m.alerts.Count == 0 && len(m.notes) == 0 {
		return []aside{{rest: rest}}
	}
	var alert, long, brief, bad []string
	if m.alerts.Count > 0 {
		word, _ := m.alertStyles()
		alert = []string{word.Render("ALERT " + strconv.Itoa(m.alerts.Count))}
	}
	for _, n := range m.notes {
		long, brief = append(long, m.note(n, false)), append(brief, m.note(n, true))
		if n.Bad {
			bad = append(bad, m.note(n, true))
		}
	}
	join := func(parts ...[]string) string { return strings.Join(slices.Concat(parts...), "  ") }
	asides := []aside{{count: join(alert, long), rest: rest}, {count: join(alert, long)}}
	if len(m.notes) > 0 {
		asides = append(asides, aside{count: join(alert, brief), rest: rest}, aside{count: join(alert, brief)})
	}
	if len(bad) > 0 {
		asides = append(asides, aside{count: join(alert, bad), stays: true}, aside{count: join(bad), stays: true})
	}
	if len(m.notes) > 0 && m.alerts.Count > 0 {
		asides = append(asides, aside{count: join(alert)})
	}
	return asides
}

// addText puts the text of the newest alert into an aside for which there are cells to spare, unless it has a line of its
// own.
func (m *Model) addText(a aside, spare int) aside {
	const gap = 2 // cells, at the least, to the feeds
	if space := spare - gap; m.alerts.Count > 0 && a.count != "" && m.height < Lines(m.alerts.Count) && space >= alertLeast {
		_, style := m.alertStyles()
		a.text = style.Render(m.th.Glyphs.Text(m.alerts.Newest, space))
	}
	return a
}
