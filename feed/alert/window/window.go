// Package window holds the lowest and the highest of the values of a time until now, for alerts about changes. It reads no clock, and does
// no I/O.
package window

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

// Cut is how a length of time is cut into parts.
type Cut struct {
	Parts int
	Width uint8 // of a part, as a power of two of nanoseconds
}

// CutOf returns how a length is cut.
func CutOf(length time.Duration) Cut {
	width := uint8(bits.Len64(uint64(max(length/fewestParts, 1))) - 1)
	return Cut{max(min(int(length>>width), mostParts-1), fewestParts), width}
}

// span is the lowest and the highest of some values; of none, a span of nothing.
type span struct{ low, high float64 }

var nothing = span{math.Inf(1), math.Inf(-1)}

func (s span) with(o span) span { return span{min(s.low, o.low), max(s.high, o.high)} }

// Window holds the lowest and the highest value of the time before, for all lengths that are cut into such parts. What is
// needed with each value is together; the parts are only touched when another one begins.
type Window struct {
	width   uint8 // see Cut
	known   bool  // there was a value
	slot    int64 // the present part; counted from 1970
	present span  // of that part
	all     span  // of all parts
	limits  limits
	parts   *parts
}

// limits are the smallest of the changes that are waited for; +Inf without one.
type limits struct{ absolute, percent float64 }

var noLimits = limits{math.Inf(1), math.Inf(1)}

// parts are the parts before the present one.
type parts struct {
	spans [mostParts]span
	past  [mostParts - fewestParts]span // of as many parts before the present one as fewestParts-1 and the index are
}

// New returns a window without a value, for lengths that are cut into parts of a width.
func New(width uint8) Window { return Window{width: width, limits: noLimits, parts: &parts{}} }

// Width returns the width of its parts, see [Cut].
func (w *Window) Width() uint8 { return w.width }

// IsKnown reports whether there was a value.
func (w *Window) IsKnown() bool { return w.known }

// ClearLimits removes the limits: Add reports that all is quiet.
func (w *Window) ClearLimits() { w.limits = noLimits }

// AddLimit has Add report what changes by as much as a limit, in per cent if percent.
func (w *Window) AddLimit(limit float64, percent bool) {
	if percent {
		w.limits.percent = min(w.limits.percent, limit)
	} else {
		w.limits.absolute = min(w.limits.absolute, limit)
	}
}

// Add adds a value at a time in Unix nanoseconds, which is not before the last one, and reports whether it is so near to all
// others that no limit is reached. Where nothing came for longer than the window, the value before counts as well, if it has
// held until now.
func (w *Window) Add(t int64, v float64, held bool, before float64) (quiet bool) {
	if slot := t >> w.width; !w.known || slot > w.slot {
		w.advance(slot, held, before)
	}
	one := span{v, v}
	w.present = w.present.with(one)
	w.all = w.all.with(one)
	w.known = true
	return w.quiet(v)
}

// bounds returns the lowest and the highest value of so many parts, the last of which is the present one.
func (w *Window) bounds(parts int) (low, high float64) {
	all := w.parts.past[parts-fewestParts].with(w.present)
	return all.low, all.high
}

// advance makes another part the present one.
func (w *Window) advance(slot int64, held bool, before float64) {
	between := nothing
	if held && w.known {
		between = span{before, before}
	}
	p := w.parts
	first := max(w.slot+1, slot-mostParts+1)
	if w.known {
		p.spans[w.slot%mostParts] = w.present
	} else {
		first = slot - mostParts + 1
	}
	for n := first; n <= slot; n++ {
		p.spans[n%mostParts] = between
	}
	w.slot, w.present = slot, between
	past := nothing
	for back := range int64(mostParts - 1) {
		if back >= fewestParts-1 {
			p.past[back-fewestParts+1] = past
		}
		past = past.with(p.spans[(slot-1-back)%mostParts])
	}
	p.past[mostParts-fewestParts-1] = past
	w.all = past.with(w.present)
}

// quiet reports whether no value of any part is so far from the last one, v, that a limit is reached. Where values
// are on both sides of zero, that is not known of a change in per cent.
func (w *Window) quiet(v float64) bool {
	l := &w.limits
	percent := l.percent > math.MaxFloat64 || w.all.low > 0 && w.most(v, true) < l.percent // false of NaN
	return percent && (l.absolute > math.MaxFloat64 || w.most(v, false) < l.absolute)
}

// IsWithin reports whether no value of any part is as far as a limit from the last one, v; false where that is not known.
func (w *Window) IsWithin(v, limit float64, percent bool) bool {
	return (!percent || w.all.low > 0) && w.most(v, percent) < limit
}

// most is how far the last value, v, is from the value of all parts that is farthest from it.
func (w *Window) most(v float64, percent bool) float64 {
	return max(Change(w.all.low, v, percent), Change(w.all.high, v, percent))
}

// Farthest returns the value of the last parts of the window, of which there are as many as in a [Cut], that is farthest from
// the last one, v, and how far that is.
func (w *Window) Farthest(parts int, v float64, percent bool) (from, by float64) {
	low, high := w.bounds(parts)
	up, down := Change(low, v, percent), Change(high, v, percent)
	if down > up {
		return high, down
	}
	return low, up
}

// Change returns how far it is from one value to another, in per cent of the first if that is wanted.
func Change(from, to float64, percent bool) float64 {
	by := math.Abs(to - from)
	if percent && by != 0 {
		by = by / math.Abs(from) * 100
	}
	return by
}
