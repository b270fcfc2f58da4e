package logview

import "time"

// Freeze stops the log where it is. The entries on the screen stay, whatever is
// appended. It does nothing to a log that is frozen already.
func (m *Model) Freeze(now time.Time) {
	if m.frozen {
		return
	}
	m.clampWindow()
	m.frozen = true
	m.now, m.frozenAt = now, now
	m.until, m.missed = m.end, 0
	m.line = m.cursorLine()
	m.bodyDirty = true
}

// Live follows the end of the log again, as far as the filters show it.
func (m *Model) Live() {
	if m.frozen {
		m.frozen = false
		m.bodyDirty = true
	}
	m.missed = 0
	m.jump = pendingJump{}
	m.say("")
	if m.suspended {
		m.suspended = false
		m.startSearch()
	}
	m.dropEvicted()
	m.clampWindow()
}

// evict records that entries are gone from a frozen log which began at old. Those
// in the window leave a blank and the others stay where they are, until the last
// has gone: then the window opens on what is left.
func (m *Model) evict(old uint64) {
	unread := max(old, m.top)
	if m.first <= unread {
		return
	}
	m.missed += m.shown(unread, m.first)
	m.cut = 0
	m.bodyDirty = true
	if m.first >= m.windowEnd(m.until) {
		m.top, m.cursor, m.line = m.first, m.first, 0
		m.until = m.reach()
	}
}
