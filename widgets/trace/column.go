// Package trace is values over time, cut into columns, and how they become dots of a line and the area under it. It knows nothing
// of styles, axes or space for figures: the caller says at which height a value has its dot.
package trace

import (
	"math"

	"sockeye/widgets/axis"
)

// Column is what a series did during one slice of a window. The slices are of equal length and follow each other without holes, so
// a slice in which nothing happened is a Column too.
type Column struct {
	First, Last float64 // the values at the two ends of the slice
	Min, Max    float64 // the extremes within it, First and Last included
	Count       int     // values in the slice; 0: nothing, and the chart stays blank here
}

// Drawable reports whether the column has a place on a chart. A value that is not finite has none, and a column that holds one is
// drawn as a hole rather than as a guess.
func (c Column) Drawable() bool {
	return c.Count > 0 && axis.Finite(c.First) && axis.Finite(c.Last) && axis.Finite(c.Min) && axis.Finite(c.Max)
}

// Merge returns the column for the slice made of c and, directly after it, next.
func (c Column) Merge(next Column) Column {
	switch {
	case !next.Drawable():
		return c
	case !c.Drawable():
		return next
	}
	return Column{First: c.First, Last: next.Last, Min: min(c.Min, next.Min), Max: max(c.Max, next.Max), Count: c.Count + next.Count}
}

// Extremes returns the lowest and the highest value of the column, whatever the order in which the caller filled its fields.
func (c Column) Extremes() (lo, hi float64) {
	return min(c.First, c.Last, c.Min, c.Max), max(c.First, c.Last, c.Min, c.Max)
}

// Resample spreads columns over exactly n slices of the same window: it merges neighbours when there are too many, and repeats them
// when there are too few. The time axis stays true in both cases, which is what a chart needs in the moment between a change of
// its size and the next data.
func Resample(columns []Column, n int) []Column {
	if len(columns) == n {
		return columns
	}
	out := make([]Column, max(n, 0))
	if len(columns) == 0 {
		return out
	}
	for i := range out {
		from := i * len(columns) / n
		to := max((i+1)*len(columns)/n, from+1)
		for _, c := range columns[from:to] {
			out[i] = out[i].Merge(c)
		}
	}
	return out
}

// Lasts returns the columns with nothing but the last value of each.
func Lasts(columns []Column) []Column {
	out := make([]Column, len(columns))
	for i, c := range columns {
		if c.Drawable() {
			out[i] = Column{First: c.Last, Last: c.Last, Min: c.Last, Max: c.Last, Count: c.Count}
		}
	}
	return out
}

// Range returns the scale from the lowest to the highest value of some columns; ok is false if there is none.
func Range(all ...[]Column) (s axis.Scale, ok bool) {
	s = axis.Scale{Min: math.Inf(1), Max: math.Inf(-1)}
	for _, columns := range all {
		for _, c := range columns {
			if c.Drawable() {
				lo, hi := c.Extremes()
				s = axis.Scale{Min: min(s.Min, lo), Max: max(s.Max, hi)}
			}
		}
	}
	return s, s.Min <= s.Max
}
