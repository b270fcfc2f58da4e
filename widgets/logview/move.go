package logview

// pageStep is a page, less one line of context.
func (w *window) pageStep() int { return max(w.page()-1, 1) }

// halfPage is half a page.
func (w *window) halfPage() int { return max(w.page()/2, 1) }

// depart prepares a move from the selected entry, and reports whether there is
// an entry to move to. A move up pins the window; a live one is at the end already. A
// move down from an empty window arrives on its first entry by that alone.
func (w *window) depart(by int) (at uint64, left int, ok bool) {
	if w.log.empty() || w.state == live && by >= 0 {
		return 0, 0, false
	}
	w.pin()
	if at, ok = w.selected(); ok {
		return at, by, true
	}
	if at, ok = w.shown.next(max(w.cursor, w.log.first), w.log.end); ok && by > 0 {
		return at, by - 1, true
	}
	return 0, 0, false
}

// move moves the cursor by so many entries, and reports whether there is one to move to.
func (w *window) move(entries int) bool {
	at, left, ok := w.depart(entries)
	if ok {
		w.arriveAt(w.step(at, left, func(uint64) int { return 1 }))
	}
	return ok
}

// scroll moves the cursor and the window by so many lines, and reports whether there is an entry to move to.
func (w *window) scroll(lines int) bool {
	at, left, ok := w.depart(lines)
	if !ok {
		return false
	}
	at = w.step(at, left, w.entryLines)
	w.top, w.cut = w.step(max(w.top, w.log.first), lines, w.entryLines), 0
	if lines > 0 {
		w.until = max(w.until, w.fullEnd())
	}
	w.arriveAt(at)
	return true
}

// toTop goes to the first entry that is kept and shown, and pins the window. It reports false if there is none.
func (w *window) toTop() bool {
	if w.log.empty() {
		return false
	}
	w.pin()
	w.cursor = w.log.first
	if n, ok := w.selected(); ok {
		w.cursor = n
	}
	w.top, w.cut = w.cursor, 0
	w.clamp()
	w.line = w.cursorLine()
	return true
}

// goTo puts the cursor on entry n, or the nearest one that is kept and shown, and pins the window. Unless the entry is in
// the window already, that opens around it. It reports false if there is no entry.
func (w *window) goTo(n uint64) bool {
	if w.log.empty() {
		return false
	}
	w.pin()
	n = min(max(n, w.log.first), w.log.end-1)
	inside := n >= w.top && n < w.end(w.until)
	w.cursor = n
	w.until = max(w.until, n+1)
	if inside {
		w.clamp()
		w.line = w.cursorLine()
	} else {
		w.line = w.page() / 2
		w.place()
	}
	return true
}

// arriveAt puts the cursor on an entry that is shown.
func (w *window) arriveAt(n uint64) {
	w.cursor = n
	w.until = max(w.until, n+1)
	w.clamp()
	w.line = w.cursorLine()
}

// step returns the shown entry that is so many away from n, each of which counts as
// cost says, or the last in that direction. It goes one entry at least, if there is
// one.
func (w *window) step(n uint64, by int, cost func(uint64) int) uint64 {
	down := by > 0
	left := max(by, -by)
	for first := true; left > 0; first = false {
		var to uint64
		var ok bool
		if down {
			to, ok = w.shown.next(n+1, w.log.end)
		} else if n > w.log.first {
			to, ok = w.shown.prev(n-1, w.log.first)
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
