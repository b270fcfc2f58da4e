package logview

// Goto freezes the log with the cursor on entry n, or the nearest one that is kept
// and shown. Unless it is in the window already, the window opens around it. In a
// log without entries it does nothing.
func (m *Model) Goto(n uint64) {
	if m.first == m.end {
		return
	}
	m.Freeze(m.now)
	n = min(max(n, m.first), m.end-1)
	inside := n >= m.top && n < m.windowEnd(m.until)
	m.cursor = n
	m.until = max(m.until, n+1)
	if inside {
		m.clampWindow()
		m.line = m.cursorLine()
	} else {
		m.line = m.page() / 2
		m.place()
	}
	m.bodyDirty = true
}
