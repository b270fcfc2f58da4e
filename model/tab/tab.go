// Package tab is one feed on the screen: what is known of it, where the operator is in it, and the moment that is shown.
//
// [Tab.At] is the only way to what is visible: given a moment, it says what each widget shows then. Live, the moment is the
// present; frozen, it is the one at which the screen was frozen, and nothing else on the screen knows the difference. What the
// feed keeps belongs to the feed. No widgets, no keys, no sockets and no clock are here: times are handed in.
package tab

import (
	"fmt"
	"slices"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
)

// Tab is one feed on the screen. It is used by one goroutine.
type Tab struct {
	Name  string // on the screen; no two have the same
	Chart Chart  // how its chart is shown
	Rows  Rows   // which labels its watchlist shows, in which order

	feed    *feed.Feed
	ask     Requests
	watcher *feed.Watcher
	history *history.History // of the feed
	alerts  alert.View       // likewise, as the operator has them
	table   *logTable

	status event.Status // as of the last update
	labels event.Labels // likewise, by number
	counts stateCounts
	fields []string
	valued time.Time // when something came that the chart shows

	frozen *history.Moment // nil: the present is shown
	marked map[int32]bool  // the labels with an alert when the screen was frozen
	raised int             // alerts, since then

	selected int32   // the label that the chart shows, on which the cursor of the watchlist is; event.NoLabel if it is on none
	ticks    ticks   // how what is shown has changed last
	pinned   []int32 // the labels that the chart shows, as the history knows them
	// cursorPlaced says that the cursor of the watchlist is where it begins, or where it was put.
	cursorPlaced bool
}

// New returns a tab that watches a feed, until it is closed, and of which an operator asks something by ask.
func New(f *feed.Feed, ask Requests) *Tab {
	return &Tab{
		Name: f.Preset().Name, Chart: newChart(),
		feed: f, ask: ask, watcher: f.Watch(), history: f.History(), alerts: f.Alerts().Join(ask.Operator()), fields: f.Fields(), table: newLogTable(f.Preset()), selected: event.NoLabel,
	}
}

// Feed returns the feed.
func (t *Tab) Feed() *feed.Feed { return t.feed }

// Ask returns what the operator can ask of the feed.
func (t *Tab) Ask() Requests { return t.ask }

// Watcher returns what the batches of the feed are read from.
func (t *Tab) Watcher() *feed.Watcher { return t.watcher }

// History returns what the feed keeps.
func (t *Tab) History() *history.History { return t.history }

// Alerts returns the alerts of the feed as the operator has them.
func (t *Tab) Alerts() alert.View { return t.alerts }

// Status returns the state of the feed as of the last update, whatever the moment that is shown.
func (t *Tab) Status() event.Status { return t.status }

// Labels returns the labels of the feed as of the last update, by number. They are not to be changed.
func (t *Tab) Labels() event.Labels { return t.labels }

// Fields returns the names of the numbers of the feed.
func (t *Tab) Fields() []string { return t.fields }

// SetMemory says how many bytes of the feed may wait, and how many may be kept.
func (t *Tab) SetMemory(queue, kept int64) {
	t.ask.SetMemory(queue, kept)
	t.watcher.SetLimit(queue)
}

// Close ends the watching, and gives the feed up.
func (t *Tab) Close() {
	t.watcher.Close()
	t.alerts.Leave()
	t.ask.Close()
}

// Receive notes what a batch brings, which the history of the feed has by then, and reports whether the state of the feed or
// of a subscription has changed.
func (t *Tab) Receive(now time.Time, b *event.Batch) (changed bool) {
	if len(b.Points)+len(b.Candles)+len(b.Ends) > 0 {
		t.valued = now
	}
	return t.Update(now)
}

// Update notes the state of the feed and its labels as the history has them, which may be ahead of the last batch: values are
// read from it too. It reports whether a state has changed.
func (t *Tab) Update(now time.Time) (changed bool) {
	before, charted := t.status.State, t.charted()
	status, labels := t.history.State()
	t.status, t.fields = status, t.feed.Fields()
	if labels.Len() > 0 && !labels.Same(t.labels) {
		t.labels, changed = labels, true
	}
	if status.State != before {
		changed = true
	}
	if status.State != before || t.charted() != charted {
		t.valued = now // the chart says it
	}
	return changed
}

// Valued returns when something came last that the chart shows.
func (t *Tab) Valued() time.Time { return t.valued }

// Changes returns what has become of the alerts of the feed since the last call, as far as the operator is to be notified of it.
func (t *Tab) Changes() []alert.Change {
	changes := slices.DeleteFunc(t.watcher.Changes(), func(c alert.Change) bool { return !t.alerts.Has(&c) })
	for i := range changes {
		if changes[i].State != alert.Over {
			t.raised++
		}
	}
	return changes
}

// Freeze has the present be what is shown from now on.
func (t *Tab) Freeze(now time.Time) {
	t.Update(now)
	t.frozen, t.marked, t.raised, t.Rows.stale = t.history.Moment(now), t.alerts.Labels(), 0, true
}

// Resume shows the present again, and reports whether it was not what is shown. It writes into the log what was missed.
func (t *Tab) Resume(now time.Time) (resumed bool) {
	then := t.frozen
	if then == nil {
		return false
	}
	t.frozen, t.marked, t.Rows.stale = nil, nil, true
	if missed := t.missed(then, now); missed != "" {
		t.ask.Missed(now, missed)
	}
	return true
}

// Restart shows what the feed brings that was begun anew, as a replay is that goes to another time.
func (t *Tab) Restart(now time.Time) {
	t.alerts.Leave()
	t.history, t.alerts = t.feed.History(), t.feed.Alerts().Join(t.ask.Operator())
	t.frozen, t.marked, t.pinned, t.ticks = nil, nil, nil, nil
	t.Rows.stale, t.valued = true, now
}

// missed says what was missed from a moment at which the screen was frozen until now; "" if that is nothing.
func (t *Tab) missed(frozen *history.Moment, now time.Time) string {
	then, counts := countsAt(t.history, frozen), countsAt(t.history, nil)
	n := counts.In - then.In
	if n == 0 && t.raised == 0 {
		return ""
	}
	messages := format.Count(uint64(n)) + " messages"
	if n == 1 {
		messages = "1 message"
	}
	text := fmt.Sprintf("while frozen %s: %s", format.Stopwatch(now.Sub(frozen.At)), messages)
	if gaps := counts.Missing() - then.Missing(); gaps > 0 {
		text += ", " + format.Plural(int(gaps), "gap")
	}
	if t.raised > 0 {
		text += ", " + format.Plural(t.raised, "alert")
	}
	if t.selected == event.NoLabel {
		return text
	}
	t.history.View(nil, func(v history.View) {
		r := v.Row(t.selected)
		if value, field := r.Main(); value != nil {
			if c, ok := v.Summary(history.Key{Label: t.selected, Field: field}, frozen.At.UnixNano(), now.UnixNano()); ok {
				text += fmt.Sprintf(", %s %s to %s", r.Name, format.Number(c.Min, value.DecimalsOf(c.Min)), format.Number(c.Max, value.DecimalsOf(c.Max)))
			}
		}
	})
	return text
}

// countsAt returns what had come at a moment.
func countsAt(h *history.History, at *history.Moment) (counts event.Counts) {
	h.View(at, func(v history.View) { counts = v.Totals().Counts })
	return counts
}
