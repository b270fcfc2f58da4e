package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
)

// What is shown in place of what must not be.
var (
	// controls are the pictures of the C0 controls, three bytes each.
	controls = []byte("␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟")
	deleted  = []byte("␡")
	// unprintable stands for one rune that has no picture of its own, or that
	// would disturb its neighbours: C1 controls, bidi controls, zero-width and
	// other format runes, private and unassigned ones, stray combining marks.
	unprintable = []byte("·")
	// malformed stands for one byte that is not UTF-8.
	malformed = []byte("\uFFFD")
	blank     = []byte(" ")
	blanks    = bytes.Repeat(blank, maxEscape)
)

const (
	// maxCluster is the number of runes that may share one place on the screen:
	// a base and two combining marks.
	maxCluster = 3
	// maxClusterBytes is the size of the longest such cluster.
	maxClusterBytes = maxCluster * utf8.UTFMax

	variationSelector16 = '\uFE0F'
)

// Sanitize returns s as at most cells terminal cells, as [Glyphs.Text] does, with Unicode:
// for what no theme goes with, such as an error or the title of a window.
func Sanitize(s string, cells int) string { return Braille.Text(s, cells) }

// SanitizeLines returns a text of several lines without anything that a terminal would interpret, line by line as [Sanitize] does: for what
// is printed and may quote what was typed, a file, or a server.
func SanitizeLines(s string) string {
	const longest = 1 << 16 // more cells than a reader needs of a line
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Sanitize(line, longest)
	}
	return strings.Join(lines, "\n")
}

// Text returns s as at most cells terminal cells of plain text that no terminal
// interprets. See [Glyphs.AppendText] for what becomes of it.
func (g Glyphs) Text(s string, cells int) string {
	if cells <= 0 {
		return ""
	}
	if len(s) <= cells && plainRun(s) == len(s) {
		return s
	}
	// Convert no more than can be shown.
	text, _, _ := g.AppendText(nil, []byte(s[:min(len(s), maxBytes(0, cells))]), 0, cells)
	return string(text)
}

// AppendText appends raw to dst as at most cells terminal cells of plain text
// that no terminal interprets, having left out the first skip cells of it, and
// returns the extended slice, the number of cells appended, and whether the text
// goes on beyond the last cell, in which case it ends in an ellipsis. The cost
// depends on skip and cells, not on len(raw).
//
// C0 controls and DEL become their pictures (␛ ␊ ␇ ␡). A byte that is not UTF-8
// becomes "�". A C1 control, a bidi control, a zero-width or other format rune, a
// private or unassigned one, and every combining mark after the second on one
// base become "·", each of them one cell wide, so that nothing is hidden.
//
// Terminals disagree about the width of some clusters (emoji joined by ZWJ, skin
// tones, Indic conjuncts): those that count runes and those that count clusters
// would put the next border in different places. Such a cluster is split
// with "·" until both counts agree, with one another and with ansi.StringWidth.
//
// With [ASCII], whatever is not printable ASCII is shown as an escape, such as \n
// or \u00e9: a terminal that has no characters to draw a box with would make of letters
// that it does not know something that was not sent.
func (g Glyphs) AppendText(dst []byte, raw []byte, skip, cells int) (text []byte, width int, cut bool) {
	if cells <= 0 {
		return dst, 0, len(raw) > 0
	}
	skip = max(skip, 0)
	if limit := maxBytes(skip, cells); len(raw) > limit {
		raw = raw[:limit]
	}

	w := textWriter{dst: dst, skip: skip, cells: cells, ellipsis: g.Signs().Ellipsis}
	attached := false // the next rune would join the cluster before it
	for len(raw) > 0 && !w.full {
		if !attached {
			// One beyond the space is enough to know that the text goes on.
			window := min(len(raw), w.skip+w.cells-w.width+2)
			if n := plainRun(raw[:window]); n > 0 {
				w.run(raw[:n])
				raw = raw[n:]
				continue
			}
		}
		var buf [maxEscape]byte
		glyph, width, size, joins := g.next(buf[:0], raw, attached)
		attached = joins
		w.put(glyph, width)
		raw = raw[size:]
	}
	return w.dst, w.width, w.full
}

// next removes one glyph from the front of raw, as nextGlyph does, with a buffer for what it is shown as. attached says that it would join the
// cluster before it.
func (g Glyphs) next(buf, raw []byte, attached bool) (glyph []byte, width, size int, joins bool) {
	switch {
	case g == ASCII:
		glyph, size = raw[:1], 1
		if raw[0] < ' ' || raw[0] > '~' { // else something follows that could join it, were it shown as it is
			glyph, size = escape(buf, raw)
		}
		return glyph, len(glyph), size, false
	case attached:
		glyph, width, size = standIn(raw)
		return glyph, width, size, false
	default:
		return nextGlyph(raw)
	}
}

// Advance returns a place in raw at which a text may be divided: AppendText makes the same of what follows as it does in the
// whole. It is at most so many cells from the beginning, at a byte and a cell, and the last such place.
func (g Glyphs) Advance(raw []byte, cells int) (at, cell int) {
	attached, n, width := false, 0, 0
	for n < len(raw) {
		rest := raw[n:]
		if !attached {
			if run := min(plainRun(rest[:min(len(rest), max(cells-width, 0)+2)]), cells-width); run > 0 {
				n, width = n+run, width+run
				at, cell = n, width
				continue
			}
		}
		var buf [maxEscape]byte
		_, wide, size, joins := g.next(buf[:0], rest, attached)
		if width+wide > cells {
			break
		}
		n, width, attached = n+size, width+wide, joins
		if !attached {
			at, cell = n, width
		}
	}
	return at, cell
}

// maxBytes is the number of bytes that can matter for skip+cells cells and the
// ellipsis: every glyph takes at least one cell and at most one cluster.
func maxBytes(skip, cells int) int {
	const most = 1 << 24 // beyond any terminal; keeps the product from overflowing
	return (min(skip, most) + min(cells, most) + 2) * maxClusterBytes
}

// plainRun is the number of leading bytes of s that are printable ASCII and
// cannot be joined by a combining mark after them.
func plainRun[T string | []byte](s T) int {
	n := 0
	for n < len(s) && s[n] >= 0x20 && s[n] < 0x7f {
		n++
	}
	if n > 0 && n < len(s) && s[n] >= utf8.RuneSelf {
		n--
	}
	return n
}

// nextGlyph removes one glyph from the front of raw: what to show, how many cells
// wide, how many bytes it used up, and whether the rune after it belongs to the
// same cluster and therefore may not be shown next to it.
func nextGlyph(raw []byte) (glyph []byte, width, size int, attached bool) {
	r, n := utf8.DecodeRune(raw)
	if width := commonWidth(r); width > 0 {
		if next, _ := utf8.DecodeRune(raw[n:]); len(raw) == n || next < utf8.RuneSelf || commonWidth(next) > 0 {
			return raw[:n], width, n, false
		}
	}
	p := propertiesOf(r)
	if !p.printable() || p.joins() || n == 1 && r == utf8.RuneError { // what joins anything stands nowhere by itself
		glyph, width, size = standIn(raw)
		return glyph, width, size, false
	}
	if p.alone() {
		next, size := utf8.DecodeRune(raw[n:])
		joined := size > 0 && next >= utf8.RuneSelf && propertiesOf(next).joins()
		alone := !joined || !propertiesOf(next).printable() // of its cluster, only this rune could be shown
		if !alone {
			if after, _ := utf8.DecodeRune(raw[n+size:]); after < utf8.RuneSelf || len(raw) == n+size || !propertiesOf(after).joins() {
				width, isCluster := pairWidth(r, next)
				if width > 0 {
					return raw[:n+size], width, n + size, false
				}
				alone = isCluster
			}
		}
		if alone {
			if width := p.width(); width > 0 {
				return raw[:n], width, n, joined
			}
			glyph, width, size = standIn(raw)
			return glyph, width, size, false
		}
	}
	return nextCluster(raw)
}

// nextCluster is nextGlyph for a printable rune and what may follow it in its cluster.
func nextCluster(raw []byte) (glyph []byte, width, size int, attached bool) {
	// Any longer than this, and the cluster is split in any case.
	cluster, _ := ansi.FirstGraphemeCluster(raw[:min(len(raw), 2*maxClusterBytes)], ansi.GraphemeWidth)
	// The longest head of the cluster that may stand as it is.
	var ends [maxCluster]int
	heads := 0
	for at := 0; at < len(cluster) && heads < maxCluster; heads++ {
		r, n := utf8.DecodeRune(cluster[at:])
		if !printable(r, n) {
			break
		}
		at += n
		ends[heads] = at
	}
	for heads > 0 {
		head := cluster[:ends[heads-1]]
		if width, ok := stableWidth(head); ok {
			return head, width, len(head), len(head) < len(cluster)
		}
		heads--
	}
	glyph, width, size = standIn(raw)
	return glyph, width, size, false
}

// commonWidth is the width of a printable rune of the scripts that feeds mostly use, or 0.
// Next to one another and to controls, these runes are known not to join, which
// saves the search for the end of the cluster.
func commonWidth(r rune) int {
	switch {
	case 0x20 <= r && r <= 0x7e,
		0xa1 <= r && r <= 0x2ff && r != 0xad,               // Latin, and signs such as £ and °
		0x400 <= r && r <= 0x482, 0x48a <= r && r <= 0x52f, // Cyrillic
		0x2500 <= r && r <= 0x25fc: // boxes, blocks, shapes
		return 1
	case 0x3041 <= r && r <= 0x3096, 0x30a1 <= r && r <= 0x30fa, // kana
		0x3001 <= r && r <= 0x3029, 0xff01 <= r && r <= 0xff60, // CJK punctuation
		0x4e00 <= r && r <= 0x9fff, // CJK ideographs
		0xac00 <= r && r <= 0xd7a3: // Hangul syllables
		return 2
	default:
		return 0
	}
}

// stableWidth reports whether the cluster takes the same one or two cells however a
// terminal counts, and joins neither the text before nor the text after it; and
// how many.
func stableWidth(cluster []byte) (width int, ok bool) {
	var buf [maxClusterBytes + 2]byte
	between := append(append(append(buf[:0], 'x'), cluster...), 'x')
	before, _ := ansi.FirstGraphemeCluster(between, ansi.GraphemeWidth)
	if len(before) != 1 {
		return 0, false
	}
	alone, width := ansi.FirstGraphemeCluster(between[1:], ansi.GraphemeWidth)
	if len(alone) != len(cluster) || width < 1 || width > 2 {
		return 0, false
	}
	return width, ansi.StringWidthWc(string(cluster)) == width
}

// standIn is what is shown in place of the first rune of raw, which is not shown
// as it is.
func standIn(raw []byte) (glyph []byte, width, size int) {
	r, n := utf8.DecodeRune(raw)
	switch {
	case r == utf8.RuneError && n <= 1:
		return malformed, 1, 1
	case r < 0x20:
		return controls[3*r:][:3], 1, n
	case r == 0x7f:
		return deleted, 1, n
	case r == variationSelector16:
		// It asks for the two-cell picture of a one-cell sign, such as ❤: give it
		// the space and leave the picture to the terminal.
		return blank, 1, n
	default:
		return unprintable, 1, n
	}
}

// printable reports whether a rune of n bytes may reach the terminal, if its cluster does. The variation selector for emoji is
// everywhere, and may stay where it changes nothing.
func printable(r rune, n int) bool {
	if r == utf8.RuneError && n <= 1 {
		return false
	}
	return format.Printable(r) || r == variationSelector16
}

// A textWriter collects glyphs until cells are filled, and remembers where the
// ellipsis would go.
type textWriter struct {
	dst   []byte
	skip  int  // cells still to leave out
	cells int  // space in all
	width int  // cells in use
	full  bool // the text goes on beyond the space

	ellipsis string

	last, lastWidth int // the last glyph: where it begins in dst, its cells
}

// run appends printable ASCII.
func (w *textWriter) run(s []byte) {
	if left := min(w.skip, len(s)); left > 0 {
		w.skip -= left
		s = s[left:]
	}
	fits := min(len(s), w.cells-w.width)
	if fits > 0 {
		w.dst = append(w.dst, s[:fits]...)
		w.width += fits
		w.last, w.lastWidth = len(w.dst)-1, 1
	}
	if fits < len(s) {
		w.cut()
	}
}

// put appends one glyph, or what is left of it at the left edge.
func (w *textWriter) put(glyph []byte, width int) {
	if w.skip > 0 {
		w.skip -= width
		if w.skip >= 0 {
			return
		}
		// The left edge goes through a wide glyph, or an escape.
		glyph, width = blanks[:-w.skip], -w.skip
		w.skip = 0
	}
	if w.width+width > w.cells {
		w.cut()
		return
	}
	w.last, w.lastWidth = len(w.dst), width
	w.dst = append(w.dst, glyph...)
	w.width += width
}

// cut ends the text with an ellipsis, in place of the last glyph if there is no
// space left.
func (w *textWriter) cut() {
	w.full = true
	if w.width == w.cells {
		w.dst = w.dst[:w.last]
		w.width -= w.lastWidth
	}
	w.dst = append(w.dst, w.ellipsis...)
	w.width++
}
