package tab

import (
	"slices"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/watchlist"
)

// Rows are the rows of a watchlist, and which of them it shows in which order.
type Rows struct {
	all       []watchlist.Row // by the number of the label; of those that are not visible, what may be old
	described event.Labels    // of which all were made
	stale     bool            // all are to be described anew

	Columns []string // names of the values that have columns, chosen by the operator; nil: all but the first
	fields  []int    // the numbers of the values that have columns

	Sorting Sorting
	Filter  string // what a label has that is shown, in lower case; "": all are

	removed map[int32]time.Time // labels that have no row, and since when

	order    []int32         // the numbers of those that are shown
	plain    bool            // order is that of all
	ordered  []watchlist.Row // those that are shown, where order is another one
	arranged arrangement     // of these
}

// arrangement is for what, and when, the rows that are shown were found and sorted.
type arrangement struct {
	sorting Sorting
	filter  string
	first   int
	rows    int // that there were
	at      time.Time
}

// Where not all rows are shown as the preset has them, it costs what all of them cost to find and to sort those that are, visible or not: some
// microsecond for each. Of up to manyRows that is done at each refresh, and of more after a time that grows with them, so that it never costs
// more than some hundredths of the processor. What an operator asks for is done at once.
const (
	manyRows      = 1000
	arrangedAfter = 20 * time.Microsecond // for each row
)

// isArranged reports whether the rows stay as they were found and sorted last.
func (l *Rows) isArranged(first int, at time.Time) bool {
	was := &l.arranged
	same := !l.stale && !l.plain && was.sorting == l.Sorting && was.filter == l.Filter && was.first == first
	passed := at.Sub(was.at)
	return same && len(l.all) > manyRows && len(l.all) >= was.rows && passed >= 0 && passed < time.Duration(len(l.all))*arrangedAfter
}

// arrange returns the rows that are shown, in their order: those from a number on that are not removed and that the filter lets pass.
func (l *Rows) arrange(first int, at time.Time) []watchlist.Row {
	if l.Sorting == InPresetOrder && l.Filter == "" && len(l.removed) == 0 {
		if !l.plain || len(l.order) > 0 && int(l.order[0]) != first {
			l.order, l.plain = l.order[:0], true
		}
		for n := first + len(l.order); n < len(l.all); n++ {
			l.order = append(l.order, int32(n))
		}
		return l.all[first:]
	}
	l.arranged = arrangement{l.Sorting, l.Filter, first, len(l.all), at}
	l.order, l.plain = l.order[:0], false
	for n := first; n < len(l.all); n++ {
		if !l.isRemoved(int32(n)) && (l.Filter == "" || strings.Contains(strings.ToLower(l.all[n].Label), l.Filter)) {
			l.order = append(l.order, int32(n))
		}
	}
	if compare := l.Sorting.Order().Compare; compare != nil {
		slices.SortStableFunc(l.order, func(a, b int32) int { return compare(&l.all[a], &l.all[b]) })
	}
	l.ordered = l.ordered[:0]
	for _, n := range l.order {
		l.ordered = append(l.ordered, l.all[n])
	}
	return l.ordered
}

// setFields works out which of the values that a feed has names for have columns.
func (l *Rows) setFields(names []string) {
	l.fields = l.fields[:0]
	if l.Columns == nil {
		for i := 1; i < len(names); i++ {
			l.fields = append(l.fields, i)
		}
		return
	}
	for _, name := range l.Columns {
		if i := slices.Index(names, name); i >= 0 {
			l.fields = append(l.fields, i)
		}
	}
}

// columnNames returns the names of the values that have columns.
func (l *Rows) columnNames(names []string) []string {
	var columns []string
	for _, field := range l.fields {
		columns = append(columns, names[field])
	}
	return columns
}

// Sorting is an order of the rows: as the preset has them, then as they came, or that of a column of the watchlist.
type Sorting int

// InPresetOrder is that of the preset.
const InPresetOrder Sorting = 0

// columnOrders are the orders that the columns have.
var columnOrders = watchlist.Orders()

// Order returns that of a column; that of the preset compares nothing.
func (s Sorting) Order() watchlist.Order {
	if s == InPresetOrder {
		return watchlist.Order{Name: "as in the preset"}
	}
	return columnOrders[s-1]
}

// Title is what the title of the watchlist says of the order; "" for that of the preset.
func (s Sorting) Title() string {
	if s == InPresetOrder {
		return ""
	}
	return s.Order().Name
}

// Next returns the order after this one, the preset's after the last.
func (s Sorting) Next() Sorting { return (s + 1) % Sorting(len(columnOrders)+1) }

// Len returns how many labels are shown.
func (l *Rows) Len() int { return len(l.order) }

// At returns the place of a label among those that are shown, -1 if it is not.
func (l *Rows) At(label int32) int { return slices.Index(l.order, label) }
