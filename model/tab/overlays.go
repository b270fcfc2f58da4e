package tab

import (
	"math"
	"slices"
	"strconv"
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// Overlay is a line that is computed from the main series of a chart.
type Overlay struct {
	Average int // of the closes of so many candles; 0: the average price by volume, since midnight
}

// String is what the overlay is called on the chart.
func (o Overlay) String() string {
	if o.Average > 0 {
		return "MA " + strconv.Itoa(o.Average)
	}
	return "VWAP"
}

// ToggleOverlay adds an overlay or removes it, and reports whether it is there now.
func (c *Chart) ToggleOverlay(o Overlay) (added bool) {
	if i := slices.Index(c.overlays, o); i >= 0 {
		c.overlays = slices.Delete(slices.Clone(c.overlays), i, i+1)
		return false
	}
	const most = 3 // for which there are colours beside that of the series
	c.overlays = append(slices.Clone(c.overlays[max(len(c.overlays)-most+1, 0):]), o)
	return true
}

// ClearOverlays removes all overlays.
func (c *Chart) ClearOverlays() { c.overlays = nil }

// HasVolume reports whether the feed says the volume of the selected row.
func (s Shown) HasVolume() (has bool) {
	s.read(func(v history.View) {
		if s.label() != nil {
			all := v.Candles(s.tab.selected)
			has = len(all) > 0 && all[len(all)-1].Volume > 0
		}
	})
	return has
}

// overlays returns the overlays of a number over a window, in so many columns.
func (s Shown) overlays(v history.View, on *Screen, key history.Key, decimals int, from, to int64) (out []chart.Series) {
	for i, o := range s.tab.Chart.overlays {
		var points []point
		if o.Average > 0 {
			width := s.interval(on)
			made := candles(v, key, width, from-int64(o.Average)*int64(width), to)
			if sent := s.sentCandles(v, on, key.Label, s.At); len(sent) > 0 && s.tab.Chart.Kind == chart.Candles {
				made = sent
			}
			points = movingAverage(made, o.Average, s.At)
		} else {
			sent := notAhead(drawn(v.Candles(key.Label), on.Window), s.At)
			points = averagePrice(sent, midnight(s.At, on.Location), s.At)
		}
		one := chart.Series{Name: o.String(), Decimals: decimals, Last: math.NaN(), Slot: overlaySlot - i, Columns: drawnPoints(points, from, to, on.columns())}
		if n := len(points); n > 0 {
			one.Last = points[n-1].value
		}
		out = append(out, one)
	}
	return out
}

// overlaySlot is the colour of the first overlay; the others have those before it.
const overlaySlot = 4

// midnight returns when the day of a moment began.
func midnight(at time.Time, location *time.Location) time.Time {
	if location == nil {
		location = time.UTC
	}
	year, month, day := at.In(location).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, location)
}

// point is a value at a time.
type point struct {
	at    int64 // Unix nanoseconds
	value float64
}

// movingAverage returns the averages of the closes of so many candles, each at the end of the last one, or now while that runs.
func movingAverage(all []chart.Candle, n int, now time.Time) (points []point) {
	sum := 0.0
	for i := range all {
		sum += all[i].Close
		if i >= n {
			sum -= all[i-n].Close
		}
		if i >= n-1 {
			points = append(points, point{endOf(&all[i], now), sum / float64(n)})
		}
	}
	return points
}

// endOf returns when a candle has ended, or now.
func endOf(c *chart.Candle, now time.Time) int64 {
	return min(c.Begin.Add(c.Width).UnixNano(), now.UnixNano())
}

// averagePrice returns the average of the prices of candles since a moment, each as often as its volume says. The price of a candle is
// the mean of its highest, lowest and last one.
func averagePrice(all []chart.Candle, since, now time.Time) (points []point) {
	var sum, volume float64
	for i := range all {
		c := &all[i]
		if c.Begin.Before(since) || !(c.Volume > 0) {
			continue
		}
		volume += c.Volume
		if sum += (c.High + c.Low + c.Close) / 3 * c.Volume; len(points) == 0 {
			points = append(points, point{c.Begin.UnixNano(), sum / volume})
		}
		points = append(points, point{endOf(c, now), sum / volume})
	}
	return points
}

// drawnPoints returns points as columns of a window, straight from one to the next, and none before the first or after the last.
func drawnPoints(points []point, from, to int64, columns int) []chart.Column {
	out := make([]chart.Column, columns)
	next := 0
	for i := range out {
		at := from + (to-from)/int64(columns)*int64(i+1)
		for next < len(points) && points[next].at < at {
			next++
		}
		if next == 0 && len(points) > 0 && points[0].at > at || len(points) == 0 {
			continue
		}
		value := points[len(points)-1].value
		if next < len(points) {
			b := points[next]
			a := points[max(next-1, 0)]
			value = b.value
			if b.at > a.at {
				value = a.value + (b.value-a.value)*float64(at-a.at)/float64(b.at-a.at)
			}
		} else if at-points[len(points)-1].at > (to-from)/int64(columns) {
			continue
		}
		out[i] = chart.Column{First: value, Last: value, Min: value, Max: value, Count: 1}
	}
	return out
}
