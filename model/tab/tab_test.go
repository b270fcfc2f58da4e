package tab

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/widgets/chart"
	"sockeye/widgets/watchlist"
)

// bind returns a preset; body is what stands below its name, without the address.
func bind(t testing.TB, env preset.Env, body string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  alpha:\n    url: ws://127.0.0.1:1\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(env, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// closed returns a feed on the screen that is closed: what tests bring is all that happens.
func closed(t testing.TB) *Tab {
	t.Helper()
	return closedOf(t, "    params: {symbols: [A, B]}\n    subscribe: {send: {op: sub, args: \"${symbols}\"}}\n    events: [{match: {s: \"*\", p: \"*\"}, label: s, value: p}]\n")
}

// closedOf does the same with another preset.
func closedOf(t testing.TB, body string) *Tab {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	f := feed.Start(ctx, bind(t, preset.Env{}, body), func(err error) { t.Error(err) })
	f.Close()
	return New(f, Own{f})
}

// bring has a batch happen on a feed that is closed, as the feed would.
func (t *Tab) bring(now time.Time, b *event.Batch) {
	t.History().Add(now, b)
	t.Receive(now, b)
}

// busy is a batch with a point of each of so many rows, all of which have had an event. There are two labels at least, as in
// the preset: they only become more.
func busy(rows int) *event.Batch {
	now := time.Now()
	b := &event.Batch{Status: event.Status{State: event.Open, Since: now, OpenedAt: now, LastData: now}}
	b.Labels = b.Labels.Renew(max(rows, 2), nil, func(n int32) event.Label {
		return event.Label{Name: fmt.Sprint("label", n), Symbol: fmt.Sprint("label", n), State: event.Live}
	})
	for n := range rows {
		b.Points = append(b.Points, event.Point{At: now.UnixNano(), Value: float64(n), Label: int32(n), Decimals: 2})
		b.Activity = append(b.Activity, event.LabelActivity{Label: int32(n), Events: 1, At: now.UnixNano()})
	}
	return b
}

// screen is one with a chart of a minute, of a column a second.
func screen() Screen {
	return Screen{Window: time.Minute, Columns: 60, Location: time.UTC, Keys: func(actions ...string) string { return fmt.Sprint(actions) }}
}

// list returns the rows of the watchlist at the time now, all of them visible, and puts the cursor on one.
func (t *Tab) list(now time.Time, cursor int) []watchlist.Row {
	shown := t.At(t.Moment(now))
	rows := shown.Rows(screen())
	t.Select(cursor, true)
	shown.Complete(rows, screen(), 0, len(rows))
	return rows
}

// spans are those of one kind.
func spans(of chart.Data, kind chart.SpanKind) (spans []chart.Span) {
	for _, s := range of.Spans {
		if s.Kind == kind {
			spans = append(spans, s)
		}
	}
	return spans
}

// TestAFrozenScreenShowsWhatWasThen: states, figures, rows and chart stand still from the freeze on, and a label that comes is not
// there. Live again, all of it is of now.
func TestAFrozenScreenShowsWhatWasThen(t *testing.T) {
	t.Parallel()
	tab, first := closed(t), busy(2)
	now := time.Now()
	tab.bring(now, first)
	tab.list(now, 0)
	before := tab.At(tab.Moment(now))
	feed, figures, rows, data := before.Feed(screen()), before.Figures(screen()), tab.list(now, 0), before.Chart(screen())
	rows = slices.Clone(rows)
	tab.Freeze(now)

	later := now.Add(30 * time.Second)
	lost := busy(3)
	lost.Status = event.Status{State: event.Retry, Since: later, Reason: "gone", RetryAt: later.Add(time.Minute)}
	lost.Labels.At(0).State = event.SubscriptionStale
	lost.Points = []event.Point{{At: later.UnixNano(), Value: 4711}}
	lost.Counts = event.Counts{In: 7, Log: 7}
	tab.bring(later, lost)

	shown := tab.At(tab.Moment(later))
	if got := shown.Feed(screen()); got != feed {
		t.Errorf("the header has %+v, and had %+v", got, feed)
	}
	figures.Value.Old = true // and is drawn so
	if got := shown.Figures(screen()); got != figures {
		t.Errorf("the figures are %+v, and were %+v", got, figures)
	}
	if got := tab.list(later, 0); fmt.Sprint(got) != fmt.Sprint(rows) {
		t.Errorf("the rows are %+v, and were %+v", got, rows)
	}
	got := shown.Chart(screen())
	if got.Note = ""; fmt.Sprint(got) != fmt.Sprint(data) {
		t.Errorf("the chart is %+v, and was %+v", got, data)
	}
	if tab.Status().State != event.Retry {
		t.Error("what is asked of the server is not about the present")
	}

	tab.Resume(later)
	shown = tab.At(tab.Moment(later))
	if rows := tab.list(later, 0); len(rows) != 3 || rows[0].Last != 4711 || shown.Feed(screen()).State.Word != "RETRY" || shown.Chart(screen()).Last != 4711 {
		t.Errorf("live again: %+v, %+v", rows, shown.Feed(screen()))
	}
}

// TestSilenceThatGoesOn is hatched while it does, and not only when it is over; on a frozen screen, as it was then.
func TestSilenceThatGoesOn(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	is := func(state event.SubscriptionState) {
		b := busy(1)
		b.Labels.At(0).State = state
		b.Points[0].At = now.Add(-50 * time.Second).UnixNano()
		tab.bring(now, b)
		tab.list(now, 0)
	}
	hatched := func() bool { return len(spans(tab.At(tab.Moment(now)).Chart(screen()), chart.Silence)) > 0 }
	if is(event.Live); hatched() {
		t.Error("a row that is live is hatched")
	}
	tab.Freeze(now)
	if is(event.SubscriptionStale); hatched() {
		t.Error("what came after the freeze is hatched")
	}
	if tab.Resume(now); !hatched() {
		t.Error("a row that is stale is not hatched")
	}
}

func TestLabelsAreSortedAndFiltered(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	b := busy(3)
	for i, name := range []string{"zebra", "ape", "zebu"} {
		b.Labels.At(int32(i)).Name = name
	}
	b.Labels.At(2).State = event.Rejected
	tab.bring(now, b)
	names := func() (names []string) {
		for _, r := range tab.list(now, 0) {
			names = append(names, r.Label)
		}
		return names
	}
	if got := names(); !slices.Equal(got, []string{"zebra", "ape", "zebu"}) {
		t.Errorf("as in the preset: %v", got)
	}
	tab.Rows.Sorting = tab.Rows.Sorting.Next()
	if got := names(); !slices.Equal(got, []string{"ape", "zebra", "zebu"}) {
		t.Errorf("%s: %v", tab.Rows.Sorting.Order().Name, got)
	}
	for tab.Rows.Sorting.Order().Name != "by state" {
		tab.Rows.Sorting = tab.Rows.Sorting.Next()
	}
	if got := names(); !slices.Equal(got, []string{"zebu", "zebra", "ape"}) {
		t.Errorf("by state, zebu is rejected: %v", got)
	}
	tab.Rows.Sorting = InPresetOrder.Next()
	tab.Rows.Filter = "zeb"
	if got := names(); !slices.Equal(got, []string{"zebra", "zebu"}) || tab.At(tab.Moment(now)).ListFooter() != "2 of 3: zeb" {
		t.Errorf("filtered: %v, %s", got, tab.At(tab.Moment(now)).ListFooter())
	}
	if tab.Selected() != 0 || tab.Rows.At(2) != 1 || tab.Rows.At(1) >= 0 {
		t.Errorf("the cursor is on %d, zebu in row %d, ape in row %d", tab.Selected(), tab.Rows.At(2), tab.Rows.At(1))
	}
}

// TestManyRowsAreSortedSeldom: what an operator asks for is done at once, and what has come is sorted in after a time that grows with the rows.
func TestManyRowsAreSortedSeldom(t *testing.T) {
	t.Parallel()
	const rows = manyRows + 200
	tab, now := closed(t), time.Now()
	b := busy(rows)
	tab.bring(now, b)
	first := func(at time.Time) string { return tab.list(at, 0)[0].Label }
	tab.Rows.Sorting = InPresetOrder.Next()
	for tab.Rows.Sorting.Order().Name != "by state" {
		tab.Rows.Sorting = tab.Rows.Sorting.Next()
	}
	if got := first(now); got != "label0" {
		t.Fatalf("at first %s", got)
	}
	rejected := busy(0)
	rejected.Labels = b.Labels.Renew(rows, []int32{7}, func(n int32) event.Label {
		l := *b.Labels.At(n)
		if n == 7 {
			l.State = event.Rejected
		}
		return l
	})
	tab.bring(now, rejected)
	pause := rows * arrangedAfter
	if got := first(now.Add(pause - 1)); got != "label0" {
		t.Errorf("before it is time, %s is the first", got)
	}
	if got := tab.list(now.Add(pause-1), 0)[7]; got.State != watchlist.Rejected {
		t.Errorf("before it is time, label7 is shown as %+v", got)
	}
	if got := first(now.Add(pause)); got != "label7" {
		t.Errorf("when it is time, %s is the first", got)
	}
	now = now.Add(pause)
	byState := tab.Rows.Sorting
	tab.Rows.Sorting = InPresetOrder.Next()
	if got := first(now); got != "label0" {
		t.Errorf("in another order, %s is the first", got)
	}
	tab.Rows.Sorting = byState
	if got := first(now); got != "label7" {
		t.Errorf("in the order of before, %s is the first", got)
	}
	tab.Rows.Remove(7, now)
	if got := first(now); got != "label0" {
		t.Errorf("once label7 is removed, %s is the first", got)
	}
	tab.Rows.Filter = "label119"
	if got := first(now); got != "label119" {
		t.Errorf("with a filter, %s is the first", got)
	}
	tab.Rows.Filter, tab.Rows.Sorting = "", InPresetOrder
	delete(tab.Rows.removed, 7)
	if rows := tab.list(now, 0); len(rows) != manyRows+200 || rows[0].Label != "label0" {
		t.Errorf("as in the preset, %d rows and %s is the first", len(rows), rows[0].Label)
	}
	tab.Rows.Filter, tab.Rows.Sorting = "label119", byState
	if got, chosen := first(now), tab.Selected(); got != "label119" || chosen != 119 {
		t.Errorf("with the filter and the order of before, %s is the first, and label %d is chosen", got, chosen)
	}
}

// TestTheWatchlistHasAColumnForEachValueButTheFirst: the first is the latest value of the row.
func TestTheWatchlistHasAColumnForEachValueButTheFirst(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	f := feed.Start(ctx, bind(t, preset.Env{}, "    events: [{match: {s: \"*\"}, label: s, values: {last: l, bid: b, ask: a}}]\n"), func(err error) { t.Error(err) })
	f.Close()
	tab, b, now := New(f, Own{f}), busy(2), time.Now()
	for field, value := range map[uint8]float64{1: 99.5, 2: 100.5} {
		b.Points = append(b.Points, event.Point{At: now.UnixNano(), Value: value, Label: 1, Field: field, Decimals: 1})
	}
	tab.bring(now, b)
	rows := tab.list(now, 1)
	if got, want := tab.ListColumns(), []string{"bid", "ask"}; !slices.Equal(got, want) {
		t.Fatalf("there are columns for %q, want %q", got, want)
	}
	want := []watchlist.Value{{Known: true, Number: 99.5, Decimals: 1}, {Known: true, Number: 100.5, Decimals: 1}}
	if got := rows[1].Values; !slices.Equal(got, want) {
		t.Errorf("the row has %+v, want %+v", got, want)
	}
	tab.Rows.Columns = []string{"ask"}
	if rows = tab.list(now, 1); len(rows[1].Values) != 1 || rows[1].Values[0].Number != 100.5 {
		t.Errorf("with the ask chosen the row has %+v", rows[1].Values)
	}
}
