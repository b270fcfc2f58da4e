package model

import (
	"cmp"
	"math"
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
	"sockeye/widgets/footer"
)

// chartView is how the chart of a feed is shown.
type chartView struct {
	kind     chart.Kind
	off      bool          // no chart is shown
	interval time.Duration // of candles made from values; 0: chosen by the window; own: the feed's candles
	own      bool
	locked   bool          // the scale
	pan      time.Duration // how far back from now the window ends
	cross    time.Time     // where the crosshair stands; zero: there is none
	added    []history.Key // beside the selected row
	hidden   map[history.Key]bool
	percent  bool // changes since the window began, and not values: what is dear and what is cheap on one scale
	field    int  // the number that is shown, where one was chosen
	chosen   bool
}

// explain returns what the chart of a row hatches: what is known of the feed, where it is the reason of a silence of that
// row for as long as the silence, and the silences without a reason.
func explain(outages []history.Outage, silences []chart.Span) []chart.Span {
	spans := make([]chart.Span, len(outages)) // which are about all rows
	for i, o := range outages {
		spans[i] = chart.Span{From: o.From, To: o.To, Kind: chart.Down}
		if o.Gap {
			spans[i].Kind = chart.Gap
		}
	}
	for _, s := range silences {
		parts := []chart.Span{s}
		for i := range outages {
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

// refresh has the chart show what is known at the moment of the screen.
func (p chartPane) refresh() {
	t := p.t
	v := &t.view
	t.drawn = p.on.now
	t.pin()
	t.chart.SetKind(v.kind)
	if t.frozen != nil {
		t.chart.SetMaxRows(0, "") // it is brought once, and then stays
	} else {
		t.chart.SetMaxRows(p.on.chartRows, smallReason)
	}
	var data chart.Data
	var begins []float64
	t.history.View(t.frozen, func(view history.View) { data, begins = p.data(view, t.at(t.drawn).Add(-v.pan)) })
	if v.pan > 0 {
		data.Note = "moved back: " + footer.Join(p.on.keys.of("later"), p.on.keys.of("reset"), " and ").Help().Key + " return  " + data.Note
	} else if t.frozen != nil {
		data.Note = "frozen  " + data.Note
	}
	if v.percent {
		inPercent(&data, begins)
	}
	t.chart.SetCrosshair(v.cross)
	t.chart.SetData(data)
	if slices.Contains(p.on.layout.shown, paneChart) {
		t.chart.Draw()
	}
}

// data returns what the chart shows of a window that ends at a moment, and what each of its series was when that began.
func (p chartPane) data(view history.View, at time.Time) (data chart.Data, begins []float64) {
	t := p.t
	v, slices := &t.view, max(t.chart.Columns(), 1)
	from, to := aligned(at, *p.on.window, slices)
	data = chart.Data{
		Location: p.on.location, Last: math.NaN(), Change: math.NaN(), Empty: p.emptyChart(view, at),
		From: time.Unix(0, from), To: time.Unix(0, to), Window: *p.on.window,
	}
	var silences []chart.Span
	begins = []float64{math.NaN()}
	if t.selected != event.NoLabel {
		r := t.known(view, t.selected)
		data.Title = r.Name
		value, field := t.main(&r)
		key := history.Key{Label: t.selected, Field: field}
		data.Note = p.candleNote(view, t.selected, &r)
		if value != nil && value.Kept {
			data.Title = t.seriesName(key)
			data.Last, data.Decimals = present(value), value.Decimals
			data.Columns, silences = p.columns(view, key, from, to, slices)
			begins[0] = firstOf(data.Columns)
			if last := lastOf(data.Columns); v.pan > 0 || !value.Ended && (t.frozen != nil || !math.IsNaN(last)) { // else there is only one from before the window
				data.Last, data.Change = last, changeFrom(begins[0], last)
			}
			if v.kind == chart.Candles {
				data.Candles = p.candles(view, key, v, at)
			}
			own := v.kind == chart.Candles && v.own && r.Candles
			if data.Spans = evicted(view, key, own, from); data.Spans != nil && !own {
				data.Change = math.NaN()
			}
			data.Note = cmp.Or(coarse(view, key, from), data.Note)
		}
		if value != nil {
			data.Marks = t.marks(key)
			data.Hidden = v.hidden[key]
		}
	}
	for _, key := range v.added {
		if value := view.Value(key); value != nil && value.Kept && key.Label != t.selected {
			columns, _ := p.columns(view, key, from, to, slices)
			last := lastOf(columns)
			if v.pan == 0 && (value.Ended || t.frozen == nil && math.IsNaN(last)) {
				last = present(value)
			}
			begins = append(begins, firstOf(columns))
			data.Others = append(data.Others, chart.Series{
				Name: t.seriesName(key), Columns: columns, Last: last, Decimals: value.Decimals, Hidden: v.hidden[key],
			})
		}
	}
	outages, down := view.Outages()
	data.Spans = append(data.Spans, explain(outages, silences)...)
	if !down.IsZero() {
		data.Spans = append(data.Spans, chart.Span{From: down, To: at, Kind: chart.Down})
	}
	return data, begins
}

// present returns the number that there is, NaN if it has ended.
func present(v *history.Value) float64 {
	if v.Ended {
		return math.NaN()
	}
	return v.Last
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

// seriesName is what a series is called.
func (t *tab) seriesName(key history.Key) string {
	name := t.labels[key.Label].Name
	if field := t.fields[key.Field]; field != "value" {
		name += " " + field
	}
	return name
}

// columns cuts a series into slices. A value is carried on until the next one, as a price holds until the next trade; but
// not over a silence of more than a tenth of the window, or longer than the preset allows: that is a span, and so is the
// silence of a stale row that goes on.
func (p chartPane) columns(view history.View, key history.Key, from, to int64, slices int) (out []chart.Column, silences []chart.Span) {
	t := p.t
	columns := make([]series.Column, slices)
	slice := (to - from) / int64(slices)
	view.Columns(columns, key, from, to)
	label := &t.labels[key.Label]
	hold := max(*p.on.window/10, t.feed.Preset().StaleAfter(label.Name))
	most := int(hold * time.Duration(slices) / *p.on.window)
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
	if now := t.view.pan == 0 && t.frozen == nil; now && last >= 0 && last+1 < slices && (label.State == event.SubscriptionStale || label.State == event.LabelStale) {
		silences = append(silences, chart.Span{From: time.Unix(0, from+int64(last+1)*slice), To: time.Unix(0, to), Kind: chart.Silence})
	}
	return out, silences
}

// emptyChart says why there is nothing to see at a moment.
func (p chartPane) emptyChart(view history.View, at time.Time) string {
	t := p.t
	l := t.label()
	switch {
	case t.status.State == event.Failed:
		return "FAILED: " + t.status.Reason
	case t.status.State == event.Retry:
		return "not connected: " + t.status.Reason
	case !t.status.State.Connected():
		return t.status.State.String()
	case l == nil && t.rows.filter != "":
		return "no label has " + t.rows.filter
	case l == nil:
		return "nothing is subscribed: " + p.on.keys.label("subscribe") + " chooses"
	case l.State == event.Rejected, l.State == event.Ended:
		return l.State.String() + ": " + l.Reason
	case l.State == event.Unanswered:
		return "no answer to the request for " + symbolOf(l)
	case l.State == event.Off:
		return "not subscribed: " + p.on.keys.label("toggle") + " in the watchlist subscribes"
	}
	value := func(view history.View) *history.Value {
		r := view.Row(t.selected)
		v, _ := t.main(&r)
		if v == nil {
			v = r.Over()
		}
		return v
	}
	v := value(view)
	ahead := time.Duration(0) // of this clock
	if v != nil {
		ahead = time.Unix(0, v.At).Sub(p.on.now)
	}
	switch {
	case v == nil && t.frozen != nil && value(view.Now()) != nil:
		return "no value before the screen was frozen: " + p.on.keys.label("bottom") + " goes on"
	case v == nil:
		return "no value yet"
	case t.frozen != nil && v.At != 0:
		return "no value in this window: the last one is " + format.Age(at.Sub(time.Unix(0, v.At))) + " older"
	case v.Ended && v.Word != "":
		return "no value: " + v.Word
	case v.Ended:
		return "no value"
	case ahead > history.MaxAhead:
		return "no value in this window: the last one is dated " + format.Age(ahead) + " ahead of this clock"
	}
	return "no value in this window: the last one is " + format.Age(-ahead) + " old"
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
