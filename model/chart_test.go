package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/widgets/chart"
)

// TestSilenceOfOneRow looks at a row that was silent around a gap of the feed: it hatches the silence, and the others
// only the gap.
func TestSilenceOfOneRow(t *testing.T) {
	at := func(second int) time.Time { return time.Unix(1_700_000_000+int64(second), 0) }
	span := func(from, to int, kind chart.SpanKind) chart.Span {
		return chart.Span{From: at(from), To: at(to), Kind: kind}
	}
	o := outages{spans: []chart.Span{span(100, 101, chart.Gap)}}
	for _, test := range []struct {
		silences []chart.Span
		want     []chart.Span
	}{
		{[]chart.Span{span(90, 400, chart.Silence)}, []chart.Span{span(90, 400, chart.Gap)}},
		{nil, []chart.Span{span(100, 101, chart.Gap)}},
		{[]chart.Span{span(10, 20, chart.Silence)}, []chart.Span{span(100, 101, chart.Gap), span(10, 20, chart.Silence)}},
	} {
		if got := o.explain(test.silences); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("silences %v are explained as %v, want %v", test.silences, got, test.want)
		}
	}
}

// TestDownIsOnlyWhereThereIsNoConnection: the silence before and after an outage is silence.
func TestDownIsOnlyWhereThereIsNoConnection(t *testing.T) {
	at := func(second int) time.Time { return time.Unix(1_700_000_000+int64(second), 0) }
	span := func(from, to int, kind chart.SpanKind) chart.Span {
		return chart.Span{From: at(from), To: at(to), Kind: kind}
	}
	o := outages{spans: []chart.Span{span(100, 110, chart.Down)}}
	got := o.explain([]chart.Span{span(95, 130, chart.Silence)})
	want := []chart.Span{span(100, 110, chart.Down), span(95, 100, chart.Silence), span(110, 130, chart.Silence)}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestLockNeedsARange wants nothing to be called locked that is not.
func TestLockNeedsARange(t *testing.T) {
	m := quiet(t, 120, 36)
	lock := tea.KeyPressMsg{Code: 'Y', Text: "Y"}
	for range 2 { // the watchlist, the chart
		m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	m.Update(lock)
	if m.tab().view.locked || !strings.Contains(m.said, ":y LOW HIGH") {
		t.Errorf("a chart without values: locked %t, and it says %q", m.tab().view.locked, m.said)
	}
	for _, bounds := range [][]string{{"-Inf", "Inf"}, {"0", "Inf"}, {"NaN", "1"}, {"1", "1"}} {
		if _, err := m.commandY(bounds); err == nil || m.tab().view.locked {
			t.Errorf(":y %v is taken", bounds)
		}
	}
	if _, err := m.commandY([]string{"-1e308", "1e308"}); err != nil || !m.tab().view.locked {
		t.Errorf("the widest range is refused: %v", err)
	}
	m.Update(lock)
	if m.tab().view.locked {
		t.Error("the lock stays")
	}
}

func TestUnplotUnknown(t *testing.T) {
	m := quiet(t, 120, 36)
	cmd, err := m.commandPlot([]string{"deep.size"})
	if err != nil {
		t.Fatal(err)
	}
	m.Update(cmd())
	if cmd, err = m.commandUnplot([]string{"deep.sise"}); err != nil {
		t.Fatal(err)
	}
	if m.Update(cmd()); m.said != "deep.sise is not plotted" || !m.tab().view.chosen {
		t.Errorf("with a wrong name it says %q, and the chart has lost its number: %t", m.said, !m.tab().view.chosen)
	}
}

// TestGoto goes to the second of the oldest row, which that has begun before it came, and to a row while the log is not to
// be seen.
func TestGoto(t *testing.T) {
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	log := d.m.tab().history
	_, oldest := log.Row(log.First())
	d.keys(":")
	d.types("goto " + time.Unix(0, oldest.At).UTC().Format("15:04:05"))
	d.keys("enter")
	if n, _ := d.m.tab().log.Selected(); d.m.said != "" || n != log.First() {
		t.Errorf("the log is at row %d, and says %q", n, d.m.said)
	}
	for _, cover := range []struct {
		width int
		keys  []string
	}{{120, []string{"G", "tab", "tab", "z"}}, {80, []string{"z", "G", "W"}}, {80, []string{"enter"}}} {
		d.send(tea.WindowSizeMsg{Width: cover.width, Height: 36})
		d.keys(cover.keys...)
		d.misses("LOG ")
		d.keys(":")
		d.types(fmt.Sprintf("goto #%d", log.End()-1))
		d.keys("enter")
		d.sees("LOG  frozen")
	}
}
