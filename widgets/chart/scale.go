package chart

import "math"

// scale places values between the window's own minimum and maximum. A price that moves between 60,000
// and 60,009 uses the whole height: with a baseline at zero it would be a solid block.
type scale struct {
	min, max float64
}

// scaleOf returns the scale of the drawable columns; ok is false when there are none.
func scaleOf(columns []Column) (s scale, ok bool) {
	for _, c := range columns {
		if !c.drawable() {
			continue
		}
		lo, hi := c.extremes()
		if !ok {
			s, ok = scale{lo, hi}, true
			continue
		}
		s.min, s.max = min(s.min, lo), max(s.max, hi)
	}
	return s, ok
}

// extremes returns the lowest and the highest value of the column, whatever the order in which the
// caller filled its fields.
func (c Column) extremes() (lo, hi float64) {
	return min(c.First, c.Last, c.Min, c.Max), max(c.First, c.Last, c.Min, c.Max)
}

// level returns the step of v on a ladder of n steps, 0 for the minimum and n-1 for the maximum.
// A flat series stands in the middle. v is finite; outside of the scale it is held at the nearest end.
func (s scale) level(v float64, n int) int {
	// Halved before they are subtracted: from -1e308 to 1e308 is more than a float64 holds.
	span := s.max/2 - s.min/2
	if span <= 0 {
		return n / 2
	}
	step := int(math.Round((v/2 - s.min/2) / span * float64(n-1)))
	return min(max(step, 0), n-1)
}

// at returns the value at the given fraction of the way from the minimum to the maximum.
func (s scale) at(fraction float64) float64 {
	return s.min*(1-fraction) + s.max*fraction
}

// row returns the row of cells, counted from the top, in which v has its dot, with down dots in a cell.
func (s scale) row(v float64, rows, down int) int {
	return (rows*down - 1 - s.level(v, rows*down)) / down
}

// union returns the scale that holds both, as far as they are known.
func (s scale) union(t scale, sKnown, tKnown bool) (scale, bool) {
	switch {
	case !sKnown:
		return t, tKnown
	case !tKnown:
		return s, true
	}
	return scale{min(s.min, t.min), max(s.max, t.max)}, true
}
