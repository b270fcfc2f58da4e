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

// window holds the lowest and the highest value of the time before, for all lengths that are cut into such parts. What is
// needed with each value is together; the parts are only touched when another one begins.
type window struct {
	width   uint8 // of a part, as a power of two of nanoseconds
	known   bool  // there was a value
	slot    int64 // the present part; counted from 1970
	present span  // of that part
	all     span  // of all parts
	limits  limits
	parts   *parts
}

// limits are the lowest of the changes that rules without a watch wait for; +Inf without one.
type limits struct{ absolute, percent float64 }

var noLimits = limits{math.Inf(1), math.Inf(1)}

// parts are the parts before the present one.
type parts struct {
	spans [mostParts]span
	past  [mostParts - fewestParts]span // of as many parts before the present one as fewestParts-1 and the index are
}

func newWindow(rule *rule) window {
	return window{width: rule.width, limits: noLimits, parts: &parts{}}
}

// limit has quiet report false where a rule may be met.
func (w *window) limit(rule *rule) {
	if rule.Percent {
		w.limits.percent = min(w.limits.percent, rule.Limit)
	} else {
		w.limits.absolute = min(w.limits.absolute, rule.Limit)
	}
}

// add adds a value, at a time that is not before the last one. Where nothing came for longer than the window, the value that
// was there before counts as well, if it has held until now.
func (w *window) add(t int64, v float64, before last) {
	if slot := t >> w.width; !w.known || slot > w.slot {
		w.advance(slot, before)
	}
	one := span{v, v}
	w.present = w.present.with(one)
	w.all = w.all.with(one)
	w.known = true
}

// bounds returns the lowest and the highest value of so many parts, the last of which is the present one.
func (w *window) bounds(parts int) (low, high float64) {
	all := w.parts.past[parts-fewestParts].with(w.present)
	return all.low, all.high
}

// advance makes another part the present one.
func (w *window) advance(slot int64, before last) {
	between := nothing
	if before.held && w.known {
		between = span{before.value, before.value}
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

// quiet reports whether no value of any part is so far from the last one, v, that a rule of the limits is met. Where values
// are on both sides of zero, that is not known of a change in per cent.
func (w *window) quiet(v float64) bool {
	l := &w.limits
	percent := l.percent > math.MaxFloat64 || w.all.low > 0 && w.most(v, true) < l.percent // false of NaN
	return percent && (l.absolute > math.MaxFloat64 || w.most(v, false) < l.absolute)
}

// within is quiet for one rule.
func (w *window) within(rule *rule, v float64) bool {
	return (!rule.Percent || w.all.low > 0) && w.most(v, rule.Percent) < rule.Limit
}

// most is how far the last value, v, is from the value of all parts that is farthest from it.
func (w *window) most(v float64, percent bool) float64 {
	return max(change(w.all.low, v, percent), change(w.all.high, v, percent))
}

// farthest is the value of a rule's part of the window that is farthest from the last one, v, and how far that is.
func (w *window) farthest(rule *rule, v float64) (from, by float64) {
	low, high := w.bounds(rule.parts)
	up, down := change(low, v, rule.Percent), change(high, v, rule.Percent)
	if down > up {
		return high, down
	}
	return low, up
}
