package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// TestSilenceOfOneRow looks at a row that was silent around a gap of the feed: it hatches the silence, and the others
// only the gap.
func TestSilenceOfOneRow(t *testing.T) {
	t.Parallel()
	at := func(second int) time.Time { return time.Unix(1_700_000_000+int64(second), 0) }
	span := func(from, to int, kind chart.SpanKind) chart.Span {
		return chart.Span{From: at(from), To: at(to), Kind: kind}
	}
	outages := []history.Outage{{From: at(100), To: at(101), Gap: true}}
	for _, test := range []struct {
		silences []chart.Span
		want     []chart.Span
	}{
		{[]chart.Span{span(90, 400, chart.Silence)}, []chart.Span{span(90, 400, chart.Gap)}},
		{nil, []chart.Span{span(100, 101, chart.Gap)}},
		{[]chart.Span{span(10, 20, chart.Silence)}, []chart.Span{span(100, 101, chart.Gap), span(10, 20, chart.Silence)}},
	} {
		if got := explain(outages, test.silences); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("silences %v are explained as %v, want %v", test.silences, got, test.want)
		}
	}
}

// TestDownIsOnlyWhereThereIsNoConnection: the silence before and after an outage is silence.
func TestDownIsOnlyWhereThereIsNoConnection(t *testing.T) {
	t.Parallel()
	at := func(second int) time.Time { return time.Unix(1_700_000_000+int64(second), 0) }
	span := func(from, to int, kind chart.SpanKind) chart.Span {
		return chart.Span{From: at(from), To: at(to), Kind: kind}
	}
	got := explain([]history.Outage{{From: at(100), To: at(110)}}, []chart.Span{span(95, 130, chart.Silence)})
	want := []chart.Span{span(100, 110, chart.Down), span(95, 100, chart.Silence), span(110, 130, chart.Silence)}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestLockNeedsARange wants nothing to be called locked that is not.
func TestLockNeedsARange(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	lock := tea.KeyPressMsg{Code: 'Y', Text: "Y"}
	for range 2 { // the watchlist, the chart
		m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	m.Update(lock)
	if m.tab().view.locked || !strings.Contains(m.notices.text, ":y LOW HIGH") {
		t.Errorf("a chart without values: locked %t, and it says %q", m.tab().view.locked, m.notices.text)
	}
	for _, bounds := range [][]string{{"-Inf", "Inf"}, {"0", "Inf"}, {"NaN", "1"}, {"1", "1"}} {
		if m.execute("y " + strings.Join(bounds, " ")); m.tab().view.locked {
			t.Errorf(":y %v is taken", bounds)
		}
	}
	if m.execute("y -1e308 1e308"); !m.tab().view.locked {
		t.Errorf("the widest range is refused: %s", m.notices.text)
	}
	m.Update(lock)
	if m.tab().view.locked {
		t.Error("the lock stays")
	}
}

func TestUnplotUnknown(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	m.Update(m.execute("plot deep.size")())
	if m.Update(m.execute("unplot deep.sise")()); m.notices.text != "deep.sise is not plotted" || !m.tab().view.chosen {
		t.Errorf("with a wrong name it says %q, and the chart has lost its number: %t", m.notices.text, !m.tab().view.chosen)
	}
}

// TestGoto goes to the second of the oldest row, which that has begun before it came, and to a row while the log is not to
// be seen.
func TestGoto(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	log := d.m.tab().history
	first, end := log.Range()
	oldest, _ := log.Entry(first)
	d.keys(":")
	d.types("goto " + time.Unix(0, oldest.At).UTC().Format("15:04:05"))
	d.keys("enter")
	if n, _ := d.m.tab().log.Selected(); d.m.notices.text != "" || n != first {
		t.Errorf("the log is at row %d, and says %q", n, d.m.notices.text)
	}
	for _, cover := range []struct {
		width int
		keys  []string
	}{{120, []string{"G", "tab", "tab", "z"}}, {80, []string{"z", "G", "W"}}, {80, []string{"enter"}}} {
		d.send(tea.WindowSizeMsg{Width: cover.width, Height: 36})
		d.keys(cover.keys...)
		d.misses("LOG ")
		d.keys(":")
		d.types(fmt.Sprintf("goto #%d", end-1))
		d.keys("enter")
		d.sees("LOG  at #")
	}
}
