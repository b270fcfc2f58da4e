package history

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/series"
)

// Moment is a moment in the course of a feed with the last values of then, so that what was known can be read later, whatever
// has come since; what was before is in the series. It does not change. A nil Moment is now.
type Moment struct {
	At      time.Time
	End     uint64 // the number that the next entry of the log had then
	totals  Totals
	status  event.Status
	labels  event.Labels
	hour    Hour
	rows    []past
	outages outages
}

// past is what was known of a label.
type past struct {
	values    []Value
	perSecond float64
	heard     time.Time
	candle    series.Candle
}

// Moment returns this moment, of which the caller has the time. It is a copy of the last values: some 100 bytes for each
// number of each label.
func (h *History) Moment(now time.Time) *Moment {
	h.mu.RLock()
	defer h.mu.RUnlock()
	m := &Moment{
		At: now, totals: h.totals(), status: h.status, labels: h.labels, hour: h.hourAt(now), rows: make([]past, len(h.rows)), outages: h.outages,
	}
	_, m.End = h.Range()
	m.outages.spans = slices.Clone(h.outages.spans)
	values := 0
	for i := range h.rows {
		values += len(h.rows[i].values)
	}
	all := make([]Value, 0, values)
	for i := range h.rows {
		r := &h.rows[i]
		begin := len(all)
		all = append(all, r.values...)
		m.rows[i] = past{values: all[begin:len(all):len(all)], perSecond: r.rate.PerSecond(), heard: r.heard}
		if r.candles != nil {
			m.rows[i].candle, _ = r.candles.Last()
		}
	}
	return m
}

// Key names a number of a label.
type Key struct {
	Label int32
	Field int
}

// View is what is known of labels at a moment. It is valid while the call of [History.View] lasts that it was made for.
type View struct {
	h  *History
	at *Moment // nil: now
}

// View calls read with what was known at a moment, nil being now. What read is given is not to be changed, nor to be kept
// beyond the call; a Row but for its Values may be. read has to be short, for nothing is added meanwhile, and must not call
// History but for its entries.
func (h *History) View(at *Moment, read func(View)) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	read(View{h, at})
}

// State returns the state of the feed and every label, by number, at the moment. They do not change.
func (v View) State() (event.Status, event.Labels) {
	if v.at != nil {
		return v.at.status, v.at.labels
	}
	return v.h.status, v.h.labels
}

// Totals returns the figures of the feed at the moment.
func (v View) Totals() Totals {
	if v.at != nil {
		return v.at.totals
	}
	return v.h.totals()
}

// Hour returns what the hour before the moment was like; now is the time for what is known now.
func (v View) Hour(now time.Time) Hour {
	if v.at != nil {
		return v.at.hour
	}
	return v.h.hourAt(now)
}

// Now returns what is known now, whatever the moment of v.
func (v View) Now() View { return View{h: v.h} }

// Row is what is known of a label at a moment.
type Row struct {
	event.Label           // as it is now, whatever the moment: see [View.State]
	PerSecond   float64   // events
	Heard       time.Time // receipt of the last event; zero: there was none
	Values      []Value   // by field
	Candles     bool      // the feed sends candles
}

// Len returns how many labels there are now.
func (v View) Len() int { return len(v.h.rows) }

// Row returns what is known of label n, 0 <= n < Len. A label that was not there at the moment has no numbers.
func (v View) Row(n int32) Row {
	row := &v.h.rows[n]
	switch {
	case v.at == nil:
		return Row{*v.h.labels.At(n), row.rate.PerSecond(), row.heard, row.values, row.candles != nil}
	case int(n) < len(v.at.rows):
		p := &v.at.rows[n]
		return Row{*v.h.labels.At(n), p.perSecond, p.heard, p.values, row.candles != nil}
	}
	return Row{Label: *v.h.labels.At(n)}
}

// Row is View.Row as a copy, which may be kept; an empty one if there is no such label.
func (h *History) Row(at *Moment, n int32) (row Row) {
	h.View(at, func(v View) {
		if n >= 0 && int(n) < v.Len() {
			row = v.Row(n)
			row.Values = slices.Clone(row.Values)
		}
	})
	return row
}

// Main returns the first number that the label has, and its field; nil if it has none.
func (r *Row) Main() (v *Value, field int) {
	for i := range r.Values {
		if r.Values[i].Known {
			return &r.Values[i], i
		}
	}
	return nil, 0
}

// Over returns the number of the label that has ended and is shown as such, or nil: its first one, or where it never had one
// the first that the feed says is none.
func (r *Row) Over() *Value {
	v, _ := r.Main()
	for i := 0; v == nil && i < len(r.Values); i++ {
		if r.Values[i].Ended {
			v = &r.Values[i]
		}
	}
	if v != nil && v.Ended {
		return v
	}
	return nil
}

// Fields returns the fields of the numbers that the label has.
func (r *Row) Fields() (fields []int) {
	for i := range r.Values {
		if r.Values[i].Known {
			fields = append(fields, i)
		}
	}
	return fields
}

// LastHeard is when the last event of the label came; where its value has ended, the last number.
func (r *Row) LastHeard() time.Time {
	if v := r.Over(); v != nil {
		return v.Heard
	}
	return r.Heard
}

// series returns the series of a number, nil if it has none.
func (v View) series(k Key) *series.Series {
	if k.Label < 0 || int(k.Label) >= len(v.h.rows) || k.Field >= len(v.h.rows[k.Label].series) {
		return nil
	}
	return v.h.rows[k.Label].series[k.Field]
}

// Value returns a number, nil if there is no such number.
func (v View) Value(k Key) *Value {
	if k.Label < 0 || int(k.Label) >= len(v.h.rows) {
		return nil
	}
	values := v.h.rows[k.Label].values
	if v.at != nil {
		if int(k.Label) >= len(v.at.rows) {
			return nil
		}
		values = v.at.rows[k.Label].values
	}
	if k.Field >= len(values) {
		return nil
	}
	return &values[k.Field]
}

// Columns sets dst to the values of a number from [from, to), in len(dst) columns of equal length, without those that came
// after the moment: all buckets of the series that had ended by then, and then the last value. See [series.Series.Columns].
func (v View) Columns(dst []series.Column, k Key, from, to int64) {
	s := v.series(k)
	if s == nil {
		clear(dst)
		return
	}
	if v.at == nil {
		s.Columns(dst, from, to)
		return
	}
	until := v.at.At.UnixNano() + 1
	s.Ended(dst, from, to, until)
	last := v.Value(k)
	if last == nil || last.At < from || last.At >= min(to, until) || len(dst) == 0 {
		return
	}
	c := &dst[min(int((last.At-from)/max((to-from)/int64(len(dst)), 1)), len(dst)-1)]
	if c.Count == 0 {
		*c = series.Column{First: last.Last, Min: last.Last, Max: last.Last}
	}
	c.Last, c.Min, c.Max, c.Count = last.Last, min(c.Min, last.Last), max(c.Max, last.Last), c.Count+1
}

// Summary is all that Columns would show of [from, to) in one column; false if there is nothing.
func (v View) Summary(k Key, from, to int64) (series.Column, bool) {
	var whole [1]series.Column
	v.Columns(whole[:], k, from, to)
	return whole[0], whole[0].Count > 0
}

// Kept says what of the time since from is not kept any more of a number; see [series.Series.Kept].
func (v View) Kept(k Key, from int64) (step time.Duration, since int64) {
	if s := v.series(k); s != nil {
		return s.Kept(from)
	}
	return 0, 0
}

// Candles returns the candles that the feed has sent of a label, oldest first.
func (v View) Candles(n int32) (candles []series.Candle) {
	all := v.h.rows[n].candles
	if all == nil {
		return nil
	}
	last, ok := v.LastCandle(n)
	if !ok {
		return nil
	}
	for i := range all.Len() {
		c := all.At(i)
		if v.at != nil && c.Key() >= last.Key() {
			if c.Key() == last.Key() {
				candles = append(candles, last)
			}
			break
		}
		candles = append(candles, c)
	}
	return candles
}

// LastCandle returns the newest candle of a label; false if there is none.
func (v View) LastCandle(n int32) (series.Candle, bool) {
	switch {
	case v.at == nil && v.h.rows[n].candles != nil:
		return v.h.rows[n].candles.Last()
	case v.at != nil && int(n) < len(v.at.rows):
		return v.at.rows[n].candle, v.at.rows[n].candle != series.Candle{}
	}
	return series.Candle{}, false
}

// CandlesSince returns the time of the oldest candle of a label that is kept, in Unix nanoseconds, where older ones had to be
// dropped for others; else 0.
func (v View) CandlesSince(n int32) int64 {
	c := v.h.rows[n].candles
	if c == nil || c.Cut() == 0 {
		return 0
	}
	oldest := c.At(0)
	return oldest.Key()
}

// Outages returns the outages and gaps, oldest first, and since when there has been no connection; zero if there is one.
func (v View) Outages() (all []Outage, down time.Time) {
	o := &v.h.outages
	if v.at != nil {
		o = &v.at.outages
	}
	return o.spans, o.down
}

// Totals are the figures of a whole feed.
type Totals struct {
	Counts            event.Counts // since the feed was started
	Evicted           int64        // messages that are not in the log any more; of Counts.Log
	MessagesPerSecond float64
	BytesPerSecond    float64
	LagMedian, LagP99 time.Duration // how late events arrived
	HasLag            bool
}

// Totals returns the figures of the feed as they are now.
func (h *History) Totals() Totals {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.totals()
}

func (h *History) totals() Totals {
	t := Totals{Counts: h.counts, Evicted: h.Evicted(), MessagesPerSecond: h.meter.messages.PerSecond(), BytesPerSecond: h.meter.bytes.PerSecond()}
	t.LagMedian, t.LagP99, t.HasLag = h.meter.lags()
	return t
}

// State returns the state of the feed and every label, by number, as of the last batch. They do not change.
func (h *History) State() (event.Status, event.Labels) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.status, h.labels
}

// Heard reports whether a label had an event.
func (h *History) Heard(n int32) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return int(n) < len(h.rows) && !h.rows[n].heard.IsZero()
}
