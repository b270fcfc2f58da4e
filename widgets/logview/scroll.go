package logview

const (
	// sideways is how many cells one step to the left or right moves the text.
	sideways = 16
	// farthest is as far as the text can be moved: what lies beyond is for a pane
	// that shows one message whole.
	farthest = 512 * sideways
)

// Up moves the cursor n entries towards the first one, and freezes the log.
func (m *Model) Up(n int) { m.move(-max(n, 0)) }

// Down moves the cursor n entries towards the end, into what is new. A live log is
// at its end already.
func (m *Model) Down(n int) { m.move(max(n, 0)) }

// PageUp moves a page, less one line of context, and freezes the log.
func (m *Model) PageUp() { m.scroll(-m.stride()) }

// PageDown moves a page forward, less one line of context.
func (m *Model) PageDown() { m.scroll(m.stride()) }

// HalfUp moves half a page, and freezes the log.
func (m *Model) HalfUp() { m.scroll(-m.halfStride()) }

// HalfDown moves half a page forward.
func (m *Model) HalfDown() { m.scroll(m.halfStride()) }

// Top goes to the first entry that is kept and shown, and freezes the log.
func (m *Model) Top() {
	if m.first == m.end {
		return
	}
	m.Freeze(m.now)
	m.cursor = m.first
	if n, ok := m.Selected(); ok {
		m.cursor = n
	}
	m.top, m.cut = m.cursor, 0
	m.clampWindow()
	m.line = m.cursorLine()
	m.bodyDirty = true
}

// Bottom goes to the end, and follows it: the log is live again.
func (m *Model) Bottom() { m.Live() }

// Left moves the text back towards its beginning.
func (m *Model) Left() { m.shift(-sideways) }

// ToggleWrap breaks entries that are too long for their line, or cuts them.
func (m *Model) ToggleWrap() {
	m.wrap = !m.wrap
	m.skip = 0
	m.place()
	m.bodyDirty = true
}

// Right moves the text so that more of it can be read, if there is more. It stays
// so while entries arrive.
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

func (m *Model) stride() int { return max(m.page()-1, 1) }

func (m *Model) halfStride() int { return max(m.page()/2, 1) }

// depart prepares a move from the selected entry, and reports whether there is
// an entry to move to. A move up freezes the log; a live log is at its end already. A
// move down from an empty window arrives on its first entry by that alone.
func (m *Model) depart(by int) (at uint64, left int, ok bool) {
	if m.first == m.end || !m.frozen && by >= 0 {
		return 0, 0, false
	}
	m.Freeze(m.now)
	if at, ok = m.Selected(); ok {
		return at, by, true
	}
	if at, ok = m.next(max(m.cursor, m.first), m.end); ok && by > 0 {
		return at, by - 1, true
	}
	return 0, 0, false
}

// move moves the cursor by so many entries.
func (m *Model) move(entries int) {
	at, left, ok := m.depart(entries)
	if !ok {
		return
	}
	m.arriveAt(m.step(at, left, func(uint64) int { return 1 }))
}

// scroll moves the cursor and the window by so many lines.
func (m *Model) scroll(lines int) {
	at, left, ok := m.depart(lines)
	if !ok {
		return
	}
	at = m.step(at, left, m.lines)
	m.top, m.cut = m.step(max(m.top, m.first), lines, m.lines), 0
	if lines > 0 {
		m.until = max(m.until, m.reach())
	}
	m.arriveAt(at)
}

// arriveAt puts the cursor on an entry that is shown.
func (m *Model) arriveAt(n uint64) {
	m.cursor = n
	m.until = max(m.until, n+1)
	m.clampWindow()
	m.line = m.cursorLine()
	m.bodyDirty = true
}

// step returns the shown entry that is so many away from n, each of which counts as
// cost says, or the last in that direction. It goes one entry at least, if there is
// one.
func (m *Model) step(n uint64, by int, cost func(uint64) int) uint64 {
	down := by > 0
	left := max(by, -by)
	for first := true; left > 0; first = false {
		var to uint64
		var ok bool
		if down {
			to, ok = m.next(n+1, m.end)
		} else if n > m.first {
			to, ok = m.prev(n-1, m.first)
		}
		if !ok {
			break
		}
		over := n // what is passed over: this entry downwards, the other one upwards
		if !down {
			over = to
		}
		if left -= cost(over); left < 0 && !first {
			break
		}
		n = to
	}
	return n
}
