package watchlist

import (
	"math"
	"strconv"
	"time"

	"sockeye/feed/format"
	"sockeye/widgets/text"
)

// The widths in cells beyond which a value has an exponent: where there is space for it, and where it would push the
// other columns out.
const (
	lastWide = 26 // an int64 with its sign and commas
	lastMost = 14
)

// lastText is the latest value, with six digits and an exponent if it is wider than most cells otherwise. Where there is no
// figure, here as below, the sign for that stands in its place.
func (r *Row) lastText(most int, g text.Glyphs) string {
	if !r.valued() {
		if word := g.Text(r.Word, most); r.Ended && word != "" {
			return word
		}
		return g.Signs().None
	}
	if text := format.Number(r.Last, r.Decimals); len(text) <= most {
		return text
	}
	return strconv.FormatFloat(r.Last, 'g', 6, 64)
}

func (r *Row) changeText() string {
	if !r.valued() || math.IsNaN(r.ChangePct) {
		return ""
	}
	return format.Change(r.ChangePct)
}

func (r *Row) rateText(g text.Glyphs) string {
	if math.IsNaN(r.PerSecond) || r.PerSecond < 0 {
		return g.Signs().None
	}
	return format.Short(r.PerSecond)
}

// ageText is the age in one unit. With tenths of a second, every row would change with every render,
// which is what a slow link has no space for.
func (r *Row) ageText(g text.Glyphs) string {
	const day = 24 * time.Hour
	switch age := max(r.Age, 0); {
	case !r.HasAge:
		return g.Signs().None
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
func (r *Row) sparkText(cells int, g text.Glyphs) string {
	points := r.Spark
	if !r.valued() || len(points) == 0 {
		return ""
	}
	if len(points) <= cells {
		return g.Spark(points)
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
	return g.Spark(values)
}
