package logview

import (
	"sockeye/widgets/entryset"
	"strings"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// A bodyLine is a line of the window.
type bodyLine struct {
	entry uint64
	first bool // the first line of its entry
	bare  bool // text is without the first cell, in which cursor and mark stand
	gap   bool // entries before it were left out
	text  string
}

// body is what stands in the window. Live, it may be less than what the window shows: as much of it as the budget allows, and
// what was on the screen before. Terminals scroll by themselves, so what stays costs next to nothing.
type body struct {
	th     *theme.Theme
	log    *source
	shown  *filters
	window *window
	marks  *entryset.Set
	format *formatter

	highlights bool // the entry under the cursor has the style of the cursor, unless the log is live
	lines      []bodyLine
	next       uint64   // number after the last entry that is there, or was left out
	texts      []string // what stands in the window, line by line
}

// reset drops what is known of the screen: nothing of the log is on it.
func (b *body) reset() { b.lines, b.next, b.texts = nil, 0, nil }

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

// refresh formats the entries in the window, and no others. most is how many lines may be new, if not all may.
func (b *body) refresh(most int, all bool) {
	if b.format.width <= 0 || b.window.height <= 0 {
		return
	}
	var lines []bodyLine
	for widths := -1; widths != b.format.columnWidths(); {
		// A label or a value wider than any before it: the column grows once for all entries,
		// and never shrinks again, so that the texts stay put.
		widths = b.format.columnWidths()
		if b.format.wrap {
			b.window.clamp() // how many lines an entry takes depends on the column
		}
		lines = b.whole()
	}
	if all || b.window.state != live || most >= b.window.height {
		b.lines = lines
	} else {
		b.add(lines, most, b.window.height)
	}
	b.next = b.window.bottom()
	b.texts = b.compose()
}

// whole formats the entries of the whole window.
func (b *body) whole() []bodyLine {
	f, w := b.format, b.window
	f.wider = false
	f.places.nextRender()
	f.table.nextRender()
	f.rowCells = f.rowSpace()
	lines := make([]bodyLine, 0, w.height)
	selected, _ := w.selected()
	before := b.receiptBefore(w.top)
	cut := w.cut
	bottom := w.bottom()
	for n, ok := b.shown.next(w.top, bottom); ok && len(lines) < w.height; n, ok = b.shown.next(n+1, bottom) {
		if n < b.log.first {
			lines = append(lines, bodyLine{entry: n, text: b.th.Dim.Render(b.th.Glyphs.Fit(" lost", f.width))})
			continue
		}
		entry := b.log.entries.Entry(n)
		var texts []string
		highlighted := n == selected && w.state != live && b.highlights
		if highlighted {
			texts = f.highlighted(entry, mark{selected: true, marked: b.marks.Has(n)}, before)
		} else {
			texts = f.format(entry, before)
		}
		before = entry.At.UnixNano()
		for i := min(cut, len(texts)-1); i < len(texts); i++ {
			lines = append(lines, bodyLine{entry: n, first: i == 0, bare: !highlighted, text: texts[i]})
		}
		cut = 0
	}
	return lines[:min(len(lines), w.height)]
}

// compose returns what stands in the window, line by line, with the first cell of each entry.
func (b *body) compose() []string {
	if len(b.lines) == 0 {
		return []string{b.th.Dim.Render(b.th.Glyphs.Fit(" "+b.emptiness(), b.format.width))}
	}
	selected, _ := b.window.selected()
	texts := make([]string, len(b.lines))
	for i, line := range b.lines {
		switch {
		case !line.bare:
			texts[i] = line.text
		case line.first:
			sign, style := b.format.sign(mark{line.entry == selected, b.marks.Has(line.entry), line.gap})
			texts[i] = text.Render(sign, style) + line.text
		case line.gap:
			sign, style := b.format.sign(mark{gap: true})
			texts[i] = text.Render(sign, style) + line.text
		default:
			texts[i] = " " + line.text
		}
	}
	return texts
}

// emptiness is the text where no entry is shown: why there is none.
func (b *body) emptiness() string {
	switch {
	case b.log.empty() && b.window.missed > 0:
		return "all that was here has been evicted: a larger `history` keeps it for longer"
	case b.log.empty():
		return "no messages"
	case !b.shown.active():
		return ""
	case len(b.shown.passing.todo) > 0:
		return "filtering" + b.th.Glyphs.Signs().More
	default:
		return "no message passes the filters"
	}
}

// receiptBefore is the time of receipt of the shown entry before n if differences
// are shown, in Unix nanoseconds; 0 if there is none.
func (b *body) receiptBefore(n uint64) int64 {
	if b.format.times != difference || n <= b.log.first {
		return 0
	}
	before, ok := b.shown.prev(n-1, b.log.first)
	if !ok {
		return 0
	}
	return b.log.entries.Entry(before).At.UnixNano()
}

// leftOut is what the sign in front of a line means.
const leftOut = "entries left out: thin link"

// note is what the bottom border says: what the sign in front of a line means.
func (b *body) note() string {
	for i := range b.lines {
		if b.lines[i].gap {
			return b.th.Dim.Render(b.th.Glyphs.Signs().Ellipsis + " " + leftOut)
		}
	}
	return ""
}

// blank is a widget with nothing in it.
func blank(width, height int) string {
	line := strings.Repeat(" ", width)
	return line + strings.Repeat("\n"+line, height-1)
}
