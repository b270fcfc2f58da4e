package tab

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// TestSilenceOfOneRow has a row that was silent around a gap of the feed: it hatches the silence, and the others
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
