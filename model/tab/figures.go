package tab

import (
	"math"
	"time"

	"sockeye/feed/history"
	"sockeye/feed/series"
)

// change returns the change from a time to a moment, in per cent; NaN without one, and where the value at its beginning is evicted.
func change(v history.View, key history.Key, from int64, at time.Time) float64 {
	if _, since := v.Kept(key, from); since != 0 {
		return math.NaN()
	}
	return changeOf(v.Summary(key, from, at.UnixNano()+1))
}

func changeOf(sum series.Column, ok bool) float64 {
	if !ok {
		return math.NaN()
	}
	return changeFrom(sum.First, sum.Last)
}

// spark returns the last minute in slices that move by whole slices, so that a quiet minute changes nothing.
func spark(v history.View, key history.Key, at time.Time, slices int) []float64 {
	columns := make([]series.Column, slices)
	from, to := aligned(at, sparkWindow, slices)
	v.Columns(columns, key, from, to)
	values := make([]float64, slices)
	for i, c := range columns {
		values[i] = math.NaN()
		if c.Count > 0 {
			values[i] = c.Last
		}
	}
	return values
}
