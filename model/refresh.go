package model

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
	"sockeye/widgets/draw"
	"sockeye/widgets/header"
)

// refresh tells the widgets of the feed that is looked at what is true now.
func (m *Model) refresh() {
	m.dirty = false
	now := time.Now()
	m.refreshHeader(now)
	t := m.tab()
	at := now
	if t.log.Frozen() {
		at = t.frozenAt
	}
	m.refreshList(t, now, at)
	m.refreshChart(t, at)
}

func (m *Model) refreshHeader(now time.Time) {
	feeds := make([]header.Feed, len(m.tabs))
	for i, t := range m.tabs {
		feeds[i] = header.Feed{Number: i + 1, Name: t.name, Active: i == m.active, State: t.status.State.String(), Detail: t.detail(now)}
	}
	m.header.SetFeeds(feeds)
	m.header.SetClock(now.In(m.options.Location))
	t := m.tab()
	f := header.Figures{
		MessagesPerSecond: t.meter.messages.perSecond(),
		BytesPerSecond:    t.meter.bytes.perSecond(),
		Gaps:              uint64(t.counts.Gaps),
		In:                uint64(t.counts.In),
		Log:               uint64(t.counts.Log),
		Beats:             uint64(t.counts.Heartbeats),
		Dropped:           uint64(t.counts.Dropped),
	}
	f.LagMedian, f.LagP99, f.HasLag = t.meter.lags()
	f.DataAge, f.HasData = since(now, t.status.LastData)
	f.BeatAge, f.HasBeat = since(now, t.status.LastBeat)
	m.header.SetFigures(f)
}

// since returns how long ago a moment was; false if it never came.
func since(now, at time.Time) (time.Duration, bool) {
	if at.IsZero() {
		return 0, false
	}
	return max(now.Sub(at), 0), true
}

// detail is what belongs to the state of a feed: how long until the next attempt, and that nobody has checked who
// the server is.
func (t *tab) detail(now time.Time) string {
	var details []string
	if t.status.State == feed.Retry {
		left := max(t.status.RetryAt.Sub(now), 0)
		details = append(details, fmt.Sprintf("%ds", int(math.Ceil(left.Seconds()))))
	}
	if t.feed.Preset().TLS.Insecure {
		details = append(details, "TLS UNVERIFIED")
	}
	return strings.Join(details, " ")
}

// stateWord is the state of a feed with its detail.
func (m *Model) stateWord(t *tab) string {
	word := t.status.State.String()
	if detail := t.detail(time.Now()); detail != "" {
		word += " " + detail
	}
	return word
}

// age returns how old the last event of a row is.
func (m *Model) age(r *row) (time.Duration, bool) { return since(time.Now(), r.at) }

// change returns the change over the window, in per cent; NaN without one.
func change(s *series.Series, at time.Time, window time.Duration) float64 {
	sum, ok := s.Summary(at.Add(-window).UnixNano(), at.UnixNano()+1)
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

func (m *Model) refreshChart(t *tab, at time.Time) {
	data := chart.Data{Window: m.window, Last: math.NaN(), Change: math.NaN(), Empty: m.emptyChart(t)}
	if r := t.row(); r != nil {
		data.Title = r.Label
		if v, field := r.main(); v != nil && v.series != nil {
			if name := t.fields[field]; name != "value" {
				data.Title += " " + name
			}
			columns := make([]series.Column, max(t.chart.Columns(), 0))
			if len(columns) > 0 {
				from, to := aligned(at, m.window, len(columns))
				v.series.Columns(columns, from, to)
			}
			data.Columns = m.held(t, columns)
			data.Last, data.Decimals = v.last, v.decimals
			data.Change = change(v.series, at, m.window)
		}
		data.Note = m.candleNote(r)
	}
	t.chart.SetData(data)
}

// held carries a value on until the next one, as a price holds until the next trade; but not over a silence of
// more than a tenth of the window, or longer than the preset allows: that stays a hole.
func (m *Model) held(t *tab, columns []series.Column) []chart.Column {
	hold := max(m.window/10, t.feed.Preset().Stale)
	most := int(hold * time.Duration(len(columns)) / m.window)
	out := make([]chart.Column, len(columns))
	last := -1
	for i, c := range columns {
		out[i] = chart.Column(c)
		if c.Count == 0 {
			continue
		}
		if last >= 0 && i-last <= most {
			for j := last + 1; j < i; j++ {
				v := columns[last].Last
				out[j] = chart.Column{First: v, Last: v, Min: v, Max: v, Count: 1}
			}
		}
		last = i
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
		return "nothing is subscribed: s chooses"
	case r.State == feed.Rejected:
		return "rejected: " + r.Reason
	case r.State == feed.Off:
		return "not subscribed: s or space subscribes"
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
