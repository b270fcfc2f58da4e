package axis

import (
	"math"
	"time"
)

// WholeCells returns the window that ends at or just after a moment, in so many cells, in which each stretch of the given width has
// the same whole number of cells: about as long as the length, by at most some half. Where there are fewer cells than stretches, one
// cell has a whole number of these. One of the stretches begins at begin.
func WholeCells(at, begin time.Time, width, length time.Duration, cells int) (from, to time.Time) {
	if width <= 0 || length <= 0 || cells <= 0 {
		return at.Add(-max(length, 1)), at
	}
	each := float64(cells) * float64(width) / float64(length) // cells of one
	unit, per := width*time.Duration(Merged(width, length, cells)), 1
	if each >= 1.5 {
		per = int(math.Round(each))
	}
	after := at.Sub(begin)
	units := after / unit
	if after >= 0 {
		units++
	}
	to = begin.Add(units * unit)
	// Rounded up: so a stretch begins in the cell after the last one of the stretch before.
	return to.Add(-(unit*time.Duration(cells) + time.Duration(per-1)) / time.Duration(per)), to
}

// Merged returns how many stretches of the given width one cell has in the window of [WholeCells]: 1 where each has a cell.
func Merged(width, length time.Duration, cells int) int {
	if width <= 0 || length <= 0 || cells <= 0 {
		return 1
	}
	if each := float64(cells) * float64(width) / float64(length); each < 0.75 {
		return int(math.Ceil(1 / each))
	}
	return 1
}
