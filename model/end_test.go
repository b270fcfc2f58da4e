package model

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// ended is a batch in which the value of row 0 ends with a word.
func ended(at time.Time, word string) *event.Batch {
	b := busy(1)
	b.Points, b.Ends = nil, []event.EndOfValue{{At: at.UnixNano(), Word: word}}
	return b
}

// TestAValueThatEndsIsShownAsNone: the row has the feed's word or a dash, with the age of the last number.
func TestAValueThatEndsIsShownAsNone(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	tab := m.tabs.all[0]
	tab.bring(busy(1))
	row := tab.history.Row(nil, 0)
	heard := row.LastHeard()
	for word, shown := range map[string]string{"unavailable": "unavailable", "": "–", "\x1b[31mbad": "␛[31mbad"} {
		tab.bring(ended(time.Now(), word))
		m.refresh()
		row := tab.history.Row(nil, 0)
		if w := tab.rows.all[0]; w.HasValue || !w.Ended || w.Word != word || !row.LastHeard().Equal(heard) {
			t.Errorf("%q: the row is %+v, heard %v, want %v", word, w, row.LastHeard(), heard)
		}
		if got := present(&row.Values[0]); !math.IsNaN(got) {
			t.Errorf("the chart still says %v", got)
		}
		if view := ansi.Strip(tab.list.View()); !strings.Contains(view, shown) {
			t.Errorf("no %q in\n%s", shown, view)
		}
	}
	tab.bring(&event.Batch{Points: []event.Point{{At: time.Now().Add(time.Second).UnixNano(), Value: 5}}})
	m.refresh()
	if w := tab.rows.all[0]; !w.HasValue || w.Ended {
		t.Errorf("a number again, and the row is %+v", w)
	}
}

// TestAValueThatNeverWasSaysWhy: the feed's word stands in a row that never had a number.
func TestAValueThatNeverWasSaysWhy(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	tab := m.tabs.all[0]
	tab.bring(ended(time.Now(), "unavailable"))
	m.refresh()
	if row := tab.rows.all[0]; row.HasValue || row.Word != "unavailable" || row.HasAge {
		t.Errorf("the row is %+v", row)
	}
}

// TestTheLineEndsWithItsValue: no bridge leads over the time without one, and the chart says what is there instead.
func TestTheLineEndsWithItsValue(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	m.window = time.Minute
	tab := m.tabs.all[0]
	begin := time.Now().Truncate(time.Second).Add(-time.Minute)
	at := func(second int) int64 { return begin.Add(time.Duration(second) * time.Second).UnixNano() }
	fresh := busy(1)
	fresh.Points = []event.Point{{At: at(10), Value: 1}, {At: at(16), Value: 2}}
	fresh.Ends = []event.EndOfValue{{At: at(13), After: 1}}
	tab.bring(fresh)
	var columns []chart.Column
	var spans []chart.Span
	cut := func() {
		tab.history.View(nil, func(v history.View) { columns, spans = m.chart().columns(v, history.Key{}, at(0), at(60), 60) })
	}
	cut()
	for i, want := range map[int]int{10: 1, 12: 1, 13: 0, 15: 0, 16: 1} {
		if columns[i].Count != want {
			t.Errorf("second %d has %d values, want %d", i, columns[i].Count, want)
		}
	}
	if len(spans) != 1 || spans[0].Kind != chart.NoValue || spans[0].From.UnixNano() != at(13) || spans[0].To.UnixNano() != at(16) {
		t.Errorf("spans %v", spans)
	}
	end := busy(1)
	end.Points, end.Ends = nil, []event.EndOfValue{{At: at(20)}}
	tab.bring(end)
	if cut(); len(spans) != 2 || spans[1].From.UnixNano() != at(20) || spans[1].To.UnixNano() != at(60) {
		t.Errorf("spans %v", spans)
	}
}

// TestACandleOfAClockThatIsAheadIsInTheWindow.
func TestACandleOfAClockThatIsAheadIsInTheWindow(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_030, 0)
	candles := []chart.Candle{{Begin: now.Add(9*time.Hour - 90*time.Second), Width: time.Minute}, {Begin: now.Add(9*time.Hour - 30*time.Second), Width: time.Minute}}
	got := notAhead(candles, now)
	if last := got[1].Begin; last.After(now) || now.Sub(last) > time.Minute || got[1].Begin.Sub(got[0].Begin) != time.Minute {
		t.Errorf("%v at %v", got, now)
	}
	if got := notAhead([]chart.Candle{{Begin: now.Add(30 * time.Second), Width: time.Minute}}, now); !got[0].Begin.Equal(now.Add(30 * time.Second)) {
		t.Error("a clock that is right is corrected")
	}
}

// TestTheInspectorReadsNumbersAsThePresetDoes: P and ! on "on" are about a number.
func TestTheInspectorReadsNumbersAsThePresetDoes(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	for text, want := range map[string]bool{"on": true, "OFF": true, " 5 ": true, "0x1F": true, "NaN": false, "unavailable": false, "": false} {
		if _, ok := m.tab().inspector.ReadNumber([]byte(text)); ok != want {
			t.Errorf("%q is a number: %t", text, ok)
		}
	}
}
