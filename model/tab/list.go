package tab

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/watchlist"
)

// stateOf is the state of a row on the screen. While there is no connection, what was subscribed has no fresh data, nor have labels
// that came along: their last values and ages are what an operator wants to see then, not that they will be asked for again.
func (s Shown) stateOf(r *history.Row) watchlist.State {
	switch queued := r.State == event.Queued; {
	case s.Status.State.Connected() || r.State.Subscription() && !queued:
	case s.Status.State == event.Closed && queued:
		return watchlist.Off // by the operator, and no fault
	default:
		if v, _ := r.Main(); v != nil {
			return watchlist.Stale
		}
	}
	return subscriptionState(&r.Label)
}

// sparkWindow is what the sparklines of the watchlist show.
const sparkWindow = time.Minute

// Rows returns the rows that the watchlist shows, in their order. What a row says is worked out for those whose label has changed,
// and for all of them only where their order depends on it and is made anew: see [Shown.Complete].
func (s Shown) Rows(on Screen) []watchlist.Row {
	t, first := s.tab, s.firstShown()
	t.Rows.setFields(t.fields)
	arranged := false
	s.read(func(v history.View) {
		s.restore(v)
		t.Rows.all = t.Rows.all[:min(len(t.Rows.all), s.Labels.Len())]
		if more := s.Labels.Len() - len(t.Rows.all); more > 0 {
			t.Rows.all = append(t.Rows.all, make([]watchlist.Row, more)...)
		}
		arranged = t.Rows.isArranged(first, s.At)
		changed := s.Labels.All()
		if arranged || !t.Rows.stale && t.Rows.Sorting == InPresetOrder {
			changed = s.Labels.ChangedSince(t.Rows.described)
		}
		begin := s.windowBegin(v, &on)
		for n := range changed {
			s.describe(v, begin, n)
		}
		t.Rows.stale, t.Rows.described = false, s.Labels
	})
	if arranged {
		return t.Rows.ordered
	}
	return t.Rows.arrange(first, s.At)
}

// ListColumns returns the names of the values that have columns in the watchlist, as of the last call of [Shown.Rows].
func (t *Tab) ListColumns() []string { return t.Rows.columnNames(t.fields) }

// Select says on which of the rows that are shown the cursor is; ok is false where it is on none, as while a filter hides all.
func (t *Tab) Select(row int, ok bool) {
	t.selected = event.NoLabel
	if ok {
		t.selected = t.Rows.order[row]
	}
}

// PlaceCursor notes that the cursor of the watchlist has a place: the one where it begins, or where the operator has put it.
func (t *Tab) PlaceCursor() { t.cursorPlaced = true }

// FirstRow returns the row on which the cursor of the watchlist is to begin: the first one that has a value, on a feed whose
// own row comes first and never has one, because its labels have rows of their own. It is false once the cursor
// has a place.
func (s Shown) FirstRow() (row int, ok bool) {
	t := s.tab
	if t.cursorPlaced || t.feed.Preset().OpenEnded {
		return 0, false
	}
	s.read(func(view history.View) {
		for i, n := range t.Rows.order {
			r := view.Row(n)
			if v, _ := r.Main(); v != nil {
				row, ok = i, true
				return
			}
		}
	})
	return row, ok
}

// Complete brings the rows from one to another up to the moment, with what is computed from their series: only rows that are
// visible are worth that. rows are those of [Shown.Rows].
func (s Shown) Complete(rows []watchlist.Row, on Screen, from, to int) {
	s.read(func(v history.View) {
		begin := s.windowBegin(v, &on)
		for ; from < to; from++ {
			n := s.tab.Rows.order[from]
			s.describe(v, begin, n)
			s.trace(v, &on, begin, n)
			rows[from] = s.tab.Rows.all[n]
		}
	})
}

// ListFooter is what stands under the watchlist.
func (s Shown) ListFooter() string {
	t := s.tab
	if t.Rows.Filter != "" {
		return fmt.Sprintf("%d of %d: %s", len(t.Rows.order), s.Labels.Len(), t.Rows.Filter)
	}
	var parts []string // what matters most first: the last ones may have no space
	if s.then != nil {
		parts = append(parts, "values frozen")
	}
	if n := s.Status.Untracked; n > 0 {
		parts = append(parts, format.Short(float64(n))+" events of labels beyond the limit")
	}
	parts = append(parts, fmt.Sprintf("reconnects %d", s.Status.Reconnects))
	if up, ok := Since(s.At, s.Status.OpenedAt); ok {
		parts = append(parts, "up "+format.Age(up))
	}
	if totals := s.totals(); totals.Evicted > 0 {
		parts = append(parts, fmt.Sprintf("log kept %s, evicted %s", format.Short(float64(totals.Counts.Log-totals.Evicted)), format.Short(float64(totals.Evicted))))
	}
	return strings.Join(parts, "  ")
}

// describe sets the row of a label to what is known of it, in a window that begins at a time.
func (s Shown) describe(v history.View, begin int64, n int32) {
	t := s.tab
	r, at := s.row(v, n), s.At
	w := watchlist.Row{Label: r.Name, Unit: r.Unit, PerSecond: r.PerSecond, Values: t.Rows.all[n].Values[:0]}
	for _, field := range t.Rows.fields {
		w.Values = append(w.Values, valueOf(&r, field))
	}
	w.Age, w.HasAge = Since(at, r.LastHeard())
	w.Late = r.Late
	if over := r.Over(); over != nil {
		w.Ended, w.Word = true, over.Word
	} else if value, field := r.Main(); value != nil {
		w.Last, w.Decimals, w.HasValue = value.Last, value.DecimalsOf(value.Last), true
		w.ChangePct = math.NaN()
		if value.Kept && t.Rows.Sorting.Order().Series {
			w.ChangePct = change(v, history.Key{Label: n, Field: field}, begin, at)
		}
	}
	w.State, w.Reason, w.Alert = s.stateOf(&r), r.Reason, s.Marked[n]
	w.For, _ = Since(at, r.Since)
	if waited, ok := Since(at, r.Awaited); ok {
		w.For = waited
	}
	if r.State.Wanted() {
		w.Others = t.ask.Others(r.Name)
	}
	switch r.State {
	case event.Cancelling, event.Unsubscribing, event.Resubscribing:
		w.Reason = r.State.String()
	}
	t.Rows.all[n] = w
}

// valueOf returns what a row has in the column of a field.
func valueOf(r *history.Row, field int) watchlist.Value {
	if field >= len(r.Values) {
		return watchlist.Value{}
	}
	v := &r.Values[field]
	return watchlist.Value{Known: v.Known && !v.Ended, Number: v.Last, Decimals: v.DecimalsOf(v.Last), Word: v.Word}
}

// trace completes a row with what is computed from its series: only rows that are visible are worth that.
func (s Shown) trace(v history.View, on *Screen, begin int64, n int32) {
	t := s.tab
	r, w, at := v.Row(n), &t.Rows.all[n], s.At
	value, field := r.Main()
	key := history.Key{Label: n, Field: field}
	if value != nil && w.HasValue {
		w.Change = s.changed(key, value.Last)
	}
	if value != nil && value.Kept && w.HasValue {
		w.ChangePct = change(v, key, begin, at)
		w.Spark = spark(v, key, at, max(on.Slices, 1))
	}
}

// firstShown returns the number of the first row that the watchlist shows. On a feed to which nothing is subscribed, the row of the
// feed itself is none of them when its labels have rows of their own: it would have no figures beside live data.
func (s Shown) firstShown() int {
	if s.tab.feed.Preset().Subscribe != nil || s.Labels.Len() < 2 || s.tab.history.Heard(0) {
		return 0
	}
	return 1
}
