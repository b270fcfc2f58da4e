package logview

import "sockeye/widgets/theme"

// page is the number of lines of the window, at least one.
func (m *Model) page() int {
	_, height := theme.Inner(m.width, m.height)
	return max(height, 1)
}

// bottom is the number after the last entry that the window may show.
func (m *Model) bottom() uint64 {
	if m.frozen {
		return m.until
	}
	return m.end
}

// next returns the first entry that is shown from n up to, and not including, end.
func (m *Model) next(n, end uint64) (uint64, bool) {
	if m.filtered() {
		return m.passing.found.next(n, end)
	}
	return n, n < end
}

// prev returns the last entry that is shown from first up to, and including, n.
func (m *Model) prev(n, first uint64) (uint64, bool) {
	if m.filtered() {
		return m.passing.found.prev(n, first)
	}
	return n, n >= first
}

// shown counts the entries that are shown from one up to, and not including, another.
func (m *Model) shown(from, to uint64) uint64 {
	switch {
	case from >= to:
		return 0
	case m.filtered():
		return uint64(m.passing.found.count(from, to))
	default:
		return to - from
	}
}

// lines is the number of lines that a kept entry takes.
func (m *Model) lines(n uint64) int {
	width, _ := theme.Inner(m.width, m.height)
	if !m.wrap || n < m.first || width <= 0 {
		return 1
	}
	return len(m.formatLine(entryLine{th: m.th, width: width, space: width, counts: true}, m.entries.Entry(n), false, 0))
}

// Selected returns the number of the entry under the cursor. Live, that is the last
// one that is shown. It reports false if there is none.
func (m *Model) Selected() (uint64, bool) {
	bottom := m.bottom()
	if bottom <= m.first {
		return 0, false
	}
	if !m.filtered() {
		return m.cursor, m.cursor >= m.first && m.cursor < bottom
	}
	// The cursor may be where the filters hide the entry: the nearest will do.
	if n, ok := m.prev(min(m.cursor, bottom-1), m.first); ok {
		return n, true
	}
	return m.next(max(m.cursor, m.first), bottom)
}

// above returns the topmost entry, and how many of its lines are cut off, of a
// window of so many lines whose last entry is n. The window has fewer lines if there
// are not so many.
func (m *Model) above(n uint64, lines int) (top uint64, cut int) {
	top = n
	have := m.lines(n)
	for have < lines && top > m.first {
		before, ok := m.prev(top-1, m.first)
		if !ok {
			break
		}
		top = before
		have += m.lines(top)
	}
	return top, max(have-lines, 0)
}

// below counts the lines of the window up to the end of entry n, or of as many
// before it as are enough.
func (m *Model) below(n uint64, enough int) int {
	have := -m.cut
	for at, ok := m.next(m.top, n+1); ok && have < enough; at, ok = m.next(at+1, n+1) {
		have += m.lines(at)
	}
	return have
}

// windowEnd is the number after the last entry in the window, if that may show entries
// up to, and not including, end.
func (m *Model) windowEnd(end uint64) uint64 {
	after := min(m.top, end)
	have := -m.cut
	for at, ok := m.next(m.top, end); ok && have < m.page(); at, ok = m.next(at+1, end) {
		have += m.lines(at)
		after = at + 1
	}
	return after
}

// reach is the end of what a full window shows, or of the log if there is not
// enough for one.
func (m *Model) reach() uint64 {
	if last, ok := m.prev(m.end-min(m.end, 1), m.first); ok && m.below(last, m.page()) >= m.page() {
		return m.windowEnd(m.end)
	}
	return m.end
}

// cursorLine is the line of the window where the selected entry begins.
func (m *Model) cursorLine() int {
	n, ok := m.Selected()
	if !ok || n <= m.top {
		return 0
	}
	return min(m.below(n-1, m.page()), m.page()-1)
}

// place puts the window around the selected entry, which stays on its line.
func (m *Model) place() {
	if n, ok := m.Selected(); ok && m.frozen {
		m.top, m.cut = m.above(n, m.line+m.lines(n))
	}
	m.clampWindow()
}

// clampWindow moves cursor and window back to where there are entries, and the window to
// where the cursor is.
func (m *Model) clampWindow() {
	page := m.page()
	if !m.frozen {
		m.cursor = max(m.first, m.end-min(m.end, 1))
		m.top, m.cut = m.first, 0
		if n, ok := m.Selected(); ok {
			m.top, m.cut = m.above(n, page)
		}
		return
	}
	m.cursor = max(m.cursor, m.first)
	n, ok := m.Selected()
	if !ok {
		m.top, m.cut = min(m.top, m.cursor), 0
		return
	}
	if n <= m.top {
		m.top, m.cut = n, 0
	} else if m.below(n, page+1) > page {
		m.top, m.cut = m.above(n, page)
	}
	// A window need not end below the last entry.
	last, ok := m.prev(m.until-1, m.first)
	if ok && last >= m.top && m.below(last, page) < page {
		m.top, m.cut = m.above(last, page)
	}
}
