package logview

// state says whether the window follows the end of the log.
type state uint8

const (
	live   state = iota
	pinned       // to the entry under the cursor
)

// shownEntries are the entries that the filters show; see [filters].
type shownEntries interface {
	next(n, end uint64) (uint64, bool)
	prev(n, first uint64) (uint64, bool)
	count(from, to uint64) uint64
}

// window is the part of the log that is visible, and the cursor in it.
type window struct {
	log   *source
	shown shownEntries
	// lines counts the lines that a kept entry takes.
	lines  func(n uint64) int
	height int // in lines

	state state
	// top is the number of the topmost entry, of which the first cut lines are above the window. cursor is the number of the
	// entry under the cursor, or near it if filters hide that one. Live, all three follow from the end of the log.
	top    uint64
	cut    int
	cursor uint64
	// line is the line of the window that the selected entry has unless the window is live, and keeps when other entries are
	// shown around it.
	line int
	// until bounds what is shown unless the window is live: the end of the log when it was stopped, or what has been
	// scrolled to since.
	until uint64
	// missed counts the entries that were evicted before they could be read, as far as the filters let them pass.
	missed uint64
}

// page is the number of lines of the window, at least one.
func (w *window) page() int { return max(w.height, 1) }

// bottom is the number after the last entry that the window may show.
func (w *window) bottom() uint64 {
	if w.state != live {
		return w.until
	}
	return w.log.end
}

// entryLines is the number of lines of an entry, of which one is left where it was evicted.
func (w *window) entryLines(n uint64) int {
	if n < w.log.first {
		return 1
	}
	return w.lines(n)
}

// selected returns the number of the entry under the cursor. Live, that is the last
// one that is shown. It reports false if there is none.
func (w *window) selected() (uint64, bool) {
	first, bottom := w.log.first, w.bottom()
	if bottom <= first {
		return 0, false
	}
	// The cursor may be where the filters hide the entry: the nearest one counts.
	if n, ok := w.shown.prev(min(w.cursor, bottom-1), first); ok {
		return n, true
	}
	return w.shown.next(max(w.cursor, first), bottom)
}

// pin keeps the window where it is, unless it is pinned: the entries in it stay, whatever is appended.
func (w *window) pin() {
	if w.state == live {
		w.clamp()
		w.state, w.until, w.missed = pinned, w.log.end, 0
		w.line = w.cursorLine()
	}
}

// resume follows the end of the log.
func (w *window) resume() {
	w.state, w.missed = live, 0
	w.clamp()
}

// evict records that entries are gone from a stopped window of a log which began at old, and reports whether that changes
// what is in it. Those in the window leave a blank and the others stay where they are, until the last has gone: then the
// window opens on what is left.
func (w *window) evict(old uint64) (changed bool) {
	unread := max(old, w.top)
	if w.log.first <= unread {
		return false
	}
	w.missed += w.shown.count(unread, w.log.first)
	w.cut = 0
	if w.log.first >= w.end(w.until) {
		w.top, w.cursor, w.line = w.log.first, w.log.first, 0
		w.until = w.fullEnd()
	}
	return true
}

// above returns the topmost entry, and how many of its lines are cut off, of a
// window of so many lines whose last entry is n. The window has fewer lines if there
// are not so many.
func (w *window) above(n uint64, lines int) (top uint64, cut int) {
	top = n
	have := w.entryLines(n)
	for have < lines && top > w.log.first {
		before, ok := w.shown.prev(top-1, w.log.first)
		if !ok {
			break
		}
		top = before
		have += w.entryLines(top)
	}
	return top, max(have-lines, 0)
}

// below counts the lines of the window up to the end of entry n, or of as many
// before it as are enough.
func (w *window) below(n uint64, enough int) int {
	have := -w.cut
	for at, ok := w.shown.next(w.top, n+1); ok && have < enough; at, ok = w.shown.next(at+1, n+1) {
		have += w.entryLines(at)
	}
	return have
}

// end is the number after the last entry in the window, if that may show entries
// up to, and not including, bottom.
func (w *window) end(bottom uint64) uint64 {
	after := min(w.top, bottom)
	have := -w.cut
	for at, ok := w.shown.next(w.top, bottom); ok && have < w.page(); at, ok = w.shown.next(at+1, bottom) {
		have += w.entryLines(at)
		after = at + 1
	}
	return after
}

// fullEnd is the end of what a full window shows, or of the log if there is not
// enough for one.
func (w *window) fullEnd() uint64 {
	if last, ok := w.shown.prev(w.log.end-min(w.log.end, 1), w.log.first); ok && w.below(last, w.page()) >= w.page() {
		return w.end(w.log.end)
	}
	return w.log.end
}

// cursorLine is the line of the window where the selected entry begins.
func (w *window) cursorLine() int {
	n, ok := w.selected()
	if !ok || n <= w.top {
		return 0
	}
	return min(w.below(n-1, w.page()), w.page()-1)
}

// holdCursor notes the selected entry and its line, before other entries are shown around it: see [window.place].
func (w *window) holdCursor() {
	if n, ok := w.selected(); ok {
		w.cursor, w.line = n, w.cursorLine()
	}
}

// place puts the window around the selected entry, which stays on its line.
func (w *window) place() {
	if n, ok := w.selected(); ok && w.state != live {
		w.top, w.cut = w.above(n, w.line+w.entryLines(n))
	}
	w.clamp()
}

// clamp moves cursor and window back to where there are entries, and the window to
// where the cursor is.
func (w *window) clamp() {
	page := w.page()
	if w.state == live {
		w.cursor = max(w.log.first, w.log.end-min(w.log.end, 1))
		w.top, w.cut = w.log.first, 0
		if n, ok := w.selected(); ok {
			w.top, w.cut = w.above(n, page)
		}
		return
	}
	w.cursor = max(w.cursor, w.log.first)
	n, ok := w.selected()
	if !ok {
		w.top, w.cut = min(w.top, w.cursor), 0
		return
	}
	if n <= w.top {
		w.top, w.cut = n, 0
	} else if w.below(n, page+1) > page {
		w.top, w.cut = w.above(n, page)
	}
	// A window need not end below the last entry.
	last, ok := w.shown.prev(w.until-1, w.log.first)
	if ok && last >= w.top && w.below(last, page) < page {
		w.top, w.cut = w.above(last, page)
	}
}
