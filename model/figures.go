package model

import (
	"math"
	"time"

	"sockeye/feed/series"
)

// change returns the change over the window, in per cent; NaN without one, and where the value at its beginning had to make
// room.
func change(s *series.Series, at time.Time, window time.Duration) float64 {
	if _, since := s.Kept(at.Add(-window).UnixNano()); since != 0 {
		return math.NaN()
	}
	return changeOf(s.Summary(at.Add(-window).UnixNano(), at.UnixNano()+1))
}

func changeOf(sum series.Column, ok bool) float64 {
	if !ok || sum.First == 0 {
		return math.NaN()
	}
	return (sum.Last - sum.First) / math.Abs(sum.First) * 100
}

// spark returns the last minute in slices that move by whole slices, so that a quiet minute changes nothing.
func spark(s *series.Series, at time.Time) []float64 {
	columns := make([]series.Column, sparkSlices)
	from, to := aligned(at, sparkWindow, sparkSlices)
	s.Columns(columns, from, to)
	values := make([]float64, sparkSlices)
	for i, c := range columns {
		values[i] = math.NaN()
		if c.Count > 0 {
			values[i] = c.Last
		}
	}
	return values
}

// aligned returns the window that ends at or just after a moment and begins and ends at whole slices.
func aligned(at time.Time, window time.Duration, slices int) (from, to int64) {
	slice := max(int64(window)/int64(slices), 1)
	to = (at.UnixNano()/slice + 1) * slice
	return to - slice*int64(slices), to
}
