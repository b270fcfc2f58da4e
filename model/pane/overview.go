package pane

import (
	"cmp"
	"slices"
	"time"

	"sockeye/model/tab"
	"sockeye/widgets/overview"
)

// Overview returns the rows of all feeds, worst first.
func (ts *Feeds) Overview(now time.Time, zone *time.Location) []overview.Row {
	type ranked struct {
		urgency int
		row     overview.Row
	}
	all := make([]ranked, len(ts.All))
	for i, t := range ts.All {
		row, urgency := t.Tab.At(tab.Present(now)).Overview(tab.Screen{Location: zone})
		row.Number, row.Shown = i+1, i == ts.Active
		all[i] = ranked{urgency, row}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency), cmp.Compare(b.row.Alerts, a.row.Alerts))
	})
	rows := make([]overview.Row, len(all))
	for i := range all {
		rows[i] = all[i].row
	}
	return rows
}

// Named returns the place of the tab with a name, -1 if there is none.
func (ts *Feeds) Named(name string) int {
	return slices.IndexFunc(ts.All, func(t *Feed) bool { return t.Tab.Name == name })
}
