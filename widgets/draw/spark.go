package draw

import (
	"math"
	"unicode/utf8"
)

const (
	sparkLowest = '▁' // the eight heights are consecutive runes up to █
	sparkFlat   = '▄'
	sparkLevels = 8
)

// Spark returns one rune for each value, from ▁ at the least of them to █ at the
// greatest. A value that is NaN or infinite is a gap, and a space. Values that
// are all the same are a line in the middle.
func Spark(values []float64) string {
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
			text = utf8.AppendRune(text, sparkFlat)
		default:
			level := int((v/2 - low/2) / span * sparkLevels)
			text = utf8.AppendRune(text, sparkLowest+rune(min(level, sparkLevels-1)))
		}
	}
	return string(text)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
