package axis

import (
	"math/bits"
	"time"
)

// Window is a stretch of time cut into cells of equal length, or into columns of dots. The arithmetic is in whole numbers: a
// moment at which a cell begins is in that cell whatever the window, and a window that moves by whole cells moves every
// moment in it by as many.
type Window struct {
	From  time.Time
	Span  time.Duration // 0: not known
	Cells int
}

// maxSpan is the longest window that has an axis of times: beyond, a time.Duration is near its end.
const maxSpan = 100 * 365 * 24 * time.Hour

// NewWindow returns the window from one moment up to another, or an unknown one if there is none between the two.
func NewWindow(from, to time.Time, cells int) Window {
	span := to.Sub(from)
	if span <= 0 || span > maxSpan || cells <= 0 {
		return Window{}
	}
	return Window{from, span, cells}
}

// Known reports whether there is a window. One that is not known has no cells.
func (w Window) Known() bool { return w.Span > 0 }

// to returns the first moment after the window.
func (w Window) to() time.Time { return w.From.Add(w.Span) }

// Cell returns the cell in which a moment lies: -1 before the window, and the number of cells after it.
func (w Window) Cell(at time.Time) int {
	d := at.Sub(w.From)
	switch {
	case d < 0:
		return -1
	case d >= w.Span:
		return w.Cells
	}
	hi, lo := bits.Mul64(uint64(d), uint64(w.Cells))
	cell, _ := bits.Div64(hi, lo, uint64(w.Span))
	return int(cell)
}

// Begin returns the first moment of a cell of the window, or of the one after its last.
func (w Window) Begin(cell int) time.Time {
	hi, lo := bits.Mul64(uint64(w.Span), uint64(cell))
	d, rest := bits.Div64(hi, lo, uint64(w.Cells))
	if rest > 0 {
		d++ // the moment before is still in the cell before
	}
	return w.From.Add(time.Duration(d))
}

// Touched returns the cells that a span has a part in, end not included. A span without length has a part in one.
func (w Window) Touched(from, to time.Time) (first, end int) {
	if !w.Known() || !from.Before(w.to()) || to.Before(w.From) {
		return 0, 0
	}
	first = max(w.Cell(from), 0)
	end = w.Cell(to)
	if end < w.Cells && (end == first || to.After(w.Begin(end))) {
		end++
	}
	return first, max(end, first+1)
}

// Covered returns the cells that lie wholly in a span, end not included; none if end is not after first.
func (w Window) Covered(from, to time.Time) (first, end int) {
	if !w.Known() {
		return 0, 0
	}
	first = max(w.Cell(from), 0)
	if first < w.Cells && from.After(w.Begin(first)) {
		first++
	}
	return first, max(w.Cell(to), 0)
}

// Space returns how many cells a length of time has, in a window that is known.
func (w Window) Space(d time.Duration) float64 {
	return float64(d) * float64(w.Cells) / float64(w.Span)
}
