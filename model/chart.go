package model

import (
	"fmt"
	"math"
	"time"

	"sockeye/feed"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
	"sockeye/widgets/draw"
)

// chartView is how the chart of a feed is looked at.
type chartView struct {
	kind     chart.Kind
	interval time.Duration // of candles made from values; 0: chosen by the window; own: the feed's candles
	own      bool
	locked   bool          // the scale
	pan      time.Duration // how far back from now the window ends
	cross    bool
	crossAt  time.Time
	added    []seriesKey // beside the selected row
	hidden   map[seriesKey]bool
	percent  bool // changes since the window began, and not values: what is dear and what is cheap on one scale
	field    int  // the number that is shown, where one was chosen
	chosen   bool
	live     bool // it goes on while the rest of the screen is frozen: what is plotted since has no past
}

// seriesKey names a series: a row and a field.
type seriesKey struct {
	row   int32
	field int
}

// maxSpans bounds how many outages and gaps a feed remembers for its chart.
const maxSpans = 200

// outages are the stretches of time of which a feed's chart cannot say what the values were.
type outages struct {
	spans []chart.Span
	down  time.Time // when the connection was lost; zero while there is one

	newest int64 // the time of the newest value, Unix nanoseconds
}

// follow notes what a batch says about the connection.
func (o *outages) follow(before feed.Status, b *feed.Batch) {
	last := o.newest
	for i := range b.Points {
		o.newest = max(o.newest, b.Points[i].At)
	}
	add := func(s chart.Span) {
		o.spans = append(o.spans, s)
		if len(o.spans) > maxSpans {
			o.spans = o.spans[1:]
		}
	}
	now := b.Status
	switch was, is := before.State.Connected(), now.State.Connected(); {
	case was && !is:
		o.down = now.Since
	case !was && is && !o.down.IsZero():
		add(chart.Span{From: o.down, To: now.OpenedAt, Kind: chart.Down})
		o.down = time.Time{}
	case was && is && !now.OpenedAt.Equal(before.OpenedAt): // lost and made anew within one batch
		add(chart.Span{From: before.LastFrame, To: now.OpenedAt, Kind: chart.Down})
	}
	if b.Counts.Gaps > 0 {
		add(gap(last, b))
	}
}

// gap is the time in which a batch with a gap says that something is missing: from the last value before it, at last, to
// its first one; the second before its receipt where there are no values. Times of values are the feed's own.
func gap(last int64, b *feed.Batch) chart.Span {
	to := int64(math.MaxInt64)
	for i := range b.Points {
		if at := b.Points[i].At; at > last {
			to = min(to, at)
		}
	}
	if last == 0 || to == math.MaxInt64 {
		at := b.Status.LastFrame
		return chart.Span{From: at.Add(-time.Second), To: at, Kind: chart.Gap}
	}
	return chart.Span{From: time.Unix(0, last), To: time.Unix(0, to), Kind: chart.Gap}
}

// explain gives silences the reason that there is for them.
func (o *outages) explain(silences []chart.Span) (unexplained []chart.Span) {
	for _, s := range silences {
		known := false
		for i := range o.spans {
			if e := &o.spans[i]; e.From.Before(s.To) && s.From.Before(e.To) {
				e.From, e.To = earlier(e.From, s.From), later(e.To, s.To)
				known = true
				break
			}
		}
		if !known {
			unexplained = append(unexplained, s)
		}
	}
	return unexplained
}

// refreshChart tells the chart what is true at a moment.
func (m *Model) refreshChart(t *tab, at time.Time) {
	v := &t.view
	t.drawn = time.Now()
	at = at.Add(-v.pan)
	t.chart.SetKind(v.kind)
	if t.isFrozen && !v.live {
		t.chart.SetMost(0, "") // it is brought once, and then stays
	} else {
		t.chart.SetMost(m.chartRows(), smallWhy)
	}
	data := chart.Data{Location: m.options.Location, Last: math.NaN(), Change: math.NaN(), High: math.NaN(), Low: math.NaN(), Empty: m.emptyChart(t)}
	slices := max(t.chart.Columns(), 1)
	from, to := aligned(at, m.window, slices)
	data.From, data.To, data.Window = time.Unix(0, from), time.Unix(0, to), m.window
	still, until := t.isFrozen && !v.live, to // the last slice goes on beyond the moment, and so may what is in it
	if still && v.pan == 0 {
		until = at.UnixNano() + 1
	}
	begins := []float64{math.NaN()} // what each series was when the window began
	if r := t.row(); r != nil {
		data.Title = r.Label
		if value, field := t.main(r); value != nil && value.series != nil {
			data.Title = t.seriesName(seriesKey{t.selected, field})
			data.Last, data.Decimals = value.last, value.decimals
			data.Change = changeOf(value.summary(at.Add(-m.window).UnixNano(), at.UnixNano()+1, still))
			var silences []chart.Span
			data.Columns, silences = m.columns(t, t.selected, value, from, to, until, slices)
			if v.pan > 0 || still {
				data.Last = lastOf(data.Columns) // what was true then
			}
			if sum, ok := value.summary(at.Add(-m.window).UnixNano(), at.UnixNano()+1, still); ok {
				data.High, data.Low = sum.Max, sum.Min
				begins[0] = sum.First
			}
			data.Spans = append(data.Spans, t.outages.explain(silences)...)
			if v.kind == chart.Candles {
				data.Candles = m.candles(r, value, at, until)
			}
		}
		data.Note = m.candleNote(r)
		if value, field := t.main(r); value != nil {
			data.Marks = t.marks(seriesKey{t.selected, field})
			data.Hidden = v.hidden[seriesKey{t.selected, field}]
		}
	}
	for _, key := range v.added {
		if value := t.value(key); value != nil && value.series != nil && key.row != t.selected {
			columns, _ := m.columns(t, key.row, value, from, to, until, slices)
			last, begin := value.last, firstOf(columns)
			if v.pan > 0 || still {
				last = lastOf(columns)
			}
			if sum, ok := value.summary(at.Add(-m.window).UnixNano(), at.UnixNano()+1, still); ok {
				begin = sum.First
			}
			begins = append(begins, begin)
			data.Others = append(data.Others, chart.Series{
				Name: t.seriesName(key), Columns: columns, Last: last, Decimals: value.decimals, Hidden: v.hidden[key],
			})
		}
	}
	data.Spans = append(data.Spans, t.outages.spans...)
	if !t.outages.down.IsZero() {
		data.Spans = append(data.Spans, chart.Span{From: t.outages.down, To: at, Kind: chart.Down})
	}
	if v.pan > 0 {
		data.Note = "moved back: " + both(m.keys.Forward, m.keys.Reset, " and ").Help().Key + " return  " + data.Note
	} else if still {
		data.Note = "frozen  " + data.Note
	}
	if v.percent {
		inPercent(&data, begins)
	}
	t.chart.SetCrosshair(v.crossAt, v.cross)
	t.chart.SetData(data)
}

// summary is what a number was in a stretch of time. If the screen stands still, of what came at the end of it only what
// had come by then counts.
func (v *value) summary(from, until int64, still bool) (series.Column, bool) {
	if !still {
		return v.series.Summary(from, until)
	}
	c, ok := v.series.Ended(from, until)
	if v.thenAt < from || v.thenAt >= until {
		return c, ok
	}
	if !ok {
		c = series.Column{First: v.then, Min: v.then, Max: v.then}
	}
	c.Last, c.Min, c.Max, c.Count = v.then, min(c.Min, v.then), max(c.Max, v.then), c.Count+1
	return c, true
}

// lastOf returns the last value of some columns; NaN without one.
func lastOf(columns []chart.Column) float64 {
	for i := len(columns) - 1; i >= 0; i-- {
		if columns[i].Count > 0 {
			return columns[i].Last
		}
	}
	return math.NaN()
}

// value returns a number of a row, or nil.
func (t *tab) value(key seriesKey) *value {
	if int(key.row) >= len(t.rows) || key.field >= len(t.rows[key.row].values) {
		return nil
	}
	return &t.rows[key.row].values[key.field]
}

// seriesName is what a series is called.
func (t *tab) seriesName(key seriesKey) string {
	name := t.rows[key.row].Label
	if field := t.fields[key.field]; field != "value" {
		name += " " + field
	}
	return name
}

// columns cuts a series of row n into slices, and leaves out what was at until or later. A value is carried on until the next one, as a price holds until the next trade;
// but not over a silence of more than a tenth of the window, or longer than the preset allows: that is a span.
func (m *Model) columns(t *tab, n int32, of *value, from, to, until int64, slices int) (out []chart.Column, silences []chart.Span) {
	columns := make([]series.Column, slices)
	of.series.Columns(columns, from, to)
	slice := (to - from) / int64(slices)
	if until < to { // what has come since is not to be seen yet
		columns[slices-1], _ = of.summary(to-slice, until, true)
	}
	hold := max(m.window/10, t.feed.Preset().StaleAfter(t.rows[n].Label))
	most := int(hold * time.Duration(slices) / m.window)
	out = make([]chart.Column, slices)
	last := -1
	for i, c := range columns {
		out[i] = chart.Column(c)
		if c.Count == 0 {
			continue
		}
		switch {
		case last < 0:
		case i-last <= most+1:
			for j := last + 1; j < i; j++ {
				v := columns[last].Last
				out[j] = chart.Column{First: v, Last: v, Min: v, Max: v, Count: 1}
			}
		default:
			silences = append(silences, chart.Span{
				From: time.Unix(0, from+int64(last+1)*slice), To: time.Unix(0, from+int64(i)*slice), Kind: chart.Silence,
			})
		}
		last = i
	}
	return out, silences
}

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

// candles returns the candles of the window: the feed's own, or made from values on the clock.
func (m *Model) candles(r *row, of *value, at time.Time, until int64) (out []chart.Candle) {
	v := &m.tab().view
	if v.own && r.candles != nil {
		return ownCandles(r.candles, m.window)
	}
	width := m.interval(v)
	n := int(min(m.window/width, 1000)) + 1
	columns := make([]series.Column, n)
	to := (at.UnixNano()/int64(width) + 1) * int64(width)
	from := to - int64(n)*int64(width)
	of.series.Columns(columns, from, to)
	if until < to {
		columns[n-1], _ = of.summary(to-int64(width), until, true)
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

// ownCandles returns the candles that a feed has sent. Where it says only when they end, their length is the shortest
// distance between two.
func ownCandles(candles *series.Candles, window time.Duration) (out []chart.Candle) {
	width := int64(window)
	for i := 1; i < candles.Len(); i++ {
		a, b := candles.At(i-1), candles.At(i)
		width = min(width, max(b.Begin-a.Begin, b.End-a.End))
	}
	for i := range candles.Len() {
		c := candles.At(i)
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

// emptyChart says why there is nothing to see.
func (m *Model) emptyChart(t *tab) string {
	r := t.row()
	switch {
	case t.status.State == feed.Failed:
		return "FAILED: " + t.status.Reason
	case t.status.State == feed.Retry:
		return "not connected: " + t.status.Reason
	case !t.status.State.Connected():
		return t.status.State.String()
	case r == nil:
		return "nothing is subscribed: " + m.keys.Subscribe.Help().Key + " chooses"
	case r.State == feed.Rejected:
		return "rejected: " + r.Reason
	case r.State == feed.Off:
		return "not subscribed: " + m.keys.Toggle.Help().Key + " in the watchlist subscribes"
	}
	if v, _ := t.main(r); v != nil {
		return "no value in this window: the last one is " + draw.Age(time.Since(time.Unix(0, v.at))) + " old"
	}
	return "no value yet"
}

// candleNote is the running candle in figures, for feeds that send candles.
func (m *Model) candleNote(r *row) string {
	if r.candles == nil {
		return ""
	}
	c, ok := r.candles.Last()
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
		draw.Number(c.Open, decimals), draw.Number(c.High, decimals), draw.Number(c.Low, decimals), draw.Number(c.Close, decimals))
}

// earlier returns the earlier one of two moments.
func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// later returns the later one of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
