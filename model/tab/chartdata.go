package tab

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
)

// Chart returns what the chart shows.
func (s Shown) Chart(on Screen) (data chart.Data) {
	t := s.tab
	t.pin()
	var begins []float64
	s.read(func(view history.View) { data, begins = s.data(view, &on, s.At.Add(-t.Chart.Pan)) })
	if t.Chart.Pan > 0 {
		data.Note = "moved back: " + on.Keys("later", "reset") + " return  " + data.Note
	} else if s.then != nil {
		data.Note = "frozen  " + data.Note
	}
	t.Chart.apart = t.Chart.apart || apart(&data)
	if t.Chart.Percent() {
		inPercent(&data, begins)
	}
	return data
}

// ChartRows returns how many rows the picture of the chart may have of those that a link can bring, or 0 for as many as there is
// space for: at a moment that is not the present, the picture is brought once, and then stays.
func (s Shown) ChartRows(link int) int {
	if s.then != nil {
		return 0
	}
	return link
}

// data returns what the chart shows of a window that ends at a moment, and what each of its series was when that began.
func (s Shown) data(view history.View, on *Screen, at time.Time) (data chart.Data, begins []float64) {
	t := s.tab
	v, slices := &t.Chart, on.columns()
	from, to, sent := s.window(view, on, at)
	data = chart.Data{
		Location: on.Location, Last: math.NaN(), Change: math.NaN(), Empty: s.emptyChart(view, on, at),
		From: time.Unix(0, from), To: time.Unix(0, to), Window: time.Duration(to - from).Round(time.Second),
	}
	var silences []chart.Span
	begins = []float64{math.NaN()}
	if s.label() != nil {
		r := s.row(view, t.selected)
		data.Title = r.Name
		value, field := t.Chart.Main(&r)
		key := history.Key{Label: t.selected, Field: field}
		data.Note = s.candleNote(view, on, t.selected, &r)
		if value != nil && value.Kept {
			data.Title = t.SeriesName(key)
			data.Last, data.Decimals = present(value), value.Decimals
			data.Columns, silences = s.columns(view, on, key, from, to, slices)
			begins[0] = firstOf(data.Columns)
			data.Slot = v.slot(key)
			data.Overlays = s.overlays(view, on, key, value.Decimals, from, to)
			if last := lastOf(data.Columns); v.Pan > 0 || !value.Ended && !math.IsNaN(last) { // else there is only one from before the window
				data.Last, data.Change = last, changeFrom(begins[0], last)
			}
			data.Volume = "vol"
			if data.Candles = sent; v.Kind == chart.Candles && len(sent) == 0 {
				data.Candles = candles(view, key, s.interval(on), from, to)
				data.Volume = "upd" // updates
			}
			own := len(sent) > 0
			if data.Spans = evicted(view, key, own, from); data.Spans != nil && !own {
				data.Change = math.NaN()
			}
			data.Note = cmp.Or(coarse(view, key, from), data.Note)
		}
		if value != nil {
			data.Marks = marks(t.alerts, key)
			data.Hidden = v.hidden[key]
		}
	}
	for _, key := range v.added {
		if value := view.Value(key); value != nil && value.Kept && key.Label != t.selected {
			columns, _ := s.columns(view, on, key, from, to, slices)
			last := lastOf(columns)
			if v.Pan == 0 && (value.Ended || math.IsNaN(last)) {
				last = present(value)
			}
			begins = append(begins, firstOf(columns))
			data.Others = append(data.Others, chart.Series{
				Name: t.SeriesName(key), Columns: columns, Last: last, Decimals: value.Decimals, Hidden: v.hidden[key], Slot: v.slot(key),
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

// window returns the window of the chart that ends at or just after a moment, and the candles that it shows if the feed has sent them.
func (s Shown) window(view history.View, on *Screen, at time.Time) (from, to int64, sent []chart.Candle) {
	if s.tab.Chart.Kind == chart.Candles && s.label() != nil {
		sent = s.sentCandles(view, on, s.tab.selected, at)
		from, to = s.candleWindow(sent, on, at)
		return from, to, sent
	}
	from, to = aligned(at, on.Window, on.columns())
	return from, to, nil
}

// windowBegin returns when the window of the chart begins, also where none is shown: changes are since then, and do not move before
// the chart does.
func (s Shown) windowBegin(view history.View, on *Screen) int64 {
	at := s.At
	if !on.Drawn.IsZero() && on.Drawn.Before(at) {
		at = on.Drawn
	}
	from, _, _ := s.window(view, on, at)
	return from
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

// columns cuts a series into slices. A value is carried on until the next one, as a price holds until the next trade; but
// not over a silence of more than a tenth of the window, or longer than the preset allows: that is a span, and so is the
// silence of a stale row that goes on.
func (s Shown) columns(view history.View, on *Screen, key history.Key, from, to int64, slices int) (out []chart.Column, silences []chart.Span) {
	t := s.tab
	columns := make([]series.Column, slices)
	slice := (to - from) / int64(slices)
	view.Columns(columns, key, from, to)
	label := s.Labels.At(key.Label)
	hold := max(on.Window/10, t.feed.Preset().StaleAfter(label.Name))
	most := int(hold * time.Duration(slices) / on.Window)
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
	if t.Chart.Pan == 0 && last >= 0 && last+1 < slices && (label.State == event.SubscriptionStale || label.State == event.LabelStale) {
		silences = append(silences, chart.Span{From: time.Unix(0, from+int64(last+1)*slice), To: time.Unix(0, to), Kind: chart.Silence})
	}
	return out, silences
}

// emptyChart says why there is nothing to see at a moment.
func (s Shown) emptyChart(view history.View, on *Screen, at time.Time) string {
	t := s.tab
	l := s.label()
	switch {
	case s.Status.State == event.Failed:
		return "FAILED: " + s.Status.Reason
	case s.Status.State == event.Retry:
		return "not connected: " + s.Status.Reason
	case !s.Status.State.Connected():
		return s.Status.State.String()
	case l == nil && t.Rows.Filter != "":
		return "no label has " + t.Rows.Filter
	case l == nil:
		return "nothing is subscribed: " + on.Keys("subscribe") + " chooses"
	case l.State.Failed():
		return l.State.String() + ": " + l.Reason
	case l.State == event.Unanswered:
		return "no answer to the request for " + SymbolOf(l)
	case l.State == event.Off:
		return "not subscribed: " + on.Keys("toggle") + " in the watchlist subscribes"
	}
	value := func(view history.View) *history.Value {
		r := view.Row(t.selected)
		v, _ := t.Chart.Main(&r)
		if v == nil {
			v = r.Over()
		}
		return v
	}
	v := value(view)
	ahead := time.Duration(0) // of this clock
	if v != nil {
		ahead = time.Unix(0, v.At).Sub(s.At)
	}
	switch {
	case v == nil && s.then != nil && value(view.Now()) != nil:
		return "no value before the screen was frozen: " + on.Keys("bottom") + " goes on"
	case v == nil && len(t.feed.Preset().Events) == 0: // opened by address
		return "to chart: " + on.Keys("inspect") + " on a message, then " + on.Keys("plot") + " and a number"
	case v == nil:
		return "no value yet"
	case v.Ended && v.Word != "":
		return "no value: " + v.Word
	case v.Ended:
		return "no value"
	case !v.Kept:
		return fmt.Sprintf("not charted: `limits.series` of the preset is %d, and others came before", t.feed.Preset().Limits.Series)
	case ahead > history.MaxAhead:
		return "no value in this window: the last one is dated " + format.Age(ahead) + " ahead of this clock"
	}
	return "no value in this window: the last one is " + format.Age(-ahead) + " old"
}
