package model

import (
	"sync/atomic"
	"time"

	"sockeye/feed"
	"sockeye/feed/series"
	"sockeye/model/alert"
	"sockeye/widgets/chart"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// tab is one feed on the screen with everything that belongs to it. Feeds that are not looked at go on
// receiving into theirs.
type tab struct {
	feed    *feed.Feed
	watcher *feed.Watcher
	name    string

	history *feed.History
	status  feed.Status
	rows    []row
	taken   []feed.Row // where rows are from
	valued  time.Time  // when something came that the chart shows
	drawn   time.Time  // when the chart was
	charted int        // series and candles kept; the preset's limits.series bounds them
	fields  []string
	counts  feed.Counts
	meter   meter

	alerts  *alert.Set
	matcher atomic.Pointer[alert.Matcher] // of alerts, for the goroutine that waits for the next batch
	asking  atomic.Pointer[time.Time]     // since when the next batch is waited for; nil: it is held back
	judged  time.Time                     // when alerts were last told that time passes
	raised  int                           // alerts that were told

	selected int32 // the row that the chart shows, on which the cursor of the watchlist is; feed.NoRow if it is on none

	inspector  inspect.Model
	inspecting bool
	// What is inspected, which the history may have let go of since.
	inspected     uint64 // its number
	inspectedRow  int32  // of the watchlist, or feed.NoRow
	inspectedRaw  []byte // without secrets
	inspectedText []byte // as the log shows it, likewise

	working bool // the log has asked for another slice

	log          logview.Model
	thin         thinLog
	list         watchlist.Model
	chart        chart.Model
	view         chartView
	outages      outages
	isFrozen     bool        // as it was noticed last
	frozenAt     time.Time   // while the log is frozen
	frozen       feed.Counts // at that moment
	frozenRaised int
	shown        []watchlist.Row // as the watchlist has them, by row number; of those that are not visible, what may be old
	told         bool            // the words of shown are those of rows
	order        []int32         // the rows that the watchlist shows
	asCame       bool            // order is that of the rows
	arranged     []watchlist.Row // shown in another order
	moved        bool            // the cursor of the watchlist stands where it should begin, or where it was put
	sorting      sorting
	filter       string // of labels, in lower case
}

// row is a line of the watchlist with its numbers over time.
type row struct {
	feed.Row
	values  []value // by field; what the row never had is empty
	candles *series.Candles
	then    series.Candle // the last one, when the screen was frozen
	meter   rate
	at      time.Time // receipt of the last event
}

// value is one number of a row.
type value struct {
	series   *series.Series // nil beyond the preset's limits.series
	last     float64
	at       int64   // of last, Unix nanoseconds
	then     float64 // last, when the screen was frozen
	thenAt   int64   // at, likewise
	decimals int
	known    bool
}

func newTab(f *feed.Feed, o Options) *tab {
	t := &tab{
		feed:    f,
		watcher: f.Watch(),
		name:    f.Preset().Name,
		alerts:  alert.New(f.Preset()),
		history: feed.NewHistory(o.UI.History),
		fields:  f.Fields(),

		selected: feed.NoRow, inspectedRow: feed.NoRow,

		log:   logview.New(o.Theme),
		list:  watchlist.New(o.Theme),
		chart: chart.New(o.Theme),
	}
	t.inspector = inspect.New(o.Theme)
	t.matcher.Store(t.alerts.Matcher())
	t.apply(o.Settings)
	t.log.SetRows(logRows{t})
	t.log.SetNow(time.Now())
	return t
}

// apply makes other settings count.
func (t *tab) apply(s Settings) {
	t.log.Keys, t.list.Keys, t.inspector.Keys = s.Keys.log, s.Keys.list, s.Keys.inspect
	t.inspector.SetLocation(s.Location)
	t.inspector.SetFooter(inspectorFooter(s.Keys))
	t.log.SetLocation(s.Location)
}

// receive takes a batch in, and reports whether the state of a subscription has changed.
func (t *tab) receive(b *feed.Batch) (changed bool) {
	now := time.Now()
	t.history.Add(b)
	t.counts.Add(b.Counts)
	t.meter.add(b)
	t.outages.follow(t.status, b)
	if len(b.Points)+len(b.Candles) > 0 || b.Status.State != t.status.State {
		t.valued = now
	}
	t.status = b.Status
	changed = t.take(b.Rows)
	for i := range b.Points {
		if int(b.Points[i].Field) >= len(t.fields) { // the operator plots something new
			t.fields = t.feed.Fields()
		}
		t.point(&b.Points[i], now.UnixNano())
	}
	for i := range b.Candles {
		t.candle(&b.Candles[i])
	}
	for _, touch := range b.Touches {
		r := &t.rows[touch.Row]
		r.at = time.Unix(0, touch.At)
		r.meter.add(int64(touch.Events))
	}
	t.alerts.Receive(now, b, t.fields)
	if now.Sub(t.judged) >= time.Second {
		t.judge(now)
	}
	t.log.Refresh()
	return changed
}

// take brings the rows up to date, and reports whether that has changed any; a row keeps its number for ever.
// Batches share their rows until one changes, so there is mostly nothing to do.
func (t *tab) take(rows []feed.Row) (changed bool) {
	if len(rows) == 0 || len(rows) == len(t.taken) && &rows[0] == &t.taken[0] {
		return false
	}
	t.taken, t.told = rows, false
	for len(t.rows) < len(rows) {
		t.rows = append(t.rows, row{})
	}
	for i := range rows {
		t.rows[i].Row = rows[i]
	}
	return true
}

// unlikely is how far ahead of the time a value is when it is not the last one for long: it came before the clock of this
// machine was set back, or from a feed that dates one value wrongly.
const unlikely = time.Minute

// point takes a number in, at the time now.
func (t *tab) point(p *feed.Point, now int64) {
	r := &t.rows[p.Row]
	for len(r.values) <= int(p.Field) {
		r.values = append(r.values, value{})
	}
	v := &r.values[p.Field]
	if !v.known {
		v.known, v.decimals = true, int(p.Decimals)
		if t.charted < t.feed.Preset().Limits.Series {
			t.charted++
			v.series = new(series.Series)
		}
	}
	v.decimals = max(v.decimals, int(p.Decimals))
	if p.At >= v.at || v.at > now+int64(unlikely) { // history that comes late is not the last value
		v.last, v.at = p.Value, p.At
	}
	if v.series != nil {
		v.series.Add(p.At, p.Value)
	}
}

func (t *tab) candle(c *feed.Candle) {
	r := &t.rows[c.Row]
	if r.candles == nil {
		if t.charted >= t.feed.Preset().Limits.Series {
			return
		}
		t.charted++
		r.candles = new(series.Candles)
	}
	r.candles.Upsert(series.Candle{
		Begin: c.Begin, End: c.End,
		Open: c.Open, High: c.High, Low: c.Low, Close: c.Close,
		Volume: c.Volume, Closed: c.Closed,
	})
}

// knownAfter is for how long a batch has been waited for when it is plain that there is none.
const knownAfter = 100 * time.Millisecond

// judge has the alerts look at what time alone brings about. That is not to be done while batches are held back because
// the link has no room: what is taken for silence then is our own.
func (t *tab) judge(now time.Time) {
	t.judged = now
	t.alerts.Tick(now)
}

// tick is called about once a second; after a terminal was stopped, it can be much more.
func (t *tab) tick(now time.Time, since time.Duration) {
	if since := t.asking.Load(); since != nil && now.Sub(*since) >= knownAfter {
		t.judge(now)
	}
	t.meter.tick(since)
	for i := range t.rows {
		t.rows[i].meter.tick(since)
	}
}

// main returns the first number that a row has, with its field.
func (r *row) main() (v *value, field int) {
	for i := range r.values {
		if r.values[i].known {
			return &r.values[i], i
		}
	}
	return nil, 0
}

// wanted returns the symbols that are subscribed or about to be.
func (t *tab) wanted() (symbols []string) {
	for i := range t.rows {
		if t.rows[i].wanted() {
			symbols = append(symbols, t.rows[i].name())
		}
	}
	return symbols
}

// wanted reports whether a row is subscribed or about to be.
func (r *row) wanted() bool {
	switch r.State {
	case feed.Pending, feed.Live, feed.RowStale:
		return true
	}
	return false
}

// main is row.main, or the number that was chosen for the chart, where the row has it.
func (t *tab) main(r *row) (v *value, field int) {
	if f := t.view.field; t.view.chosen && f < len(r.values) && r.values[f].known {
		return &r.values[f], f
	}
	return r.main()
}

// unwanted returns the symbols and labels that are known and not subscribed.
func (t *tab) unwanted() (symbols []string) {
	for i := range t.rows {
		switch t.rows[i].State {
		case feed.Off, feed.Rejected, feed.Label:
			symbols = append(symbols, t.rows[i].name())
		}
	}
	return symbols
}

// name is what a row is subscribed by, or would be.
func (r *row) name() string {
	if r.Symbol != "" {
		return r.Symbol
	}
	return r.Label
}

// charts returns the state of the row that the chart shows.
func (t *tab) charts() feed.RowState {
	if r := t.row(); r != nil {
		return r.State
	}
	return feed.Off
}

// row returns the selected row, or nil if there is none.
func (t *tab) row() *row {
	if t.selected == feed.NoRow {
		return nil
	}
	return &t.rows[t.selected]
}
