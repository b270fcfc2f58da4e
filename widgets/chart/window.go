package chart

import (
	"math/bits"
	"time"
)

// window is a stretch of time cut into cells of equal length, or into columns of dots. The arithmetic is
// in whole numbers: a moment at which a cell begins is in that cell whatever the window, and a window
// that moves by whole cells moves every moment in it by as many.
type window struct {
	from  time.Time
	span  time.Duration // 0: not known
	cells int
}

// maxSpan is the longest window that has an axis of times: beyond, a time.Duration is near its end.
const maxSpan = 100 * 365 * 24 * time.Hour

// newWindow returns the window from one moment up to another, or an unknown one if there is none between
// the two.
func newWindow(from, to time.Time, cells int) window {
	span := to.Sub(from)
	if span <= 0 || span > maxSpan || cells <= 0 {
		return window{}
	}
	return window{from, span, cells}
}

func (w window) known() bool { return w.span > 0 }

// to returns the first moment after the window.
func (w window) to() time.Time { return w.from.Add(w.span) }

// cell returns the cell in which a moment lies: -1 before the window, and the number of cells after it.
func (w window) cell(at time.Time) int {
	d := at.Sub(w.from)
	switch {
	case d < 0:
		return -1
	case d >= w.span:
		return w.cells
	}
	hi, lo := bits.Mul64(uint64(d), uint64(w.cells))
	cell, _ := bits.Div64(hi, lo, uint64(w.span))
	return int(cell)
}

// begin returns the first moment of a cell of the window, or of the one after its last.
func (w window) begin(cell int) time.Time {
	hi, lo := bits.Mul64(uint64(w.span), uint64(cell))
	d, rest := bits.Div64(hi, lo, uint64(w.cells))
	if rest > 0 {
		d++ // the moment before is still in the cell before
	}
	return w.from.Add(time.Duration(d))
}

// touched returns the cells that a span has a part in, end not included. A span without length has a part
// in one.
func (w window) touched(s Span) (first, end int) {
	if !w.known() || !s.From.Before(w.to()) || s.To.Before(w.from) {
		return 0, 0
	}
	first = max(w.cell(s.From), 0)
	end = w.cell(s.To)
	if end < w.cells && (end == first || s.To.After(w.begin(end))) {
		end++
	}
	return first, max(end, first+1)
}

// covered returns the cells that lie wholly in a span, end not included; none if end is not after first.
func (w window) covered(s Span) (first, end int) {
	if !w.known() {
		return 0, 0
	}
	first = max(w.cell(s.From), 0)
	if first < w.cells && s.From.After(w.begin(first)) {
		first++
	}
	return first, max(w.cell(s.To), 0)
}

// space returns how many cells a length of time has.
func (w window) space(d time.Duration) float64 {
	return float64(d) * float64(w.cells) / float64(w.span)
}
