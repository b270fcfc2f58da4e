package logview

import "time"

const (
	// sideways is how many cells one step to the left or right moves the text.
	sideways = 16
	// farthest is as far as the text can be moved: what lies beyond is for a pane
	// that shows one message whole.
	farthest = 512 * sideways
)

// Freeze stops the log where it is. The rows on the screen stay, whatever is
// appended. It does nothing to a log that is frozen already.
func (m *Model) Freeze(now time.Time) {
	if m.frozen {
		return
	}
	m.settle()
	m.frozen = true
	m.now, m.frozenAt = now, now
	m.until, m.lost = m.end, 0
	m.bodyDirty = true
}

// Live follows the end of the log again.
func (m *Model) Live() {
	if m.frozen {
		m.frozen = false
		m.bodyDirty = true
	}
	m.lost = 0
	m.settle()
}

// Up moves the cursor n rows towards the first one, and freezes the log.
func (m *Model) Up(n int) { m.move(-int64(max(n, 0)), 0) }

// Down moves the cursor n rows towards the end, into what is new. A live log is
// at its end already.
func (m *Model) Down(n int) { m.move(int64(max(n, 0)), 0) }

// PageUp moves a page, less one row to hold on to, and freezes the log.
func (m *Model) PageUp() { m.move(-m.stride(), -m.stride()) }

// PageDown moves a page forward, less one row to hold on to.
func (m *Model) PageDown() { m.move(m.stride(), m.stride()) }

// HalfUp moves half a page, and freezes the log.
func (m *Model) HalfUp() { m.move(-m.halfStride(), -m.halfStride()) }

// HalfDown moves half a page forward.
func (m *Model) HalfDown() { m.move(m.halfStride(), m.halfStride()) }

// Top goes to the first row that is kept, and freezes the log.
func (m *Model) Top() {
	if m.first == m.end {
		return
	}
	m.Freeze(m.now)
	m.top, m.cursor = m.first, m.first
	m.settle()
	m.bodyDirty = true
}

// Bottom goes to the end, and follows it: the log is live again.
func (m *Model) Bottom() { m.Live() }

// Left moves the text back towards its beginning.
func (m *Model) Left() { m.shift(-sideways) }

// Right moves the text so that more of it can be read, if there is more. It stays
// so while rows arrive.
func (m *Model) Right() {
	if m.bodyDirty {
		m.formatBody() // to know whether there is more
	}
	if m.wider {
		m.shift(sideways)
	}
}

func (m *Model) shift(cells int) {
	skip := min(max(m.skip+cells, 0), farthest)
	if skip != m.skip {
		m.skip = skip
		m.bodyDirty = true
	}
}

func (m *Model) stride() int64 { return max(int64(m.page())-1, 1) }

func (m *Model) halfStride() int64 { return max(int64(m.page())/2, 1) }

// move moves the cursor and the window by so many rows, both in one direction.
func (m *Model) move(cursor, window int64) {
	if m.first == m.end {
		return
	}
	if !m.frozen {
		if cursor >= 0 {
			return
		}
		m.Freeze(m.now)
	}
	if cursor > 0 && m.cursor >= m.until {
		cursor-- // from an empty window onto its first row
	}
	m.cursor = min(offset(m.cursor, cursor), m.end-1)
	if window != 0 {
		m.top = max(offset(m.top, window), m.first)
	}
	m.until = max(m.until, m.cursor+1)
	if window > 0 {
		m.until = max(m.until, min(m.top+m.page(), m.end))
	}
	m.settle()
	m.bodyDirty = true
}

// offset is n moved by so many, and not below 0.
func offset(n uint64, by int64) uint64 {
	if by < 0 {
		return n - min(n, uint64(-by))
	}
	return n + uint64(by)
}

// settle brings cursor and window back to where there are rows, and the window to
// where the cursor is.
func (m *Model) settle() {
	page := m.page()
	if !m.frozen {
		m.top = max(m.first, m.end-min(m.end, page))
		m.cursor = max(m.first, m.end-min(m.end, 1))
		return
	}
	m.cursor = max(m.cursor, m.first)
	if m.cursor < m.top {
		m.top = m.cursor
	}
	if m.cursor >= m.top+page {
		m.top = m.cursor - page + 1
	}
	// A window need not end below the last row.
	if last := max(m.first, m.until-min(m.until, page)); m.top > last {
		m.top = last
	}
}

// evict takes note that rows before first are gone from a frozen log. Those in the
// window leave a blank and the others stay where they are, until the last has
// gone: then the window opens on what is left.
func (m *Model) evict(first, end uint64) {
	unread := max(m.first, m.top)
	if first <= unread {
		return
	}
	m.lost += first - unread
	m.bodyDirty = true
	if first >= m.until || first >= m.top+m.page() {
		m.top, m.cursor = first, first
		m.until = min(end, first+m.page())
	}
}
