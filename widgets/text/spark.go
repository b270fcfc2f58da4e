package text

import (
	"math"
	"unicode/utf8"
)

// Spark returns one rune for each value, from the lowest of [Signs.Heights] at the least of them to the highest at
// the greatest. A value that is NaN or infinite is a gap, and a space. Values that are all the same are a line in
// the middle.
func (g Glyphs) Spark(values []float64) string {
	heights, flat := g.Signs().Heights, g.Signs().Flat
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	// Halved, so that the distance between two finite values is finite.
	span := high/2 - low/2

	text := make([]byte, 0, utf8.UTFMax*len(values))
	for _, v := range values {
		switch {
		case !finite(v):
			text = append(text, ' ')
		case span == 0:
			text = utf8.AppendRune(text, flat)
		default:
			level := int((v/2 - low/2) / span * float64(len(heights)))
			text = utf8.AppendRune(text, heights[min(level, len(heights)-1)])
		}
	}
	return string(text)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
