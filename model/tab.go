package model

import (
	"sync/atomic"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
	"sockeye/feed/series"
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
	status  event.Status
	rows    []row
	taken   []event.Label // where rows are from
	valued  time.Time     // when something came that the chart shows
	heard   time.Time     // when the last batch came
	drawn   time.Time     // when the chart was
	charted int           // series and candles kept; the preset's limits.series bounds them
	kept    kept
	fields  []string
	counts  event.Counts
	meter   meter

	alerts  *alert.Set
	matcher atomic.Pointer[alert.Matcher] // of alerts, for the goroutine that waits for the next batch
	partial map[int]bool                  // numbers of the alerts of which the log says that they were matched with a part of a message
	asking  atomic.Pointer[time.Time]     // since when the next batch is waited for; nil: it is held back
	judged  time.Time                     // when alerts were last told that time passes
	raised  int                           // alerts that were told

	selected int32 // the row that the chart shows, on which the cursor of the watchlist is; event.NoLabel if it is on none

	inspector  inspect.Model
	inspecting bool
	// What is inspected, which the history may have let go of since.
	inspected     uint64 // its number
	inspectedRow  int32  // of the watchlist, or event.NoLabel
	inspectedRaw  []byte // without secrets
	inspectedText []byte // as the log shows it, likewise

	working bool // the log has asked for another slice

	log          logview.Model
	thin         thinLog
	list         watchlist.Model
	chart        chart.Model
	view         chartView
	outages      outages
	isFrozen     bool         // as it was noticed last
	frozenAt     time.Time    // while the log is frozen
	frozen       event.Counts // at that moment
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
	event.Label
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
	heard    time.Time // when the last one came
	ended    bool      // there is none any more; last is what it was
	endAt    int64     // since when, Unix nanoseconds
	word     string    // what the feed says instead; not sanitised
	thenOver bool      // ended, when the screen was frozen
}

func newTab(f *feed.Feed, o Options) *tab {
	t := &tab{
		feed:    f,
		watcher: f.Watch(),
		name:    f.Preset().Name,
		alerts:  alert.New(f.Preset()),
		history: feed.NewHistory(o.UI.History),
		fields:  f.Fields(),

		selected: event.NoLabel, inspectedRow: event.NoLabel,

		log:   logview.New(o.Theme),
		list:  watchlist.New(o.Theme),
		chart: chart.New(o.Theme),
		view:  chartView{kind: chart.Kinds[0]},
	}
	t.inspector = inspect.New(o.Theme)
	t.inspector.ReadNumber = func(text []byte) (float64, bool) {
		v, _, ok := lang.ParseNumber(text)
		return v, ok
	}
	t.matcher.Store(t.alerts.Matcher())
	t.apply(o.Settings)
	t.log.SetEntries(logEntries{t})
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
func (t *tab) receive(b *event.Batch) (changed bool) {
	now := time.Now()
	t.kept.follow(b)
	t.history.Add(b)
	t.counts.Add(b.Counts)
	t.meter.add(b)
	t.outages.follow(t.status, b, t.counts.Missing())
	if len(b.Points)+len(b.Candles)+len(b.Ends) > 0 || b.Status.State != t.status.State {
		t.valued = now
	}
	t.status = b.Status
	changed = t.take(b.Labels)
	points := 0
	for point, end := range b.Values {
		if end != nil {
			t.end(end)
			continue
		}
		if int(point.Field) >= len(t.fields) { // the operator plots something new
			t.fields = t.feed.Fields()
		}
		t.point(point, now)
		if points++; points%evictEvery == 0 {
			t.evict()
		}
	}
	t.heard = now
	for i := range b.Candles {
		t.candle(&b.Candles[i])
	}
	for _, touch := range b.Activity {
		r := &t.rows[touch.Label]
		r.at = time.Unix(0, touch.At)
		r.meter.add(int64(touch.Events))
	}
	t.grow()
	t.evict()
	t.alerts.Receive(now, b, t.fields)
	if now.Sub(t.judged) >= time.Second {
		t.judge(now)
	}
	t.log.Refresh()
	return changed
}

// take brings the rows up to date, and reports whether that has changed any; a row keeps its number for ever.
// Batches share their rows until one changes, so there is mostly nothing to do.
func (t *tab) take(rows []event.Label) (changed bool) {
	if len(rows) == 0 || len(rows) == len(t.taken) && &rows[0] == &t.taken[0] {
		return false
	}
	t.taken, t.told = rows, false
	for len(t.rows) < len(rows) {
		t.rows = append(t.rows, row{})
	}
	for i := range rows {
		t.rows[i].Label = rows[i]
	}
	return true
}

// unlikely is how far ahead of the time a value is when it is not the last one for long: it came before the clock of this
// machine was set back, or from a feed that dates one value wrongly.
const unlikely = time.Minute

// valueOf returns a number of a row, which is added if there is none.
func (t *tab) valueOf(row int32, field uint8) *value {
	r := &t.rows[row]
	for len(r.values) <= int(field) {
		r.values = append(r.values, value{})
	}
	return &r.values[field]
}

// point adds a number, at the time now.
func (t *tab) point(p *event.Point, now time.Time) {
	v := t.valueOf(p.Label, p.Field)
	if !v.known {
		v.known, v.decimals = true, int(p.Decimals)
		if t.charted < t.feed.Preset().Limits.Series {
			t.charted++
			v.series = new(series.Series)
			t.kept.bytes += v.series.Bytes()
		}
	}
	v.decimals = max(v.decimals, int(p.Decimals))
	if p.At >= v.at || v.at > now.UnixNano()+int64(unlikely) { // history that comes late is not the last value
		v.last, v.at = p.Value, p.At
		v.heard = now // but for the feed's own time, nothing says when it came since the last batch
		if at := time.Unix(0, p.At); at.Before(now) && at.After(t.heard) {
			v.heard = at
		}
		if p.At >= v.endAt {
			v.ended = false
		}
	}
	if v.series != nil {
		before := v.series.Bytes()
		v.series.Add(p.At, p.Value)
		t.kept.bytes += v.series.Bytes() - before
	}
}

// end notes the end of a value.
func (t *tab) end(e *event.EndOfValue) {
	v := t.valueOf(e.Label, e.Field)
	if e.At < v.at || e.At < v.endAt {
		return // something newer is known
	}
	if v.series != nil && !v.ended {
		v.series.End(e.At)
	}
	v.ended, v.endAt, v.word = true, e.At, e.Word
}

func (t *tab) candle(c *event.Candle) {
	r := &t.rows[c.Label]
	if r.candles == nil {
		if t.charted >= t.feed.Preset().Limits.Series {
			return
		}
		t.charted++
		r.candles = new(series.Candles)
		t.kept.bytes += r.candles.Bytes()
	}
	before := r.candles.Bytes()
	r.candles.Upsert(series.Candle{
		Begin: c.Begin, End: c.End,
		Open: c.Open, High: c.High, Low: c.Low, Close: c.Close,
		Volume: c.Volume, Closed: c.Closed,
	})
	t.kept.bytes += r.candles.Bytes() - before
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

// over returns the number of a row that has ended and is shown as such, or nil: its first one, or where it never had one the
// first that the feed says is none.
func (r *row) over() *value {
	v, _ := r.main()
	for i := 0; v == nil && i < len(r.values); i++ {
		if r.values[i].ended {
			v = &r.values[i]
		}
	}
	if v != nil && v.ended {
		return v
	}
	return nil
}

// wanted returns the symbols that are subscribed or about to be.
func (t *tab) wanted() (symbols []string) {
	for i := range t.rows {
		if t.rows[i].State.Wanted() {
			symbols = append(symbols, t.rows[i].name())
		}
	}
	return symbols
}

// retriable reports whether it is of use to ask for the row again.
func (r *row) retriable() bool {
	return r.State == event.Rejected || r.State == event.Ended || r.State == event.Unanswered
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
		if r := &t.rows[i]; !r.State.Wanted() || r.State == event.Rejected || r.State == event.Ended {
			symbols = append(symbols, r.name())
		}
	}
	return symbols
}

// name is what a row is subscribed by, or would be.
func (r *row) name() string {
	if r.Symbol != "" {
		return r.Symbol
	}
	return r.Name
}

// charts returns the state of the row that the chart shows.
func (t *tab) charts() event.SubscriptionState {
	if r := t.row(); r != nil {
		return r.State
	}
	return event.Off
}

// row returns the selected row, or nil if there is none.
func (t *tab) row() *row {
	if t.selected == event.NoLabel {
		return nil
	}
	return &t.rows[t.selected]
}
