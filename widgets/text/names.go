package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	longNames = 64   // names that are compared; those that come after them are shortened likewise
	longName  = 1024 // cells of a name that are looked at
)

// Names shortens names for a column so that they differ: at their ends, and where that makes them alike in the middle, or without
// the beginning that all of them have. All are shortened in the same way. The zero Names has no space; see [NewNames].
type Names struct {
	glyphs Glyphs
	cells  int

	long  []string        // those that have no space, sanitised, each once
	known map[string]bool // likewise
	short map[string]bool // what they are shortened to
	begin string          // what all of them begin with, up to the end of a word
	way   int             // of ways
}

// ways are how a name that has no space can be shortened, the most readable first.
var ways = [...]func(n *Names, name string) string{
	func(n *Names, name string) string { return n.glyphs.Fit(name, n.cells) },
	(*Names).withoutMiddle,
	func(n *Names, name string) string { return n.glyphs.Fit(n.withoutBegin(name), n.cells) },
	func(n *Names, name string) string { return n.withoutMiddle(n.withoutBegin(name)) },
}

// NewNames returns names for a column of so many cells.
func NewNames(g Glyphs, cells int) *Names {
	return &Names{glyphs: g, cells: max(cells, 0), known: make(map[string]bool), short: make(map[string]bool)}
}

// Cells is the width of the column.
func (n *Names) Cells() int { return n.cells }

// Add adds a name to those that are to differ, any bytes. It reports whether names are shortened in another way than before.
func (n *Names) Add(raw string) (changed bool) {
	name := n.glyphs.Text(raw, longName)
	if ansi.StringWidth(name) <= n.cells || n.known[name] || len(n.long) == longNames {
		return false
	}
	n.known[name] = true
	if len(n.long) == 0 {
		n.begin = name
	}
	n.long = append(n.long, name)
	before, begin := n.way, n.begin
	n.begin = commonBegin(n.begin, name)
	dropped := n.way >= 2 && n.begin != begin
	if short := ways[n.way](n, name); dropped || n.short[short] {
		n.choose()
	} else {
		n.short[short] = true
	}
	return dropped || n.way != before
}

// choose takes the way in which the most names differ.
func (n *Names) choose() {
	n.short = nil
	for way := range ways {
		short := make(map[string]bool, len(n.long))
		for _, name := range n.long {
			short[ways[way](n, name)] = true
		}
		if len(short) > len(n.short) {
			n.short, n.way = short, way
		}
	}
}

// Short returns a name, any bytes, as it stands in the column, sanitised.
func (n *Names) Short(raw string) string {
	name := n.glyphs.Text(raw, longName)
	if ansi.StringWidth(name) <= n.cells {
		return name
	}
	return ways[n.way](n, name)
}

// withoutMiddle leaves the middle of a name out, if there is space for both ends.
func (n *Names) withoutMiddle(name string) string {
	have := ansi.StringWidth(name)
	if have <= n.cells {
		return name
	}
	ellipsis := n.glyphs.Signs().Ellipsis
	head := (n.cells - 1) / 2
	tail := n.cells - 1 - head
	if head < 2 {
		return n.glyphs.Fit(name, n.cells)
	}
	end := ansi.TruncateLeft(name, have-tail, "")
	for more := 1; ansi.StringWidth(end) > tail; more++ { // the cut is in a glyph of two cells
		end = ansi.TruncateLeft(name, have-tail+more, "")
	}
	return ansi.Truncate(name, head, "") + ellipsis + end
}

// withoutBegin leaves out what all names begin with, if a name begins with it and there is something behind it.
func (n *Names) withoutBegin(name string) string {
	rest, ok := strings.CutPrefix(name, n.begin)
	if !ok || rest == "" || n.begin == "" {
		return name
	}
	return n.glyphs.Signs().Ellipsis + rest
}

// commonBegin returns what two names begin with, up to the last sign between words.
func commonBegin(a, b string) string {
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	return a[:strings.LastIndexAny(a[:same], "./:-_ ")+1]
}
