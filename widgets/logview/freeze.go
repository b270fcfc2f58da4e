package logview

import "time"

// Frozen sums up a freeze that is over.
type Frozen struct {
	For  time.Duration
	New  uint64 // rows appended meanwhile, the hidden ones included
	Lost uint64 // rows evicted before they could be read, the hidden ones included
}

// Freeze stops the log where it is. The rows on the screen stay, whatever is
// appended. It does nothing to a log that is frozen already.
func (m *Model) Freeze(now time.Time) {
	if m.frozen {
		return
	}
	m.settle()
	m.frozen = true
	m.now, m.frozenAt, m.frozenEnd = now, now, m.end
	m.until, m.lost, m.missed = m.end, 0, 0
	m.line = m.cursorLine()
	m.bodyDirty = true
}

// Live follows the end of the log again, as far as the filters show it.
func (m *Model) Live() {
	if m.frozen {
		m.frozen = false
		m.thawed, m.summary = true, Frozen{For: max(m.now.Sub(m.frozenAt), 0), New: m.end - m.frozenEnd, Lost: m.lost}
		m.bodyDirty = true
	}
	m.lost, m.missed = 0, 0
	m.quest = quest{}
	m.say("")
	if m.suspended {
		m.suspended = false
		m.startSearch()
	}
	m.forget()
	m.settle()
}

// Summary returns what there is to say of the last freeze, once it is over: after
// a key or a call that made the log live again. It reports false if that has been
// told already, or there was none.
func (m *Model) Summary() (Frozen, bool) {
	told := m.thawed
	m.thawed = false
	return m.summary, told
}

// evict takes note that rows are gone from a frozen log which began at old. Those
// in the window leave a blank and the others stay where they are, until the last
// has gone: then the window opens on what is left.
func (m *Model) evict(old uint64) {
	unread := max(old, m.top)
	if m.first <= unread {
		return
	}
	m.lost += m.first - unread
	m.missed += m.shown(unread, m.first)
	m.cut = 0
	m.bodyDirty = true
	if m.first >= m.windowEnd(m.until) {
		m.top, m.cursor, m.line = m.first, m.first, 0
		m.until = m.reach()
	}
}
