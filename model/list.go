package model

import (
	"fmt"
	"math"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/watchlist"
)

// stateOf is the state of a row on the screen. While there is no connection, what was subscribed has no fresh data: its
// last value and age are what an operator wants to see then, not that it will be asked for again.
func (t *tab) stateOf(r *history.Row) watchlist.State {
	if v, _ := r.Main(); v != nil && r.State == event.Queued && !t.status.State.Connected() && t.status.State != event.Closed {
		return watchlist.Stale
	}
	if t.status.State == event.Closed && r.State == event.Queued {
		return watchlist.Off // by the operator, and no fault
	}
	return subscriptionState(&r.Label)
}

const (
	sparkSlices = 12          // of the small sparklines in the watchlist
	sparkWindow = time.Minute // that they show
)

// refresh has the watchlist show what is known at the moment of the screen, and the states as they are now. What a row
// says is worked out for those that are visible; for all of them only when a label has changed, or where their order
// depends on it.
func (p listPane) refresh(now time.Time) {
	t := p.t
	alerted := t.alerts.Labels()
	t.history.View(t.frozen, func(v history.View) {
		first := int32(0)
		if !t.rows.stale && t.rows.sorting == inPresetOrder {
			first = int32(len(t.rows.all))
		}
		for n := first; int(n) < len(t.labels); n++ {
			if int(n) == len(t.rows.all) {
				t.rows.all = append(t.rows.all, watchlist.Row{})
			}
			p.describe(v, n, now, alerted)
		}
		t.rows.stale = false
		t.restore(v)
	})
	inOrder := t.rows.arrange(t.firstShown())
	t.list.SetRows(inOrder)
	t.selected = event.NoLabel // while a filter hides all rows
	if i, ok := t.list.Selected(); ok {
		t.selected = t.rows.order[i]
	}
	t.history.View(t.frozen, func(v history.View) {
		t.placeCursor(v)
		for from, to := t.list.Visible(); from < to; from++ {
			n := t.rows.order[from]
			p.describe(v, n, now, alerted)
			p.trace(v, n, now)
			inOrder[from] = t.rows.all[n]
		}
	})
	footer := fmt.Sprintf("reconnects %d", t.status.Reconnects)
	if up, ok := since(now, t.status.OpenedAt); ok {
		footer += "  up " + format.Age(up)
	}
	if t.frozen != nil {
		footer = "values frozen  " + footer
	}
	if n := t.status.Untracked; n > 0 {
		footer += fmt.Sprintf("  %s events of labels beyond the limit", format.Short(float64(n)))
	}
	if totals := t.history.Totals(); totals.Evicted > 0 {
		footer += fmt.Sprintf("  log kept %s, evicted %s", format.Short(float64(totals.Counts.Log-totals.Evicted)), format.Short(float64(totals.Evicted)))
	}
	if t.rows.filter != "" {
		footer = fmt.Sprintf("%d of %d: %s", len(t.rows.order), len(t.labels), t.rows.filter)
	}
	t.list.SetFooter(footer)
}

// describe sets the row of a label to what is known of it.
func (p listPane) describe(v history.View, n int32, now time.Time, alerted map[int32]bool) {
	t := p.t
	r, at := t.known(v, n), t.at(now)
	w := watchlist.Row{Label: r.Name, Unit: r.Unit, PerSecond: r.PerSecond}
	w.Age, w.HasAge = since(at, r.LastHeard())
	w.Late = r.Late
	if over := r.Over(); over != nil {
		w.Ended, w.Word = true, over.Word
	} else if value, field := r.Main(); value != nil {
		w.Last, w.Decimals, w.HasValue = value.Last, value.Decimals, true
		w.ChangePct = math.NaN()
		if value.Kept && t.rows.sorting.order().Series {
			w.ChangePct = change(v, history.Key{Label: n, Field: field}, at, *p.on.window, max(t.chart.Columns(), 1))
		}
	}
	w.State, w.Reason, w.Alert = t.stateOf(&r), r.Reason, alerted[n]
	w.For, _ = since(now, r.Since)
	if waited, ok := since(now, r.Awaited); ok {
		w.For = waited
	}
	switch r.State {
	case event.Cancelling, event.Unsubscribing, event.Resubscribing:
		w.Reason = r.State.String()
	}
	t.rows.all[n] = w
}

// trace completes a row with what is computed from its series: only rows that are visible are worth that.
func (p listPane) trace(v history.View, n int32, now time.Time) {
	t := p.t
	r, w, at := v.Row(n), &t.rows.all[n], t.at(now)
	if value, field := r.Main(); value != nil && value.Kept && w.HasValue {
		key := history.Key{Label: n, Field: field}
		w.ChangePct = change(v, key, at, *p.on.window, max(t.chart.Columns(), 1))
		w.Spark = spark(v, key, at)
	}
}

// placeCursor puts the cursor on the first row that has a value, on a feed whose own row comes first and never has
// one, because its labels have rows of their own; until the operator moves it.
func (t *tab) placeCursor(view history.View) {
	if t.cursorPlaced || t.feed.Preset().OpenEnded {
		return
	}
	for i, n := range t.rows.order {
		r := view.Row(n)
		if v, _ := r.Main(); v != nil {
			t.cursorPlaced, t.selected = true, n
			t.list.Select(i)
			return
		}
	}
}

// firstShown returns the number of the first row that the watchlist shows. On a feed to which nothing is subscribed, the row of the
// feed itself is none of them when its labels have rows of their own: it would have no figures beside live data.
func (t *tab) firstShown() int {
	if t.feed.Preset().Subscribe != nil || len(t.rows.all) < 2 || t.history.Heard(0) {
		return 0
	}
	return 1
}
