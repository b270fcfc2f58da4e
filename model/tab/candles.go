package tab

import (
	"fmt"
	"slices"
	"time"

	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/feed/series"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

// Intervals are the lengths of candles made from values.
var Intervals = []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// interval returns the length of the candles that are made from values: the one that was chosen, or the shortest with which each has
// two cells or more, and so a blank beside its body.
func (s Shown) interval(on *Screen) time.Duration {
	c := &s.tab.Chart
	if c.Interval > 0 {
		return c.Interval
	}
	cells := on.columns()
	if c.Kind != chart.Candles {
		cells /= 2 // dots of a line
	}
	for _, i := range Intervals {
		if time.Duration(cells)*i >= 2*on.Window {
			return i
		}
	}
	return Intervals[len(Intervals)-1]
}

// DrawnInterval returns how long the candles are that are drawn of those of the chosen length: where these have no column each,
// several are one.
func (c *Chart) DrawnInterval(on Screen) time.Duration {
	return time.Duration(axis.Merged(c.Interval, on.Window, on.columns())) * c.Interval
}

// sentCandles returns the candles that the feed has sent, if they are wanted and there are some.
func (s Shown) sentCandles(v history.View, on *Screen, label int32, at time.Time) []chart.Candle {
	if !s.tab.Chart.Own {
		return nil
	}
	return notAhead(drawn(v.Candles(label), on.Window), at)
}

// candleWindow returns the window of candles: about that of the screen, with the same whole number of columns for each of them; or
// that of one candle, where it is longer.
func (s Shown) candleWindow(sent []chart.Candle, on *Screen, at time.Time) (from, to int64) {
	begin, width := time.Unix(0, 0), s.interval(on)
	if n := len(sent); n > 0 {
		begin, width = sent[n-1].Begin, sent[n-1].Width
	}
	f, t := axis.WholeCells(at, begin, width, max(on.Window, width), on.columns())
	return f.UnixNano(), t.UnixNano()
}

// candles returns candles made from values on the clock, from the one in which from lies up to a moment. Their volume is how often
// there was a value.
func candles(v history.View, key history.Key, width time.Duration, from, to int64) (out []chart.Candle) {
	from = from / int64(width) * int64(width)
	n := min((to-from+int64(width)-1)/int64(width), 2000)
	to = from + n*int64(width)
	columns := make([]series.Column, n)
	v.Columns(columns, key, from, to)
	for i, c := range columns {
		if c.Count > 0 {
			out = append(out, chart.Candle{
				Begin: time.Unix(0, from+int64(i)*int64(width)), Width: width,
				Open: c.First, High: c.Max, Low: c.Min, Close: c.Last, Volume: float64(c.Count),
			})
		}
	}
	return out
}

// drawn returns candles as the chart has them. Where a feed says only when they end, their length is the shortest distance
// between two.
func drawn(candles []series.Candle, window time.Duration) (out []chart.Candle) {
	width := int64(window)
	for i := 1; i < len(candles); i++ {
		a, b := &candles[i-1], &candles[i]
		width = min(width, max(b.Begin-a.Begin, b.End-a.End))
	}
	for i := range candles {
		c := &candles[i]
		if c.Begin != 0 && c.End > c.Begin {
			width = c.End - c.Begin
		}
		begin := c.Begin
		if begin == 0 {
			begin = c.End - width
		}
		out = append(out, chart.Candle{
			Begin: time.Unix(0, begin), Width: time.Duration(max(width, 1)), Open: c.Open, High: c.High, Low: c.Low, Close: c.Close, Volume: c.Volume,
		})
	}
	return out
}

// notAhead moves candles of a feed whose clock is ahead back by whole candles, so that the last one has begun by now.
func notAhead(candles []chart.Candle, now time.Time) []chart.Candle {
	if len(candles) == 0 {
		return nil
	}
	last := &candles[len(candles)-1]
	ahead := last.Begin.Sub(now)
	if ahead <= history.MaxAhead {
		return candles
	}
	by := (ahead + last.Width - 1) / last.Width * last.Width
	for i := range candles {
		candles[i].Begin = candles[i].Begin.Add(-by)
	}
	return candles
}

// candleNote is the running candle in figures, for feeds that send candles.
func (s Shown) candleNote(v history.View, on *Screen, n int32, r *history.Row) string {
	c, ok := v.LastCandle(n)
	if !ok {
		return ""
	}
	value, _ := r.Main()
	figure := func(v float64) string {
		if value == nil {
			return format.Number(v, 0)
		}
		return format.Number(v, value.DecimalsOf(v))
	}
	when, word := c.Begin, "from"
	if when == 0 {
		when, word = c.End, "to"
	}
	return fmt.Sprintf("candle %s %s  O %s H %s L %s C %s", word, time.Unix(0, when).In(on.Location).Format("15:04:05"),
		figure(c.Open), figure(c.High), figure(c.Low), figure(c.Close))
}

// NextInterval changes the length of the candles: chosen by the window, then each that there is, then the feed's own where it
// has some. It returns what they are now.
func (c *Chart) NextInterval(own bool) string {
	c.Kind = chart.Candles
	next := slices.Index(Intervals, c.Interval) + 1
	switch {
	case c.Own:
		c.Own, c.Interval = false, 0
	case next < len(Intervals):
		c.Interval = Intervals[next]
		return "candles of " + format.Duration(c.Interval)
	case own:
		c.Own = true
		return "the feed's own candles"
	default:
		c.Interval = 0
	}
	return "candles as the window needs them"
}
