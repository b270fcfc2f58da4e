package logview

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
)

const (
	between     = 2  // cells between two parts
	lastRank    = 9  // of what is left out first
	titleMargin = 5  // cells of the top border that the title cannot have
	maxQuoted   = 24 // cells of an expression in the title
	minQuoted   = 8  // to which they are cut before anything else is left out
)

// heading is the title of the log.
type heading struct {
	th      *theme.Theme
	log     *source
	filters *filters
	search  *search
	window  *window
	jumps   *jumps
	format  *formatter

	bottom, context string // keys

	since, fresh string // of a log that is shown as it was at a moment
}

// title names the pane, and says where the log is pinned or for how long the screen has been frozen, what was missed, and by what
// the entries were chosen.
func (h *heading) title(width int) string {
	space := max(width-titleMargin, 0)
	parts := h.parts(maxQuoted)
	if _, cells := theme.JoinParts(parts); cells > space {
		parts = h.parts(minQuoted)
	}
	line, cells := theme.JoinParts(theme.FitParts(parts, space, 0, lastRank+1, h.th.Glyphs))
	if cells == 0 { // the border cuts it
		line, _ = theme.JoinParts(parts[:1])
	}
	return line
}

// parts is the whole title, with so many cells of each expression.
func (h *heading) parts(quoted int) []theme.Part {
	th := h.th
	parts := []theme.Part{{Text: "LOG", Style: th.Title}}
	add := func(rank int, text string) { // of several styles, or one
		parts = append(parts, theme.Part{Text: text, Style: lipgloss.NewStyle(), Rank: rank, Gap: between})
	}
	h.addState(add)
	if h.filters.suspended {
		back := ""
		if h.context != "" {
			back = " " + th.Key.Render(h.context) + th.Dim.Render(" back")
		}
		add(3, th.Warn.Render("unfiltered")+back)
	} else {
		h.addFilters(add, quoted)
	}
	if h.search.pattern != nil {
		add(4, th.Key.Render("/")+th.Glyphs.Text(h.search.pattern.String(), quoted)+" "+h.counter())
	}
	h.addShort(add, "searched", &h.search.hits)
	if !h.filters.suspended {
		h.addShort(add, "filtered by", &h.filters.passing)
	}
	if hidden := h.filters.hidden(); hidden > 0 {
		add(5, th.Dim.Render("hidden ")+format.Count(uint64(hidden)))
	}
	if h.jumps.note != "" {
		add(2, th.Warn.Render(h.jumps.note))
	}
	if f := h.format; f.times != receipt {
		add(7, th.Dim.Render("time: ")+f.times.String())
	}
	if h.format.wrap {
		add(8, th.Dim.Render("wrap"))
	}
	if remark := h.format.table.remark(); h.format.tabular && remark != "" {
		add(8, th.Dim.Render(remark))
	} else if skip := h.format.skip; !h.format.tabular && skip > 0 {
		add(8, th.Dim.Render("from column "+format.Count(uint64(skip)+1)))
	}
	return parts
}

// addState adds "frozen 00:14  +281 new", or "at #88215  +12 new".
func (h *heading) addState(add func(int, string)) {
	th, w := h.th, h.window
	if w.state == live && h.since == "" {
		return
	}
	state, fresh := "stopped", h.fresh
	if n, ok := w.selected(); ok {
		state = fmt.Sprintf("at #%d", n)
	}
	if h.since != "" {
		state = "frozen " + h.since
	} else if n := h.filters.count(w.until, h.log.end); n > 0 {
		fresh = "+" + format.Count(n) + " new"
	}
	add(1, th.Warn.Render(state))
	if fresh != "" {
		add(2, fresh)
	}
	if w.missed > 0 {
		add(1, th.Bad.Render(format.Count(w.missed)+" lost"))
	}
	if h.bottom != "" {
		add(lastRank, th.Key.Render(h.bottom)+th.Dim.Render(" live"))
	}
}

// addShort adds "searched the first 16KiB of 3 entries".
func (h *heading) addShort(add func(int, string), verb string, s *scanner) {
	if n := s.short.Size(); n > 0 {
		add(5, h.th.Warn.Render(fmt.Sprintf("%s the first %s of %s", verb, format.Bytes(uint64(s.least)), entries(n))))
	}
}

// entries is "1 entry" or "3 entries".
func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return format.Count(uint64(n)) + " entries"
}

// addFilters adds "& BTC|ETH  !heartbeat".
func (h *heading) addFilters(add func(int, string), quoted int) {
	for _, f := range h.filters.list {
		sign := "& "
		if f.exclude {
			sign = "!"
		}
		add(6, h.th.Key.Render(sign)+h.th.Glyphs.Text(f.Pattern.String(), quoted))
	}
	if len(h.filters.list) > 0 && len(h.filters.passing.todo) > 0 {
		add(6, h.th.Dim.Render("filtering"+h.th.Glyphs.Signs().More))
	}
}

// counter is "3/41", or "41" if the cursor is on none of the hits. An ellipsis
// says that there may be more.
func (h *heading) counter() string {
	hits := &h.search.hits.found
	counter := format.Count(uint64(hits.Size()))
	if n, ok := h.window.selected(); ok && hits.Has(n) {
		counter = format.Count(uint64(hits.Count(h.log.first, n+1))) + "/" + counter
	}
	if h.search.unsearched(h.log.first, h.log.end) {
		counter += h.th.Glyphs.Signs().More
	}
	return counter
}
