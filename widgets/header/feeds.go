package header

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

const (
	maxName   = 20 // cells
	maxDetail = 24 // cells, of a feed that is not the active one
	maxWhole  = 72 // cells, of the detail of the active feed
	maxState  = 10 // cells, those of CONNECTING
)

// feedLine is "[1 kraken OPEN] 2 binance OPEN  3 plant RETRY 12s      14:03:22Z".
// Where not all feeds fit, the active one and its neighbours are shown and the
// others counted. Of the asides, best first, the line has the first that
// leaves space for those counts and for the name of the active feed, which is cut for
// one that stays; if that is none, the last is left out, or if it is to stay, the name is cut.
func (m *Model) feedLine(asides []aside, stay bool) string {
	if len(m.feeds) == 0 {
		return m.spread(text.Render(" no feed", m.th.Dim), asides[0])
	}
	for i, a := range asides {
		if line, ok := m.feedsBeside(a, stay && (a.stays || i == len(asides)-1)); ok {
			return line
		}
	}
	space := m.width - 2 // a margin on either side
	if ansi.StringWidth(m.feed(m.active(), space)) <= space {
		shown, _ := m.feedsWithin(space)
		return " " + shown
	}
	return m.feed(m.active(), m.width)
}

// feedsBeside is the line with an aside. It reports false if there is no
// space for the active feed, whose name it cuts if it may, or for the count of others.
func (m *Model) feedsBeside(a aside, cut bool) (string, bool) {
	space := m.width - 2
	beside := space - ansi.StringWidth(a.String()) - 1
	active := m.feed(m.active(), space)
	if cut {
		active = m.feed(m.active(), beside)
	}
	if ansi.StringWidth(active) > beside {
		return "", false
	}
	shown, counted := m.feedsWithin(beside)
	return m.spread(" "+shown, a), counted || cut
}

// spread puts left and an aside at the ends of the line, with a margin at the right.
func (m *Model) spread(left string, a aside) string {
	space := m.width - 1 - ansi.StringWidth(left)
	a = m.addText(a, space-ansi.StringWidth(a.String())-1)
	gap := space - ansi.StringWidth(a.String())
	if gap < 1 {
		return left
	}
	return left + strings.Repeat(" ", gap) + a.String()
}

// feedsWithin shows as many feeds around the active one as fit into so many cells,
// and counts the others on the side where they are. It reports false if there was
// no space to count them.
func (m *Model) feedsWithin(cells int) (shown string, counted bool) {
	from := m.active()
	to := from + 1
	for _, brief := range []bool{false, true} {
		shown = m.feedRange(from, to, brief)
		if ansi.StringWidth(shown) > cells {
			continue
		}
		for grown := true; grown; {
			grown = false
			for _, wider := range [][2]int{{from, to + 1}, {from - 1, to}} {
				if wider[0] < 0 || wider[1] > len(m.feeds) {
					continue
				}
				if next := m.feedRange(wider[0], wider[1], brief); ansi.StringWidth(next) <= cells {
					from, to, shown, grown = wider[0], wider[1], next, true
					break
				}
			}
		}
		return shown, true
	}
	return m.feed(from, cells), false
}

// feedRange shows some of the feeds, and counts those before and after them.
func (m *Model) feedRange(from, to int, brief bool) string {
	var b strings.Builder
	if from > 0 {
		b.WriteString(m.count(m.feeds[:from], brief) + " ")
	}
	for i := from; i < to; i++ {
		b.WriteString(m.feed(i, m.width))
	}
	if to < len(m.feeds) {
		b.WriteString(" " + m.count(m.feeds[to:], brief))
	}
	return b.String()
}

// count stands for feeds that are not shown, and shows whether something is wrong
// with one of them: "+6", "+6, 1 unhealthy", "+2 unhealthy"; or briefly, "+6!".
func (m *Model) count(hidden []Feed, brief bool) string {
	troubled := 0
	for i := range hidden {
		if !hidden[i].well() {
			troubled++
		}
	}
	count := "+" + strconv.Itoa(len(hidden))
	switch {
	case troubled == 0:
		return text.Render(count, m.th.Dim)
	case brief:
		return text.Render(count+"!", m.th.Warn)
	case troubled == len(hidden):
		return text.Render(count+" unhealthy", m.th.Warn)
	default:
		return text.Render(count+",", m.th.Dim) + text.Render(fmt.Sprintf(" %d unhealthy", troubled), m.th.Warn)
	}
}

// feed is one feed, the active one in brackets, in at most so many cells if that
// can be had by cutting its name; the state is never cut.
func (m *Model) feed(index, cells int) string {
	feed := m.feeds[index]
	state := m.th.Glyphs.Text(feed.State.Word, maxState)
	most := maxDetail
	if index == m.active() {
		most = maxWhole
	}
	detail := m.th.Glyphs.Text(feed.Detail, most)
	since, strip := m.extrasOf(index)
	full := len("[] ]") + len(strconv.Itoa(feed.Number)) + ansi.StringWidth(m.th.Glyphs.Text(feed.Name, maxName)+state+detail)
	if full > cells && feed.Brief != "" {
		detail = m.th.Glyphs.Text(feed.Brief, maxDetail)
	}
	if detail != "" {
		state += " " + detail
	}
	switch {
	case since == "":
	case detail != "" && feed.Down:
		state += ", " + since
	default:
		state += " " + since
	}
	left, right := " ", " "
	name := m.th.Text
	if index == m.active() {
		left, right = "[", "]"
		name = m.th.Title
	}
	number := strconv.Itoa(feed.Number) + " "
	space := cells - len(left+number+" "+right) - ansi.StringWidth(state)
	styled := text.Render(state, m.stateStyle(feed))
	if strip != "" {
		styled += " " + strip
		space -= 1 + stripCells
	}
	switch {
	case space >= 1:
		return left + text.Render(number, m.th.Dim) + text.Render(m.th.Glyphs.Text(feed.Name, min(space, maxName)), name) + " " + styled + right
	case space+len(number)+1 >= 0:
		return left + styled + right
	default:
		return styled
	}
}

// well reports whether nothing is wrong with a feed.
func (f *Feed) well() bool { return f.State.Tone == theme.Good && !f.Degraded }

func (m *Model) stateStyle(feed Feed) lipgloss.Style {
	if feed.State.Tone == theme.Good && feed.Degraded {
		return m.th.Warn
	}
	return m.th.Tone(feed.State.Tone)
}
