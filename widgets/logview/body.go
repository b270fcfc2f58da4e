package logview

import (
	"strings"

	"sockeye/widgets/theme"
)

// A bodyLine is a line of the window.
type bodyLine struct {
	entry uint64
	first bool // the first line of its entry, where text is without the first cell, in which cursor and mark stand
	gap   bool // entries before it were left out
	text  string
}

// body is what stands in the window. Live, it may be less than what the window shows: as much of it as the budget allows, and
// what was on the screen before. Terminals scroll by themselves, so what stays costs next to nothing.
type body struct {
	lines []bodyLine
	next  uint64 // number after the last entry that is there, or was left out
}

// reset drops what is known of the screen: nothing of the log is on it.
func (b *body) reset() { *b = body{} }

// add adds the new ones of the lines of a window, so many at most: the last of them. All lines are no more than those of the
// window.
func (b *body) add(window []bodyLine, most, page int) {
	fresh := window
	for len(fresh) > 0 && fresh[0].entry < b.next {
		fresh = fresh[1:]
	}
	if leftOut := len(fresh) - most; leftOut > 0 {
		fresh = fresh[leftOut:]
		fresh[0].gap = true
	}
	b.lines = append(b.lines, fresh...)
	b.lines = b.lines[max(len(b.lines)-page, 0):]
}

// hasGap reports whether entries were left out.
func (b *body) hasGap() bool {
	for i := range b.lines {
		if b.lines[i].gap {
			return true
		}
	}
	return false
}

// formatBody formats the entries in the window, and no others.
func (m *Model) formatBody() {
	width, height := theme.Inner(m.width, m.height)
	if width <= 0 || height <= 0 {
		return
	}
	var lines []bodyLine
	for column := -1; column != m.format.labelWidth; {
		// A label wider than any before it: the column grows once for all entries,
		// and never shrinks again, so that the texts stay put.
		column = m.format.labelWidth
		if m.format.wrap {
			m.window.clamp() // how many lines an entry takes depends on the column
		}
		lines = m.formatWindow(height)
	}
	if m.redraw.body || m.window.state != live || m.budget >= height {
		m.body.lines = lines
	} else {
		m.body.add(lines, m.budget, height)
	}
	m.body.next = m.window.bottom()
	m.redraw.body, m.redraw.arrivals, m.redraw.box = false, false, true
}

// formatWindow formats the entries of the whole window.
func (m *Model) formatWindow(height int) []bodyLine {
	f, w := m.format, m.window
	f.wider = false
	f.places.nextRender()
	lines := make([]bodyLine, 0, height)
	selected, _ := w.selected()
	before := m.receiptBefore(w.top)
	cut := w.cut
	bottom := w.bottom()
	for n, ok := m.filters.next(w.top, bottom); ok && len(lines) < height; n, ok = m.filters.next(n+1, bottom) {
		if n < m.log.first {
			lines = append(lines, bodyLine{entry: n, text: m.th.Dim.Render(m.th.Glyphs.Fit(" lost", f.width))})
			continue
		}
		entry := m.log.entries.Entry(n)
		var texts []string
		whole := n == selected && w.state != live && m.focused
		if whole {
			texts = f.highlighted(entry, mark{true, m.jumps.marks.has(n), false}, before)
		} else {
			texts = f.format(entry, before)
		}
		before = entry.At.UnixNano()
		for i := min(cut, len(texts)-1); i < len(texts); i++ {
			lines = append(lines, bodyLine{entry: n, first: i == 0 && !whole, text: texts[i]})
		}
		cut = 0
	}
	return lines[:min(len(lines), height)]
}

// bodyText is what stands in the window, line by line.
func (m *Model) bodyText() []string {
	width, _ := theme.Inner(m.width, m.height)
	if len(m.body.lines) == 0 {
		return []string{m.th.Dim.Render(m.th.Glyphs.Fit(" "+m.emptiness(), width))}
	}
	selected, _ := m.window.selected()
	texts := make([]string, len(m.body.lines))
	for i, line := range m.body.lines {
		switch {
		case line.first:
			sign, style := m.format.sign(mark{line.entry == selected, m.jumps.marks.has(line.entry), line.gap})
			texts[i] = style.Render(sign) + line.text
		case line.gap:
			sign, style := m.format.sign(mark{gap: true})
			texts[i] = style.Render(sign) + strings.TrimPrefix(line.text, " ")
		default:
			texts[i] = line.text
		}
	}
	return texts
}

// emptiness is the text where no entry is shown: why there is none.
func (m *Model) emptiness() string {
	switch {
	case m.log.empty():
		return "no messages"
	case !m.filters.active():
		return ""
	case len(m.filters.passing.todo) > 0:
		return "filtering" + m.th.Glyphs.Signs().More
	default:
		return "no message passes the filters"
	}
}

// receiptBefore is the time of receipt of the shown entry before n if differences
// are shown, in Unix nanoseconds; 0 if there is none.
func (m *Model) receiptBefore(n uint64) int64 {
	if m.format.times != difference || n <= m.log.first {
		return 0
	}
	before, ok := m.filters.prev(n-1, m.log.first)
	if !ok {
		return 0
	}
	return m.log.entries.Entry(before).At.UnixNano()
}

// leftOut is what the sign in front of a line means.
const leftOut = "entries left out: thin link"

// note is what the bottom border says: what the sign in front of a line means.
func (m *Model) note() string {
	if !m.body.hasGap() {
		return ""
	}
	return m.th.Dim.Render(m.th.Glyphs.Signs().Ellipsis + " " + leftOut)
}

// blank is the widget with nothing in it.
func (m *Model) blank() string {
	line := strings.Repeat(" ", m.width)
	return line + strings.Repeat("\n"+line, m.height-1)
}
