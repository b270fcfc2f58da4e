package model

import (
	"cmp"
	"math"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
	"sockeye/widgets/footer"
)

// chartView is how the chart of a feed is looked at.
type chartView struct {
	kind     chart.Kind
	off      bool          // no chart is shown
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

// follow notes what a batch says about the connection, and about gaps, of which so many are missing after it.
func (o *outages) follow(before event.Status, b *event.Batch, missing int64) {
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
	if b.Counts.Missing() > 0 {
		add(gap(last, b))
	}
	if b.Counts.Filled > 0 {
		o.fill(missing)
	}
}

// fill removes the newest gaps, whose messages have come, until there are no more of them than are still missing.
func (o *outages) fill(missing int64) {
	gaps := int64(0)
	for _, s := range o.spans {
		if s.Kind == chart.Gap {
			gaps++
		}
	}
	for i := len(o.spans) - 1; i >= 0 && gaps > missing; i-- {
		if o.spans[i].Kind == chart.Gap {
			o.spans = append(o.spans[:i:i], o.spans[i+1:]...)
			gaps--
		}
	}
}

// gap is the time in which a batch with a gap says that something is missing: from the last value before it, at last, to
// its first one; the second before its receipt where there are no values. Times of values are the feed's own.
func gap(last int64, b *event.Batch) chart.Span {
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

// explain returns what the chart of a row hatches: what is remembered of the feed, where it is the reason of a silence of
// that row for as long as the silence, and the silences without a reason.
func (o *outages) explain(silences []chart.Span) []chart.Span {
	spans := append([]chart.Span(nil), o.spans...) // what is remembered is about all rows
	for _, s := range silences {
		parts := []chart.Span{s}
		for i := range o.spans {
			switch e := &spans[i]; {
			case s.Kind != chart.Silence || !e.From.Before(s.To) || !s.From.Before(e.To):
			case e.Kind == chart.Down: // before and after that there was a connection
				parts = without(parts, *e)
			default:
				e.From, e.To = earlier(e.From, s.From), later(e.To, s.To)
				parts = nil
			}
			if parts == nil {
				break
			}
		}
		spans = append(spans, parts...)
	}
	return spans
}

// without takes a stretch of time out of spans.
func without(spans []chart.Span, out chart.Span) (left []chart.Span) {
	for _, s := range spans {
		if s.From.Before(out.From) {
			left = append(left, chart.Span{From: s.From, To: earlier(s.To, out.From), Kind: s.Kind})
		}
		if out.To.Before(s.To) {
			left = append(left, chart.Span{From: later(s.From, out.To), To: s.To, Kind: s.Kind})
		}
	}
	return left
}

// refreshChart tells the chart what is true at a moment.
func (m *Model) refreshChart(t *tab, at time.Time) {
	v := &t.view
	t.drawn = time.Now()
	at = at.Add(-v.pan)
	t.chart.SetKind(v.kind)
	if t.isFrozen {
		t.chart.SetMaxRows(0, "") // it is brought once, and then stays
	} else {
		t.chart.SetMaxRows(m.renders.chartRows, smallWhy)
	}
	data := chart.Data{Location: m.options.Location, Last: math.NaN(), Change: math.NaN(), Empty: m.emptyChart(t, at)}
	slices := max(t.chart.Columns(), 1)
	from, to := aligned(at, m.window, slices)
	data.From, data.To, data.Window = time.Unix(0, from), time.Unix(0, to), m.window
	still, until := t.isFrozen, to // the last slice goes on beyond the moment, and so may what is in it
	if still && v.pan == 0 {
		until = at.UnixNano() + 1
	}
	var silences []chart.Span
	begins := []float64{math.NaN()} // what each series was when the window began
	if r := t.row(); r != nil {
		data.Title = r.Name
		if value, field := t.main(r); value != nil && value.series != nil {
			data.Title = t.seriesName(seriesKey{t.selected, field})
			data.Last, data.Decimals = value.present(still), value.decimals
			data.Columns, silences = m.columns(t, t.selected, value, from, to, until, slices)
			begins[0] = firstOf(data.Columns)
			if last := lastOf(data.Columns); v.pan > 0 || !value.over(still) && (still || !math.IsNaN(last)) { // else there is only one from before the window
				data.Last, data.Change = last, changeFrom(begins[0], last)
			}
			if v.kind == chart.Candles {
				data.Candles = m.candles(r, value, at, until, still)
			}
		}
		data.Note = m.candleNote(r, still)
		if value, _ := t.main(r); value != nil && value.series != nil {
			var own *series.Candles
			if v.kind == chart.Candles && v.own {
				own = r.candles
			}
			if data.Spans = evicted(value, own, from); data.Spans != nil && own == nil {
				data.Change = math.NaN()
			}
			data.Note = cmp.Or(coarse(value, from), data.Note)
		}
		if value, field := t.main(r); value != nil {
			data.Marks = t.marks(seriesKey{t.selected, field})
			data.Hidden = v.hidden[seriesKey{t.selected, field}]
		}
	}
	for _, key := range v.added {
		if value := t.value(key); value != nil && value.series != nil && key.row != t.selected {
			columns, _ := m.columns(t, key.row, value, from, to, until, slices)
			last := lastOf(columns)
			if v.pan == 0 && (value.over(still) || !still && math.IsNaN(last)) {
				last = value.present(still)
			}
			begins = append(begins, firstOf(columns))
			data.Others = append(data.Others, chart.Series{
				Name: t.seriesName(key), Columns: columns, Last: last, Decimals: value.decimals, Hidden: v.hidden[key],
			})
		}
	}
	data.Spans = append(data.Spans, t.outages.explain(silences)...)
	if !t.outages.down.IsZero() {
		data.Spans = append(data.Spans, chart.Span{From: t.outages.down, To: at, Kind: chart.Down})
	}
	if v.pan > 0 {
		data.Note = "moved back: " + footer.Join(m.keys.of("later"), m.keys.of("reset"), " and ").Help().Key + " return  " + data.Note
	} else if still {
		data.Note = "frozen  " + data.Note
	}
	if v.percent {
		inPercent(&data, begins)
	}
	t.chart.SetCrosshair(v.crossAt, v.cross)
	t.chart.SetData(data)
	if !m.zoomed || m.focus == paneChart {
		t.chart.Draw()
	}
}

// over reports whether the number has ended; if the screen stands still, by then.
func (v *value) over(still bool) bool { return still && v.thenOver || !still && v.ended }

// present returns the number that there is, NaN if it has ended; if the screen stands still, by then.
func (v *value) present(still bool) float64 {
	if v.over(still) {
		return math.NaN()
	}
	return v.last
}

// frozen sets columns to the values of [from, to), of which those count that had come when the screen was frozen, at until:
// all that had ended, and then the last one.
func (v *value) frozen(columns []series.Column, from, to, until int64) {
	v.series.Ended(columns, from, to, until)
	if v.thenAt < from || v.thenAt >= min(to, until) || len(columns) == 0 {
		return
	}
	c := &columns[min(int((v.thenAt-from)/max((to-from)/int64(len(columns)), 1)), len(columns)-1)]
	if c.Count == 0 {
		*c = series.Column{First: v.then, Min: v.then, Max: v.then}
	}
	c.Last, c.Min, c.Max, c.Count = v.then, min(c.Min, v.then), max(c.Max, v.then), c.Count+1
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
	name := t.rows[key.row].Name
	if field := t.fields[key.field]; field != "value" {
		name += " " + field
	}
	return name
}

// columns cuts a series of row n into slices, and leaves out what was at until or later. A value is carried on until the
// next one, as a price holds until the next trade; but not over a silence of more than a tenth of the window, or longer
// than the preset allows: that is a span, and so is the silence of a stale row that goes on.
func (m *Model) columns(t *tab, n int32, of *value, from, to, until int64, slices int) (out []chart.Column, silences []chart.Span) {
	columns := make([]series.Column, slices)
	slice := (to - from) / int64(slices)
	if until < to { // what has come since is not to be seen yet
		of.frozen(columns, from, to, until)
	} else {
		of.series.Columns(columns, from, to)
	}
	hold := max(m.window/10, t.feed.Preset().StaleAfter(t.rows[n].Name))
	most := int(hold * time.Duration(slices) / m.window)
	out = make([]chart.Column, slices)
	at := func(i int) time.Time { return time.Unix(0, from+int64(i)*slice) }
	last, over := -1, -1 // the last slice with a value, and the one in which it has ended, if it has
	for i, c := range columns {
		out[i] = chart.Column{First: c.First, Last: c.Last, Min: c.Min, Max: c.Max, Count: c.Count}
		switch {
		case c.Count == 0 && !c.Ended:
			continue
		case over >= 0 && c.Count > 0:
			silences = append(silences, chart.Span{From: at(over), To: at(i), Kind: chart.NoValue})
			over = -1
		case over >= 0 || last < 0:
		case i-last <= most+1:
			for j := last + 1; j < i; j++ {
				v := columns[last].Last
				out[j] = chart.Column{First: v, Last: v, Min: v, Max: v, Count: 1}
			}
		default:
			silences = append(silences, chart.Span{From: at(last + 1), To: at(i), Kind: chart.Silence})
		}
		if c.Count > 0 {
			last = i
		}
		if c.Ended && over < 0 {
			if over = i; c.Count > 0 {
				over++
			}
		}
	}
	if over >= 0 && over < slices {
		return out, append(silences, chart.Span{From: at(over), To: time.Unix(0, to), Kind: chart.NoValue})
	}
	if now := t.view.pan == 0 && !t.isFrozen; now && last >= 0 && last+1 < slices && t.rows[n].State == event.SubscriptionStale {
		silences = append(silences, chart.Span{From: time.Unix(0, from+int64(last+1)*slice), To: time.Unix(0, to), Kind: chart.Silence})
	}
	return out, silences
}

// emptyChart says why there is nothing to see at a moment.
func (m *Model) emptyChart(t *tab, at time.Time) string {
	r := t.row()
	switch {
	case t.status.State == event.Failed:
		return "FAILED: " + t.status.Reason
	case t.status.State == event.Retry:
		return "not connected: " + t.status.Reason
	case !t.status.State.Connected():
		return t.status.State.String()
	case r == nil && t.filter != "":
		return "no label has " + t.filter
	case r == nil:
		return "nothing is subscribed: " + m.keys.label("subscribe") + " chooses"
	case r.State == event.Rejected, r.State == event.Ended:
		return r.State.String() + ": " + r.Reason
	case r.State == event.Unanswered:
		return "no answer to the request for " + r.name()
	case r.State == event.Off:
		return "not subscribed: " + m.keys.label("toggle") + " in the watchlist subscribes"
	}
	v, _ := t.main(r)
	if v == nil {
		v = r.over()
	}
	switch {
	case v != nil && t.isFrozen && v.thenAt == 0:
		return "no value before the screen was frozen: " + m.keys.label("bottom") + " goes on"
	case v != nil && t.isFrozen:
		return "no value in this window: the last one is " + format.Age(at.Sub(time.Unix(0, v.thenAt))) + " older"
	case v != nil && v.ended && v.word != "":
		return "no value: " + v.word
	case v != nil && v.ended:
		return "no value"
	case v != nil && time.Until(time.Unix(0, v.at)) > unlikely:
		return "no value in this window: the last one is dated " + format.Age(time.Until(time.Unix(0, v.at))) + " ahead of this clock"
	case v != nil:
		return "no value in this window: the last one is " + format.Age(time.Since(time.Unix(0, v.at))) + " old"
	}
	return "no value yet"
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
