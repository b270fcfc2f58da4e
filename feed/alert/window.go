package alert

import (
	"math"
	"math/bits"
	"time"
)

// A window is cut into parts and moves on by a part at a time, so that it is up to a sixteenth shorter than asked for,
// in return for a fixed size and a fixed cost. The length of a part is a power of two: windows of similar length share
// their parts, and a hundred rules with a hundred lengths need a handful of them.
const (
	fewestParts = 32
	mostParts   = 2 * fewestParts
)

// cut returns into how many parts a window is cut, and the length of a part as a power of two of nanoseconds.
func cut(length time.Duration) (parts int, width uint8) {
	width = uint8(bits.Len64(uint64(max(length/fewestParts, 1))) - 1)
	return max(min(int(length>>width), mostParts-1), fewestParts), width
}

// span is the lowest and the highest of some values; of none, a span of nothing.
type span struct{ low, high float64 }

var nothing = span{math.Inf(1), math.Inf(-1)}

func (s span) with(o span) span { return span{min(s.low, o.low), max(s.high, o.high)} }

// window holds the lowest and the highest value of the time before, for all lengths that are cut into such parts.
type window struct {
	width uint8 // of a part, as a power of two of nanoseconds
	slot  int64 // the present part; counted from 1970
	all   span  // of all parts
	parts [mostParts]span
	past  [mostParts - fewestParts]span // of as many parts before the present one as fewestParts-1 and the index are
	last  float64
	known bool
	point uint32 // see latest.points
}

// add adds a value, at a time that is not before the last one. held says that the value before has held until now:
// where nothing came for longer than the window, the value that was there counts as well.
func (w *window) add(t int64, v float64, held bool) {
	if slot := t >> w.width; !w.known || slot > w.slot {
		w.advance(slot, held)
	}
	one := span{v, v}
	part := &w.parts[w.slot%mostParts]
	*part = part.with(one)
	w.all = w.all.with(one)
	w.last, w.known = v, true
}

// bounds returns the lowest and the highest value of so many parts, the last of which is the present one.
func (w *window) bounds(parts int) (low, high float64) {
	all := w.past[parts-fewestParts].with(w.parts[w.slot%mostParts])
	return all.low, all.high
}

// advance makes another part the present one.
func (w *window) advance(slot int64, held bool) {
	between := nothing
	if held && w.known {
		between = span{w.last, w.last}
	}
	first := max(w.slot+1, slot-mostParts+1)
	if !w.known {
		first = slot - mostParts + 1
	}
	for n := first; n <= slot; n++ {
		w.parts[n%mostParts] = between
	}
	w.slot = slot
	past := nothing
	for back := range int64(mostParts - 1) {
		if back >= fewestParts-1 {
			w.past[back-fewestParts+1] = past
		}
		past = past.with(w.parts[(slot-1-back)%mostParts])
	}
	w.past[mostParts-fewestParts-1] = past
	w.all = past.with(w.parts[slot%mostParts])
}

// within reports whether no value of any part is so far from the last one that a rule holds, which most often is all that is
// to be known. Where values are on both sides of zero, it cannot say that of a change in per cent.
func (w *window) within(rule *rule) bool {
	if rule.Percent && w.all.low <= 0 {
		return false
	}
	return max(change(w.all.low, w.last, rule.Percent), change(w.all.high, w.last, rule.Percent)) < rule.Limit
}
