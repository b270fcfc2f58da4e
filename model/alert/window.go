package alert

import (
	"math"
	"time"
)

// slots is into how many parts a window is cut: it moves on by a part at a time, so that it is up to a thirty-second
// shorter than asked for, in return for a fixed size and a fixed cost.
const slots = 32

// span is the lowest and the highest of some values; of none, a span of nothing.
type span struct{ low, high float64 }

var nothing = span{math.Inf(1), math.Inf(-1)}

func (s span) with(o span) span { return span{min(s.low, o.low), max(s.high, o.high)} }

// window knows the lowest and the highest value of the time before.
type window struct {
	width int64 // of a part, nanoseconds
	slot  int64 // the present part; counted from 1970
	parts [slots]span
	past  span // of all parts but the present one
	last  float64
	known bool
}

func newWindow(length time.Duration) *window {
	return &window{width: max(int64(length)/slots, 1)}
}

// add takes a value in, at a time that is not before the last one. held says that the value before has held until now:
// where nothing came for longer than the window, the value that was there counts as well.
func (w *window) add(t int64, v float64, held bool) {
	if slot := t / w.width; !w.known || slot > w.slot {
		w.advance(slot, held)
	}
	one := span{v, v}
	part := &w.parts[w.slot%slots]
	*part = part.with(one)
	w.last, w.known = v, true
}

// bounds returns the lowest and the highest value of the window that ends with the last one.
func (w *window) bounds() (low, high float64) {
	all := w.past.with(w.parts[w.slot%slots])
	return all.low, all.high
}

// advance makes another part the present one.
func (w *window) advance(slot int64, held bool) {
	between := nothing
	if held && w.known {
		between = span{w.last, w.last}
	}
	first := max(w.slot+1, slot-slots+1)
	if !w.known {
		first = slot - slots + 1
	}
	for n := first; n <= slot; n++ {
		w.parts[n%slots] = between
	}
	w.slot, w.past = slot, nothing
	for n := range w.parts {
		if int64(n) != slot%slots {
			w.past = w.past.with(w.parts[n])
		}
	}
}
