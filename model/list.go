package model

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/widgets/draw"
	"sockeye/widgets/watchlist"
)

// states are the states of a row as the watchlist has them.
var states = map[feed.RowState]watchlist.State{
	feed.Label:    watchlist.Plain,
	feed.Off:      watchlist.Off,
	feed.Pending:  watchlist.Pending,
	feed.Live:     watchlist.Live,
	feed.RowStale: watchlist.Stale,
	feed.Rejected: watchlist.Rejected,
}

// stateOf is the state of a row on the screen. While there is no connection, what was subscribed has no fresh data: its
// last value and age are what an operator wants to see then, not that it will be asked for again.
func (t *tab) stateOf(r *row) watchlist.State {
	if v, _ := r.main(); v != nil && r.State == feed.Pending && !t.status.State.Connected() {
		return watchlist.Stale
	}
	return states[r.State]
}

const (
	sparkSlices = 12          // of the small sparklines in the watchlist
	sparkWindow = time.Minute // that they show
)

// refreshList tells the watchlist. While the screen is frozen the states go on, the figures stay.
func (m *Model) refreshList(t *tab, now, at time.Time) {
	frozen := t.isFrozen
	alerted := t.alerted()
	rows := make([]watchlist.Row, len(t.rows))
	for i := range t.rows {
		r := &t.rows[i]
		if frozen && i < len(t.shown) {
			rows[i] = t.shown[i]
			rows[i].State, rows[i].Reason, rows[i].Alert = t.stateOf(r), r.Reason, alerted[int32(i)]
			continue
		}
		w := watchlist.Row{Label: r.Label, State: t.stateOf(r), Reason: r.Reason, Unit: r.Unit, PerSecond: r.meter.perSecond(), Alert: alerted[int32(i)]}
		w.Age, w.HasAge = since(now, r.at)
		if v, _ := r.main(); v != nil {
			w.Last, w.Decimals, w.HasValue = v.last, v.decimals, true
			w.ChangePct = math.NaN()
			if v.series != nil && t.sorting == byChange {
				w.ChangePct = change(v.series, at, m.window)
			}
		}
		rows[i] = w
	}
	t.shown = rows
	t.order = t.arrangeRows(rows)
	inOrder := rows
	if t.sorting != byPreset || t.filter != "" {
		inOrder = make([]watchlist.Row, len(t.order))
		for i, n := range t.order {
			inOrder[i] = rows[n]
		}
	}
	t.list.SetRows(inOrder)
	t.settleCursor(inOrder)
	for from, to := t.list.Visible(); from < to; from++ {
		m.trace(t, &inOrder[from], &t.rows[t.order[from]], at)
		rows[t.order[from]] = inOrder[from]
	}
	footer := fmt.Sprintf("reconnects %d", t.status.Reconnects)
	if up, ok := since(now, t.status.OpenedAt); ok {
		footer += "  up " + draw.Age(up)
	}
	if frozen {
		footer = "values frozen  " + footer
	}
	if n := t.status.Untracked; n > 0 {
		footer += fmt.Sprintf("  %s events of labels beyond the limit", draw.Short(float64(n)))
	}
	if n := t.history.Evicted(); n > 0 {
		footer += fmt.Sprintf("  log kept %s, evicted %s", draw.Short(float64(t.counts.Log-n)), draw.Short(float64(n)))
	}
	if t.filter != "" {
		footer = fmt.Sprintf("%d of %d: %s", len(t.order), len(rows), t.filter)
	}
	t.list.SetFooter(footer)
}

// trace completes a row with what takes a look at its series: only rows that are visible are worth that.
func (m *Model) trace(t *tab, w *watchlist.Row, r *row, at time.Time) {
	if v, _ := r.main(); v != nil && v.series != nil && w.Spark == nil {
		w.ChangePct = change(v.series, at, m.window)
		w.Spark = spark(v.series, at)
	}
}

// settleCursor puts the cursor on the first row that has a value, on a feed whose own row comes first and never has
// one, because its labels have rows of their own; until the operator moves it.
func (t *tab) settleCursor(inOrder []watchlist.Row) {
	if t.moved || t.feed.Preset().OpenEnded {
		return
	}
	for i := range inOrder {
		if inOrder[i].HasValue {
			t.moved, t.selected = true, t.order[i]
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
var attention = [...]int{watchlist.Rejected: 0, watchlist.Stale: 1, watchlist.Pending: 2, watchlist.Live: 3, watchlist.Plain: 4, watchlist.Off: 5}

// arrangeRows returns the numbers of the rows that the watchlist shows, in its order. shown are the rows by number.
func (t *tab) arrangeRows(shown []watchlist.Row) []int32 {
	order := make([]int32, 0, len(shown))
	for n := range shown {
		if t.filter == "" || strings.Contains(strings.ToLower(shown[n].Label), t.filter) {
			order = append(order, int32(n))
		}
	}
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
		return order
	}
	slices.SortStableFunc(order, func(a, b int32) int { return compare(&shown[a], &shown[b]) })
	return order
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
	p := &prompt{in: input("show labels with: ")}
	p.in.SetValue(t.filter)
	p.in.CursorEnd()
	p.done = func(line string) tea.Cmd {
		t.filter = strings.ToLower(strings.TrimSpace(line))
		m.refresh()
		return nil
	}
	m.layer = p
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

// followCursor charts what the cursor of the watchlist is on.
func (m *Model) followCursor() {
	t := m.tab()
	t.moved = true
	if i, ok := t.list.Selected(); ok && i < len(t.order) {
		t.selected = t.order[i]
	}
	m.refresh()
}
