package model

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/widgets/watchlist"
)

// states are the states of a row as the watchlist has them.
var states = map[event.SubscriptionState]watchlist.State{
	event.NoSubscription:    watchlist.Plain,
	event.Off:               watchlist.Off,
	event.Queued:            watchlist.Pending,
	event.Requested:         watchlist.Pending,
	event.Retrying:          watchlist.Pending,
	event.Unanswered:        watchlist.Unanswered,
	event.Subscribed:        watchlist.NoData,
	event.Live:              watchlist.Live,
	event.SubscriptionStale: watchlist.Stale,
	event.Rejected:          watchlist.Rejected,
	event.Ended:             watchlist.Ended,
	event.Cancelling:        watchlist.Pending,
	event.Unsubscribing:     watchlist.Pending,
	event.Resubscribing:     watchlist.Pending,
	event.Unconfirmed:       watchlist.Off,
	event.StillSent:         watchlist.Plain,
}

// stateOf is the state of a row on the screen. While there is no connection, what was subscribed has no fresh data: its
// last value and age are what an operator wants to see then, not that it will be asked for again.
func (t *tab) stateOf(r *row) watchlist.State {
	if v, _ := r.main(); v != nil && r.State == event.Queued && !t.status.State.Connected() && t.status.State != event.Closed {
		return watchlist.Stale
	}
	if t.status.State == event.Closed && r.State == event.Queued {
		return watchlist.Off // by the operator, and no fault
	}
	return states[r.State]
}

const (
	sparkSlices = 12          // of the small sparklines in the watchlist
	sparkWindow = time.Minute // that they show
)

// refreshList tells the watchlist. While the screen is frozen the states go on, the figures stay. What a row says is worked
// out for those that are visible; for all of them only when a row has changed, or where their order depends on it.
func (m *Model) refreshList(t *tab, now, at time.Time) {
	alerted := t.alerts.Rows()
	for n := len(t.shown); n < len(t.rows); n++ {
		t.shown = append(t.shown, watchlist.Row{Label: t.rows[n].Name, Unit: t.rows[n].Unit})
		if !t.isFrozen { // else there was no such row at that moment, and it has no figures
			m.describe(t, int32(n), now, at)
		}
	}
	if !t.told || t.sorting != byPreset {
		for n := range t.rows {
			m.retell(t, int32(n), now, at, alerted)
		}
		t.told = true
	}
	inOrder := t.arrangeRows()
	t.list.SetRows(inOrder)
	t.selected = event.NoLabel // while a filter hides all rows
	if i, ok := t.list.Selected(); ok {
		t.selected = t.order[i]
	}
	t.settleCursor()
	for from, to := t.list.Visible(); from < to; from++ {
		n := t.order[from]
		m.retell(t, n, now, at, alerted)
		m.trace(t, &t.shown[n], &t.rows[n], at)
		inOrder[from] = t.shown[n]
	}
	footer := fmt.Sprintf("reconnects %d", t.status.Reconnects)
	if up, ok := since(now, t.status.OpenedAt); ok {
		footer += "  up " + format.Age(up)
	}
	if t.isFrozen {
		footer = "values frozen  " + footer
	}
	if n := t.status.Untracked; n > 0 {
		footer += fmt.Sprintf("  %s events of labels beyond the limit", format.Short(float64(n)))
	}
	if n := t.history.Evicted(); n > 0 {
		footer += fmt.Sprintf("  log kept %s, evicted %s", format.Short(float64(t.counts.Log-n)), format.Short(float64(n)))
	}
	if t.filter != "" {
		footer = fmt.Sprintf("%d of %d: %s", len(t.order), len(t.rows), t.filter)
	}
	t.list.SetFooter(footer)
}

// retell brings up to date what the watchlist says of a row: all of it, or while the screen is frozen its state.
func (m *Model) retell(t *tab, n int32, now, at time.Time, alerted map[int32]bool) {
	if !t.isFrozen {
		m.describe(t, n, now, at)
	}
	r, w := &t.rows[n], &t.shown[n]
	w.State, w.Reason, w.Alert = t.stateOf(r), r.Reason, alerted[n]
	w.For, _ = since(now, r.Since)
	switch r.State {
	case event.Cancelling, event.Unsubscribing, event.Resubscribing:
		w.Reason = r.State.String()
	}
}

// describe works out what a row has to say for itself.
func (m *Model) describe(t *tab, n int32, now, at time.Time) {
	r := &t.rows[n]
	w := watchlist.Row{Label: r.Name, Unit: r.Unit, PerSecond: r.meter.perSecond()}
	w.Age, w.HasAge = since(now, r.heard())
	if v := r.over(); v != nil {
		w.Ended, w.Word = true, v.word
	} else if v, _ := r.main(); v != nil {
		w.Last, w.Decimals, w.HasValue = v.last, v.decimals, true
		w.ChangePct = math.NaN()
		if v.series != nil && t.sorting == byChange {
			w.ChangePct = change(v.series, at, m.window, max(t.chart.Columns(), 1))
		}
	}
	t.shown[n] = w
}

// trace completes a row with what takes a look at its series: only rows that are visible are worth that.
func (m *Model) trace(t *tab, w *watchlist.Row, r *row, at time.Time) {
	if v, _ := r.main(); v != nil && v.series != nil && w.HasValue && w.Spark == nil {
		w.ChangePct = change(v.series, at, m.window, max(t.chart.Columns(), 1))
		w.Spark = spark(v.series, at)
	}
}

// settleCursor puts the cursor on the first row that has a value, on a feed whose own row comes first and never has
// one, because its labels have rows of their own; until the operator moves it.
func (t *tab) settleCursor() {
	if t.moved || t.feed.Preset().OpenEnded {
		return
	}
	for i, n := range t.order {
		if v, _ := t.rows[n].main(); v != nil {
			t.moved, t.selected = true, n
			t.list.Select(i)
			return
		}
	}
}

// sorting is the order of the watchlist.
type sorting uint8

const (
	byPreset sorting = iota // as the preset has them, then as they came
	byLabel
	byState // what needs attention first
	byChange
	byRate
	byAge
	sortings
)

var sortingWords = [sortings]string{"as in the preset", "by label", "by state", "by change", "by rate", "by age"}

// attention is how soon a state should be seen.
var attention = [...]int{
	watchlist.Rejected: 0, watchlist.Ended: 1, watchlist.Stale: 2, watchlist.Unanswered: 3, watchlist.NoData: 4, watchlist.Pending: 5,
	watchlist.Live: 6, watchlist.Plain: 7, watchlist.Off: 8,
}

// arrangeRows puts the numbers of the rows that the watchlist shows in its order, and returns the rows so.
func (t *tab) arrangeRows() []watchlist.Row {
	first := t.firstShown()
	if t.sorting == byPreset && t.filter == "" {
		if !t.asCame || len(t.order) > 0 && int(t.order[0]) != first {
			t.order, t.asCame = t.order[:0], true
		}
		for n := first + len(t.order); n < len(t.shown); n++ {
			t.order = append(t.order, int32(n))
		}
		return t.shown[first:]
	}
	t.order, t.asCame = t.order[:0], false
	for n := first; n < len(t.shown); n++ {
		if t.filter == "" || strings.Contains(strings.ToLower(t.shown[n].Label), t.filter) {
			t.order = append(t.order, int32(n))
		}
	}
	t.sort()
	t.arranged = t.arranged[:0]
	for _, n := range t.order {
		t.arranged = append(t.arranged, t.shown[n])
	}
	return t.arranged
}

// firstShown returns the number of the first row that the watchlist shows. On a feed that talks without being asked, the
// row of the feed itself is none of them when its labels have rows of their own: it would have no figures beside live data.
func (t *tab) firstShown() int {
	if t.feed.Preset().Subscribe != nil || len(t.shown) < 2 || !t.rows[0].at.IsZero() {
		return 0
	}
	return 1
}

// sort sorts the rows that the watchlist shows.
func (t *tab) sort() {
	var compare func(a, b *watchlist.Row) int
	switch t.sorting {
	case byLabel:
		compare = func(a, b *watchlist.Row) int { return strings.Compare(a.Label, b.Label) }
	case byState:
		compare = func(a, b *watchlist.Row) int { return cmp.Compare(attention[a.State], attention[b.State]) }
	case byChange:
		compare = func(a, b *watchlist.Row) int { return -cmp.Compare(a.ChangePct, b.ChangePct) }
	case byRate:
		compare = func(a, b *watchlist.Row) int { return -cmp.Compare(a.PerSecond, b.PerSecond) }
	case byAge:
		compare = func(a, b *watchlist.Row) int { return cmp.Compare(a.Age, b.Age) }
	default:
		return
	}
	slices.SortStableFunc(t.order, func(a, b int32) int { return compare(&t.shown[a], &t.shown[b]) })
}

// nextSorting changes the order of the watchlist.
func (m *Model) nextSorting() {
	t := m.tab()
	t.sorting = (t.sorting + 1) % sortings
	m.said = "watchlist " + sortingWords[t.sorting]
	m.refresh()
}

// openListFilter asks which labels the watchlist shows.
func (m *Model) openListFilter() {
	t := m.tab()
	m.prompt("show labels with: ", t.filter, func(line string) tea.Cmd {
		t.filter = strings.ToLower(strings.TrimSpace(line))
		m.refresh()
		return nil
	})
}

// listKey hands a key to the watchlist, whose cursor chooses what the chart shows.
func (m *Model) listKey(press tea.KeyPressMsg) {
	t := m.tab()
	t.list, _ = t.list.Update(press)
	m.followCursor()
}

// selectRow puts the cursor of the watchlist on a row.
func (m *Model) selectRow(i int) {
	m.tab().list.Select(i)
	m.followCursor()
}

// chartRow charts a row, and puts the cursor of the watchlist on it. A filter that hides it ends.
func (m *Model) chartRow(n int32) {
	t := m.tab()
	if !slices.Contains(t.order, n) {
		t.filter = ""
		m.refresh()
	}
	m.selectRow(slices.Index(t.order, n))
}

// followCursor charts what the cursor of the watchlist is on, where the operator has put it.
func (m *Model) followCursor() {
	m.tab().moved = true
	m.refresh()
}
