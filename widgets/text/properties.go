package text

import (
	"sync/atomic"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// properties are what nextGlyph needs to know of a rune, which takes a search in several tables of Unicode: texts use the
// same few runes again and again, and a row of 16 KiB of emoji has thousands (BenchmarkLarge of logview).
type properties uint32

const (
	isPrintable properties = 1 << iota
	joinsBefore            // it belongs to the cluster of whatever printable rune is before it
	isAlone                // what follows belongs to its cluster only if that joins
	oneCell                // by itself
	twoCells
	isKnown
	propertyBits = iota
)

func (p properties) printable() bool { return p&isPrintable != 0 }
func (p properties) joins() bool     { return p&joinsBefore != 0 }
func (p properties) alone() bool     { return p&isAlone != 0 }

// width is in cells, by itself; 0 if terminals disagree about it.
func (p properties) width() int {
	switch {
	case p&oneCell != 0:
		return 1
	case p&twoCells != 0:
		return 2
	}
	return 0
}

// recent are properties that were looked up, each with its rune, by the lowest bits of that. Any goroutine may read and
// write them.
var recent [1 << 12]atomic.Uint32

func propertiesOf(r rune) properties {
	place := &recent[uint32(r)%uint32(len(recent))]
	if known := place.Load(); known>>propertyBits == uint32(r) && properties(known)&isKnown != 0 {
		return properties(known) & (1<<propertyBits - 1)
	}
	p := searchProperties(r)
	place.Store(uint32(r)<<propertyBits | uint32(p))
	return p
}

func searchProperties(r rune) properties {
	p := isKnown
	text := utf8.AppendRune(nil, r)
	if printable(r, len(text)) {
		p |= isPrintable
	}
	if head, _ := ansi.FirstGraphemeCluster(append([]byte("x"), text...), ansi.GraphemeWidth); len(head) > 1 {
		p |= joinsBefore
	}
	// Regional indicators and the parts of a Hangul syllable join one another, and some signs join all that follows.
	isHangul := 0x1100 <= r && r <= 0x11ff || 0xa960 <= r && r <= 0xa97f || 0xac00 <= r && r <= 0xd7ff
	if !isHangul && isCluster(text, "x") && isCluster(text, string(r)) {
		p |= isAlone
	}
	switch width, ok := stableWidth(text); {
	case ok && width == 1:
		p |= oneCell
	case ok:
		p |= twoCells
	}
	return p
}

// recentPairs are the same for a rune with one that joins it, such as a combining mark: both runes, and a width or one of the
// following.
var recentPairs [1 << 10]atomic.Uint64

const (
	notCluster = 0
	noWidth    = 3
)

// pairWidth returns how many cells a rune takes with one that joins it, 0 if terminals disagree about that; and whether
// nothing that joins no other rune joins the two.
func pairWidth(r, mark rune) (width int, cluster bool) {
	pair := uint64(r)<<21 | uint64(mark)
	place := &recentPairs[(uint64(r)*31+uint64(mark))%uint64(len(recentPairs))]
	known := place.Load()
	if known>>2 != pair { // which is not 0
		known = pair<<2 | searchPair(r, mark)
		place.Store(known)
	}
	switch known & 3 {
	case notCluster:
		return 0, false
	case noWidth:
		return 0, true
	}
	return int(known & 3), true
}

func searchPair(r, mark rune) uint64 {
	text := utf8.AppendRune(utf8.AppendRune(nil, r), mark)
	if !isCluster(text, string(r)) {
		return notCluster
	}
	if width, ok := stableWidth(text); ok {
		return uint64(width)
	}
	return noWidth
}

// isCluster reports whether a rune, or a pair, is a cluster by itself before a text.
func isCluster(of []byte, before string) bool {
	text := append(append(make([]byte, 0, 3*utf8.UTFMax), of...), before...)
	head, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return len(head) == len(of)
}

// Prepare makes the tables that the first text needs which is not ASCII. It takes a millisecond, and may run beside anything else.
func Prepare() { ansi.StringWidthWc("─") }
