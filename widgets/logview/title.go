package logview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
)

const (
	between     = 2  // cells between two parts
	titleMargin = 5  // cells of the top border that the title cannot have
	maxQuoted   = 24 // cells of an expression in the title
	minQuoted   = 8  // to which they are cut before anything else is left out
)

// A part of the title. Where not all of them fit, those with the lowest ranks have
// the space, and a higher one has what they leave.
type part struct {
	text string
	rank int
}

// title names the pane, and says for how long it has been frozen, what was missed,
// and by what the entries were chosen.
func (m *Model) title() string {
	space := max(m.width-titleMargin, 0)
	parts := m.titleParts(maxQuoted)
	if titleWidth(parts) > space {
		parts = m.titleParts(minQuoted)
	}
	if titleWidth(parts) > space {
		parts = fitting(parts, space)
	}
	texts := make([]string, len(parts))
	for i := range parts {
		texts[i] = parts[i].text
	}
	return strings.Join(texts, "  ")
}

// fitting returns the parts that have space, in their order. The first of the lowest
// rank is always among them.
func fitting(parts []part, space int) []part {
	byRank := make([]int, len(parts))
	for i := range byRank {
		byRank[i] = i
	}
	slices.SortStableFunc(byRank, func(i, j int) int { return parts[i].rank - parts[j].rank })
	var kept []int
	for _, i := range byRank {
		cells := ansi.StringWidth(parts[i].text)
		if len(kept) > 0 {
			cells += between
		}
		if len(kept) > 0 && cells > space {
			continue
		}
		kept = append(kept, i)
		space -= cells
	}
	slices.Sort(kept)
	fit := make([]part, len(kept))
	for n, i := range kept {
		fit[n] = parts[i]
	}
	return fit
}

func titleWidth(parts []part) int {
	width := between * (len(parts) - 1)
	for i := range parts {
		width += ansi.StringWidth(parts[i].text)
	}
	return width
}

// titleParts is the whole title, with so many cells of each expression.
func (m *Model) titleParts(quoted int) []part {
	th := m.th
	parts := []part{{th.Title.Render("LOG"), 0}}
	add := func(rank int, text string) { parts = append(parts, part{text, rank}) }
	if m.frozen {
		add(1, th.Warn.Render("frozen "+format.Stopwatch(m.now.Sub(m.frozenAt))))
		if fresh := m.shown(m.until, m.end); fresh > 0 {
			add(2, "+"+format.Count(fresh)+" new")
		}
		if m.missed > 0 {
			add(1, th.Bad.Render(format.Count(m.missed)+" lost"))
		}
		if live := m.Keys.Bottom; live.Enabled() {
			add(9, th.Key.Render(live.Help().Key)+th.Dim.Render(" live"))
		}
	}
	if m.suspended {
		back := ""
		if b := m.Keys.Context; b.Enabled() {
			back = " " + th.Key.Render(b.Help().Key) + th.Dim.Render(" back")
		}
		add(3, th.Warn.Render("unfiltered")+back)
	} else {
		m.addFilters(add, quoted)
	}
	if m.search != nil {
		add(4, th.Key.Render("/")+th.Glyphs.Text(m.search.String(), quoted)+" "+m.counter())
	}
	for _, short := range []struct {
		scanner *scanner
		verb    string
	}{{&m.hits, "searched"}, {&m.passing, "filtered by"}} {
		if n := short.scanner.short.size; n > 0 && (short.scanner != &m.passing || !m.suspended) {
			add(5, th.Warn.Render(fmt.Sprintf("%s the first %s of %s", short.verb, format.Bytes(uint64(short.scanner.least)), entries(n))))
		}
	}
	if hidden := m.Hidden(); hidden > 0 {
		add(5, th.Dim.Render("hidden ")+format.Count(uint64(hidden)))
	}
	if m.note != "" {
		add(2, th.Warn.Render(m.note))
	}
	if m.times != receipt {
		add(7, th.Dim.Render("time: ")+m.times.String())
	}
	if m.wrap {
		add(8, th.Dim.Render("wrap"))
	}
	if m.skip > 0 {
		add(8, th.Dim.Render("from column "+format.Count(uint64(m.skip)+1)))
	}
	return parts
}

// entries is "1 entry" or "3 entries".
func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return format.Count(uint64(n)) + " entries"
}

// addFilters adds "& BTC|ETH  !heartbeat".
func (m *Model) addFilters(add func(int, string), quoted int) {
	for _, f := range m.filters {
		sign := "& "
		if f.exclude {
			sign = "!"
		}
		add(6, m.th.Key.Render(sign)+m.th.Glyphs.Text(f.Pattern.String(), quoted))
	}
	if len(m.filters) > 0 && len(m.passing.todo) > 0 {
		add(6, m.th.Dim.Render("filtering"+m.th.Glyphs.Signs().More))
	}
}

// counter is "3/41", or "41" if the cursor is on none of the hits. An ellipsis
// says that there may be more.
func (m *Model) counter() string {
	counter := format.Count(uint64(m.hits.found.size))
	if n, ok := m.Selected(); ok && m.hits.found.has(n) {
		counter = format.Count(uint64(m.hits.found.count(m.first, n+1))) + "/" + counter
	}
	if m.unsearched(m.first, m.end) {
		counter += m.th.Glyphs.Signs().More
	}
	return counter
}
