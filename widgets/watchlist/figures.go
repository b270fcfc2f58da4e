package watchlist

import (
	"math"
	"strconv"
	"time"

	"sockeye/widgets/draw"
)

// none stands where a figure would, had there been one.
const none = "–"

// lastMost is the width in cells beyond which a value would push the other columns out.
const lastMost = 14

// lastText is the latest value, with six digits and an exponent if it is too wide otherwise.
func (r *Row) lastText() string {
	if !r.valued() {
		return none
	}
	if text := draw.Number(r.Last, r.Decimals); len(text) <= lastMost {
		return text
	}
	return strconv.FormatFloat(r.Last, 'g', 6, 64)
}

func (r *Row) changeText() string {
	if !r.valued() || math.IsNaN(r.ChangePct) {
		return ""
	}
	return draw.Change(r.ChangePct)
}

func (r *Row) rateText() string {
	if math.IsNaN(r.PerSecond) || r.PerSecond < 0 {
		return none
	}
	return draw.Rate(r.PerSecond)
}

// ageText is the age in one unit. With tenths of a second, every row would change with every frame,
// which is what a slow link has no room for.
func (r *Row) ageText() string {
	const day = 24 * time.Hour
	switch age := max(r.Age, 0); {
	case !r.HasAge:
		return none
	case age < time.Minute:
		return strconv.Itoa(int(age/time.Second)) + "s"
	case age < time.Hour:
		return strconv.Itoa(int(age/time.Minute)) + "m"
	case age < day:
		return strconv.Itoa(int(age/time.Hour)) + "h"
	default:
		return strconv.Itoa(int(age/day)) + "d"
	}
}

// sparkText is the last minute in the given number of glyphs. Of several slices that share a glyph,
// the latest with a value counts.
func (r *Row) sparkText(cells int) string {
	points := r.Spark
	if !r.valued() || len(points) == 0 {
		return ""
	}
	if len(points) <= cells {
		return draw.Spark(points)
	}
	values := make([]float64, cells)
	for i := range values {
		values[i] = math.NaN()
		for _, v := range points[i*len(points)/cells : (i+1)*len(points)/cells] {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				values[i] = v
			}
		}
	}
	return draw.Spark(values)
}
