package model

import (
	"cmp"
	"fmt"
	"time"

	"sockeye/feed/format"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
)

// intervals are the lengths of candles made from values.
var intervals = []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// candleTarget is how many candles a window should show at least, where their length is not chosen.
const candleTarget = 20

// interval returns the length of the candles that are made from values.
func (m *Model) interval(v *chartView) time.Duration {
	if v.interval > 0 {
		return v.interval
	}
	best := intervals[0]
	for _, i := range intervals {
		if m.window/i >= candleTarget {
			best = i
		}
	}
	return best
}

// candles returns the candles of the window: the feed's own, or made from values on the clock. If the screen stands still,
// those made from values have none of what was at until or later, and the feed's own nothing that came after that moment.
func (m *Model) candles(r *row, of *value, at time.Time, until int64, still bool) (out []chart.Candle) {
	v := &m.tab().view
	if v.own && r.candles != nil {
		return notAhead(drawn(r.sent(still), m.window), at)
	}
	width := m.interval(v)
	n := int(min(m.window/width, 1000)) + 1
	columns := make([]series.Column, n)
	to := (at.UnixNano()/int64(width) + 1) * int64(width)
	from := to - int64(n)*int64(width)
	if until < to {
		of.frozen(columns, from, to, until)
	} else {
		of.series.Columns(columns, from, to)
	}
	for i, c := range columns {
		if c.Count > 0 {
			out = append(out, chart.Candle{
				Begin: time.Unix(0, from+int64(i)*int64(width)), Width: width, Open: c.First, High: c.Max, Low: c.Min, Close: c.Last,
			})
		}
	}
	return out
}

// sent returns the candles that the feed has sent, oldest first; if the screen stands still, as they were when it was
// frozen.
func (r *row) sent(still bool) (sent []series.Candle) {
	last := begin(&r.then)
	for i := range r.candles.Len() {
		c := r.candles.At(i)
		if still && begin(&c) > last {
			break
		}
		if still && begin(&c) == last {
			c = r.then
		}
		sent = append(sent, c)
	}
	return sent
}

// begin is when a candle begins, or where the feed does not say that, when it ends: candles of one feed are told apart by
// it.
func begin(c *series.Candle) int64 { return cmp.Or(c.Begin, c.End) }

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
			Begin: time.Unix(0, begin), Width: time.Duration(max(width, 1)), Open: c.Open, High: c.High, Low: c.Low, Close: c.Close,
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
	if ahead <= unlikely {
		return candles
	}
	by := (ahead + last.Width - 1) / last.Width * last.Width
	for i := range candles {
		candles[i].Begin = candles[i].Begin.Add(-by)
	}
	return candles
}

// candleNote is the running candle in figures, for feeds that send candles; if the screen stands still, as it was when it
// was frozen.
func (m *Model) candleNote(r *row, still bool) string {
	if r.candles == nil {
		return ""
	}
	c, ok := r.candles.Last()
	if still {
		c, ok = r.then, r.then != series.Candle{}
	}
	if !ok {
		return ""
	}
	decimals := 0
	if v, _ := r.main(); v != nil {
		decimals = v.decimals
	}
	when, word := c.Begin, "from"
	if when == 0 {
		when, word = c.End, "to"
	}
	return fmt.Sprintf("candle %s %s  O %s H %s L %s C %s", word, time.Unix(0, when).In(m.options.Location).Format("15:04:05"),
		format.Number(c.Open, decimals), format.Number(c.High, decimals), format.Number(c.Low, decimals), format.Number(c.Close, decimals))
}
