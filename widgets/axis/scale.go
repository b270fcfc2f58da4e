package axis

import "math"

// Scale places values between the window's own minimum and maximum. A price that moves between 60,000 and 60,009 uses the
// whole height: with a baseline at zero it would be a solid block.
type Scale struct {
	Min, Max float64
}

// IsSet reports whether there are values on the scale: whether its ends are finite, and Min is below Max.
func (s Scale) IsSet() bool { return Finite(s.Min) && Finite(s.Max) && s.Min < s.Max }

// Finite reports whether v is a number that has a place on a scale.
func Finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Level returns the step of v on a ladder of n steps, 0 for the minimum and n-1 for the maximum. A flat series stands in the
// middle. v is finite; outside of the scale it is held at the nearest end.
func (s Scale) Level(v float64, n int) int {
	// Halved before they are subtracted: from -1e308 to 1e308 is more than a float64 holds.
	span := s.Max/2 - s.Min/2
	if span <= 0 {
		return n / 2
	}
	step := int(math.Round((v/2 - s.Min/2) / span * float64(n-1)))
	return min(max(step, 0), n-1)
}

// at returns the value at the given fraction of the way from the minimum to the maximum.
func (s Scale) at(fraction float64) float64 {
	return s.Min*(1-fraction) + s.Max*fraction
}

// Row returns the row of cells, counted from the top, in which v has its dot, with down dots in a cell.
func (s Scale) Row(v float64, rows, down int) int {
	return (rows*down - 1 - s.Level(v, rows*down)) / down
}
