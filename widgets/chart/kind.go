package chart

// Kind is what a chart draws.
type Kind int

// The kinds of charts. Where there is room for one row only, every kind but Off is a row of glyphs.
const (
	Spark   Kind = iota // the main series, between the extremes of the window
	Line                // all series on one scale, with round values along it
	Candles             // candles
	Off                 // nothing: a frame and its title, if the caller has not given its room away
)

// Glyphs is what a chart draws with.
type Glyphs int

// The sets of glyphs.
const (
	Braille Glyphs = iota // two by four dots in a cell
	Blocks                // two by two, for fonts whose braille does not line up
	ASCII                 // a letter a cell, for terminals that have nothing else
)

// Bounds are the values at the lower and upper edge of a chart. The zero Bounds, like any whose Low is
// not below High, are no bounds: the scale follows what is visible.
type Bounds struct {
	Low, High float64
}

// locked tells whether the bounds hold the scale.
func (b Bounds) locked() bool {
	return finite(b.Low) && finite(b.High) && b.Low < b.High
}
