package logview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
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

// heading is the title of the log.
type heading struct {
	th      *theme.Theme
	log     *source
	filters *filters
	search  *search
	window  *window
	jumps   *jumps
	format  *formatter

	now, frozenAt time.Time
}

// title names the pane, and says where the log is pinned or for how long it has been frozen, what was missed, and by what
// the entries were chosen.
func (h *heading) title(keys *KeyMap, width int) string {
	space := max(width-titleMargin, 0)
	parts := h.parts(keys, maxQuoted)
	if titleWidth(parts) > space {
		parts = h.parts(keys, minQuoted)
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

// parts is the whole title, with so many cells of each expression.
func (h *heading) parts(keys *KeyMap, quoted int) []part {
	th := h.th
	parts := []part{{th.Title.Render("LOG"), 0}}
	add := func(rank int, text string) { parts = append(parts, part{text, rank}) }
	h.addState(keys, add)
	if h.filters.suspended {
		back := ""
		if b := keys.Context; b.Enabled() {
			back = " " + th.Key.Render(b.Help().Key) + th.Dim.Render(" back")
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
	if skip := h.format.skip; skip > 0 {
		add(8, th.Dim.Render("from column "+format.Count(uint64(skip)+1)))
	}
	return parts
}

// addState adds "frozen 00:14  +281 new", or "at #88215  +12 new".
func (h *heading) addState(keys *KeyMap, add func(int, string)) {
	th, w := h.th, h.window
	switch w.state {
	case live:
		return
	case frozen:
		add(1, th.Warn.Render("frozen "+format.Stopwatch(h.now.Sub(h.frozenAt))))
	case pinned:
		at := "stopped"
		if n, ok := w.selected(); ok {
			at = fmt.Sprintf("at #%d", n)
		}
		add(1, th.Warn.Render(at))
	}
	if fresh := h.filters.count(w.until, h.log.end); fresh > 0 {
		add(2, "+"+format.Count(fresh)+" new")
	}
	if w.missed > 0 {
		add(1, th.Bad.Render(format.Count(w.missed)+" lost"))
	}
	if b := keys.Bottom; b.Enabled() {
		add(9, th.Key.Render(b.Help().Key)+th.Dim.Render(" live"))
	}
}

// addShort adds "searched the first 16KiB of 3 entries".
func (h *heading) addShort(add func(int, string), verb string, s *scanner) {
	if n := s.short.size; n > 0 {
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
	counter := format.Count(uint64(hits.size))
	if n, ok := h.window.selected(); ok && hits.has(n) {
		counter = format.Count(uint64(hits.count(h.log.first, n+1))) + "/" + counter
	}
	if h.search.unsearched(h.log.first, h.log.end) {
		counter += h.th.Glyphs.Signs().More
	}
	return counter
}
