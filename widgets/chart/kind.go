package chart

// Kind is what a chart draws.
type Kind int

// The kinds of charts. Where there is space for one row only, every kind but Off is a row of glyphs.
const (
	Spark   Kind = iota // the main series as bars, between the extremes of the window
	Line                // all series on one scale, with round values along it
	Candles             // candles
	Off                 // nothing: a border and its title, if the caller has not given its space away
)

// Bounds are the values at the lower and upper edge of a chart. The zero Bounds, like any that do not
// [Bounds.IsSet], are no bounds: the scale follows what is visible.
type Bounds struct {
	Low, High float64
}

// IsSet reports whether the bounds fix the scale: whether they are finite, and Low is below High.
func (b Bounds) IsSet() bool {
	return finite(b.Low) && finite(b.High) && b.Low < b.High
}
