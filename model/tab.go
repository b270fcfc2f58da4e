package model

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/feed/preset/lang"
	"sockeye/widgets/chart"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// tab is one feed on the screen: what has been seen of it, and where the operator is in it. What the feed keeps belongs to the
// feed. Feeds that are not shown go on receiving into theirs.
type tab struct {
	feed    *feed.Feed
	watcher *feed.Watcher
	name    string

	history *history.History // of the feed
	alerts  *alert.Set       // likewise
	status  event.Status     // as of the last update
	labels  []event.Label    // likewise, by number
	fields  []string
	valued  time.Time // when something came that the chart shows
	drawn   time.Time // when the chart was

	frozen *history.Moment // what the panes show, but for the state of the feed and its labels; nil: the present
	raised int             // alerts, since then

	selected int32   // the label that the chart shows, on which the cursor of the watchlist is; event.NoLabel if it is on none
	pinned   []int32 // the labels that the chart shows, as the history knows them

	inspector  inspect.Model
	inspecting bool
	inspected  inspected

	working bool // the log has asked for another slice

	log     logview.Model
	table   *logTable
	resumes bool // the log was live before something was inspected
	list    watchlist.Model
	chart   chart.Model
	view    chartView
	rows    listRows
	// cursorPlaced says that the cursor of the watchlist is where it begins, or where it was put.
	cursorPlaced bool
}

// inspected is what the inspector shows, which the history may have evicted since.
type inspected struct {
	number uint64 // of the entry
	label  int32  // that it belongs to, or event.NoLabel
	raw    []byte // without secrets
	text   []byte // as the log shows it, likewise
}

func newTab(f *feed.Feed, o Options) *tab {
	t := &tab{
		feed:    f,
		watcher: f.Watch(),
		name:    f.Preset().Name,
		alerts:  f.Alerts(),
		history: f.History(),
		fields:  f.Fields(),

		selected: event.NoLabel, inspected: inspected{label: event.NoLabel},

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
	t.inspector.ReadTime = func(text []byte) (time.Time, bool) {
		ns, ok := lang.ParseTime(text, nil)
		return time.Unix(0, ns), ok
	}
	t.apply(o.Settings)
	t.table = newLogTable(f.Preset())
	t.log.SetColumns(t.table.columns)
	t.log.SetEntries(logEntries{t})
	t.log.SetNow(f.Now())
	return t
}

// apply makes other settings count.
func (t *tab) apply(s Settings) {
	t.log.Keys, t.list.Keys, t.inspector.Keys = s.Keys.log, s.Keys.list, s.Keys.inspect
	t.inspector.SetLocation(s.Location)
	t.inspector.SetFooter(inspectorFooter(s.Keys))
	t.log.SetLocation(s.Location)
}

// receive notes what a batch brings, which the history of the feed has by then, and reports whether the state of the feed or
// of a subscription has changed.
func (t *tab) receive(now time.Time, b *event.Batch) (changed bool) {
	if len(b.Points)+len(b.Candles)+len(b.Ends) > 0 {
		t.valued = now
	}
	return t.update(now)
}

// update notes the state of the feed, its labels and the range of its log as the history has them, which may be ahead of the
// last batch: values are read from it too. It reports whether a state has changed.
func (t *tab) update(now time.Time) (changed bool) {
	before, charted := t.status.State, t.charts()
	status, labels := t.history.State()
	t.status, t.fields = status, t.feed.Fields()
	t.log.Refresh()
	// Batches share their labels until one changes, so that there is mostly nothing to do.
	if n := len(labels); n > 0 && !(n == len(t.labels) && &labels[0] == &t.labels[0]) {
		t.labels, t.rows.stale, changed = labels, true, true
	}
	if status.State != before {
		t.valued, changed = now, true
	}
	if status.State != before || t.charts() != charted {
		t.drawn = time.Time{} // the chart says it
	}
	return changed
}

// at returns the moment that the panes show, which is the time, or when the screen was frozen.
func (t *tab) at(now time.Time) time.Time {
	if t.frozen != nil {
		return t.frozen.At
	}
	return now
}

// known returns what is known of a label, whose state is the one that the screen has been given.
func (t *tab) known(v history.View, n int32) history.Row {
	r := v.Row(n)
	r.Label = t.labels[n]
	return r
}

// wanted returns the symbols that are subscribed or about to be.
func (t *tab) wanted() (symbols []string) {
	for i := range t.labels {
		if t.labels[i].State.Wanted() {
			symbols = append(symbols, symbolOf(&t.labels[i]))
		}
	}
	return symbols
}

// unwanted returns the symbols and labels that are known and not subscribed.
func (t *tab) unwanted() (symbols []string) {
	for i := range t.labels {
		if l := &t.labels[i]; !l.State.Wanted() || l.State == event.Rejected || l.State == event.Ended {
			symbols = append(symbols, symbolOf(l))
		}
	}
	return symbols
}

// symbolOf is what a label is subscribed by, or would be.
func symbolOf(l *event.Label) string {
	if l.Symbol != "" {
		return l.Symbol
	}
	return l.Name
}

// retriable reports whether it is of use to ask for a label again.
func retriable(l *event.Label) bool {
	return l.State == event.Rejected || l.State == event.Ended || l.State == event.Unanswered
}

// main returns the first number of a row, or the one that was chosen for the chart, where the row has it.
func (t *tab) main(r *history.Row) (v *history.Value, field int) {
	if f := t.view.field; t.view.chosen && f < len(r.Values) && r.Values[f].Known {
		return &r.Values[f], f
	}
	return r.Main()
}

// charts returns the state of the label that the chart shows.
func (t *tab) charts() event.SubscriptionState {
	if l := t.label(); l != nil {
		return l.State
	}
	return event.Off
}

// label returns the selected label, or nil if there is none.
func (t *tab) label() *event.Label {
	if t.selected == event.NoLabel {
		return nil
	}
	return &t.labels[t.selected]
}

// row returns what is known of the selected label, or nil if there is none.
func (t *tab) row() *history.Row {
	if t.selected == event.NoLabel {
		return nil
	}
	r := t.history.Row(t.frozen, t.selected)
	r.Label = t.labels[t.selected]
	return &r
}
