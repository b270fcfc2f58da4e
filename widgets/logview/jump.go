package logview

// A target is what a key goes to.
type target uint8

const (
	noTarget target = iota
	toHit
	toEvent
)

// A pendingJump is a key that has not found its entry yet, because entries on the way
// have not been scanned. Work goes on with it.
type pendingJump struct {
	target target
	down   bool
	at     uint64 // for an event: what lies before has been scanned
}

// NextHit goes to the next entry that the search found, or after the last to the
// first, and freezes the log.
func (m *Model) NextHit() { m.seekHit(true) }

// PrevHit goes to the previous entry that the search found, or before the first to
// the last, and freezes the log.
func (m *Model) PrevHit() { m.seekHit(false) }

func (m *Model) seekHit(down bool) {
	if m.search == nil {
		m.say("no search")
		return
	}
	m.jump = pendingJump{target: toHit, down: down}
	m.say("")
	m.goToHit()
}

// NextEvent goes to the next gap, trouble or alert, and freezes the log.
func (m *Model) NextEvent() { m.seekEvent(true) }

// PrevEvent goes to the previous gap, trouble or alert, and freezes the log.
func (m *Model) PrevEvent() { m.seekEvent(false) }

func (m *Model) seekEvent(down bool) {
	n, ok := m.Selected()
	if !ok {
		return
	}
	m.say("")
	if down {
		n++
	}
	m.jump = pendingJump{target: toEvent, down: down, at: n}
	m.workJump(arrivals)
}

// ToggleMark marks the selected entry, or removes its mark.
func (m *Model) ToggleMark() {
	n, ok := m.Selected()
	if !ok {
		return
	}
	if m.marks.size == 0 {
		m.marks.reset(m.first)
	}
	if m.marks.has(n) {
		m.marks.remove(n)
	} else {
		m.marks.add(n)
	}
	m.bodyDirty = true
}

// NextMark goes to the next marked entry that is shown, or after the last to the
// first, and freezes the log.
func (m *Model) NextMark() {
	at, ok := m.Selected()
	if !ok {
		return
	}
	m.say("")
	if n, ok := m.shownMark(at+1, m.end); ok {
		m.Goto(n)
	} else if n, ok := m.shownMark(m.first, at+1); ok {
		m.Goto(n)
		m.say("on from the first mark")
	} else {
		m.say("no mark")
	}
}

// shownMark returns the first marked entry that is shown from first up to, and not
// including, end.
func (m *Model) shownMark(first, end uint64) (uint64, bool) {
	n, ok := m.marks.next(first, end)
	for ok && m.filtered() && !m.passing.found.has(n) {
		n, ok = m.marks.next(n+1, end)
	}
	return n, ok
}

// workJump goes on with the pending jump.
func (m *Model) workJump(budget int) {
	if budget <= 0 {
		return
	}
	switch m.jump.target {
	case toHit:
		m.goToHit()
	case toEvent:
		m.goToEvent(budget)
	}
}

// goToHit goes to the nearest hit as soon as it is known which one that is.
func (m *Model) goToHit() {
	at, _ := m.Selected()
	var n uint64
	var ok, known, wrapped bool
	turn := "on from the first hit"
	if m.jump.down {
		n, ok, known = m.hitBelow(at+1, m.end)
		if known && !ok {
			n, ok, known = m.hitBelow(m.first, at+1)
			wrapped = true
		}
	} else {
		turn = "on from the last hit"
		n, ok, known = m.hitAbove(m.first, at)
		if known && !ok {
			n, ok, known = m.hitAbove(at, m.end)
			wrapped = true
		}
	}
	switch {
	case !known:
		m.say("searching" + m.th.Glyphs.Signs().More)
		return
	case !ok:
		m.say("not found")
	case wrapped:
		m.say(turn)
	default:
		m.say("")
	}
	m.jump = pendingJump{}
	if ok {
		m.Goto(n)
	}
}

// hitBelow returns the first hit from one entry up to, and not including, another;
// known is false if there are entries before it that have not been searched.
func (m *Model) hitBelow(from, to uint64) (n uint64, ok, known bool) {
	n, ok = m.hits.found.next(from, to)
	if ok {
		to = n
	}
	return n, ok, !m.unsearched(from, to)
}

// hitAbove returns the last hit from one entry up to, and not including, another;
// known is false if there are entries after it that have not been searched.
func (m *Model) hitAbove(from, to uint64) (n uint64, ok, known bool) {
	if to > from {
		n, ok = m.hits.found.prev(to-1, from)
	}
	if ok {
		from = n + 1
	}
	return n, ok, !m.unsearched(from, to)
}

// unsearched reports whether there may be hits that are not known yet.
func (m *Model) unsearched(from, to uint64) bool {
	return m.hits.todo.touch(from, to) || m.filtered() && m.passing.todo.touch(from, to)
}

// goToEvent searches up to budget entries for the nearest event.
func (m *Model) goToEvent(budget int) {
	at := min(max(m.jump.at, m.first), m.end)
	for ; budget > 0; budget-- {
		n := at
		if m.jump.down && at < m.end {
			at++
		} else if !m.jump.down && at > m.first {
			at--
			n = at
		} else {
			m.jump = pendingJump{}
			m.say("no further event")
			return
		}
		if m.entries.Kind(n) > Notice {
			m.jump = pendingJump{}
			m.say("")
			m.Goto(n)
			return
		}
	}
	m.jump.at = at
	m.say("searching for an event" + m.th.Glyphs.Signs().More)
}

// say puts a word into the title, until the next key.
func (m *Model) say(note string) {
	if note != m.note {
		m.note = note
		m.boxDirty = true
	}
}
