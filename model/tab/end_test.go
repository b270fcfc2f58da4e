package tab

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/chart"
)

// ended is a batch in which the value of row 0 ends with a word.
func ended(at time.Time, word string) *event.Batch {
	b := busy(1)
	b.Points, b.Ends = nil, []event.EndOfValue{{At: at.UnixNano(), Word: word}}
	return b
}

// TestAValueThatEndsIsShownAsNone: the row has the feed's word or none, with the age of the last number, and the chart no number.
func TestAValueThatEndsIsShownAsNone(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	tab.bring(now, busy(1))
	later := now.Add(time.Second)
	for _, word := range []string{"unavailable", ""} {
		tab.bring(later, ended(later, word))
		if w := tab.list(later, 0)[0]; w.HasValue || !w.Ended || w.Word != word || w.Age < time.Second {
			t.Errorf("%q: the row is %+v", word, w)
		}
		if got := tab.At(Present(later)).Chart(screen()).Last; !math.IsNaN(got) {
			t.Errorf("the chart still says %v", got)
		}
	}
	tab.bring(later, &event.Batch{Points: []event.Point{{At: later.Add(time.Second).UnixNano(), Value: 5}}})
	if w := tab.list(later, 0)[0]; !w.HasValue || w.Ended {
		t.Errorf("a number again, and the row is %+v", w)
	}
}

// TestAValueThatNeverWasSaysWhy: the feed's word stands in a row that never had a number.
func TestAValueThatNeverWasSaysWhy(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	tab.bring(now, ended(now, "unavailable"))
	if row := tab.list(now, 0)[0]; row.HasValue || row.Word != "unavailable" || row.HasAge {
		t.Errorf("the row is %+v", row)
	}
}

// TestTheLineEndsWithItsValue: no bridge leads over the time without one, and the chart says what is there instead.
func TestTheLineEndsWithItsValue(t *testing.T) {
	t.Parallel()
	tab := closed(t)
	begin := time.Now().Truncate(time.Second).Add(-time.Minute)
	at := func(second int) int64 { return begin.Add(time.Duration(second) * time.Second).UnixNano() }
	end := begin.Add(59*time.Second + time.Second/2) // of the window, whose slices are those from begin on
	fresh := busy(1)
	fresh.Points = []event.Point{{At: at(10), Value: 1}, {At: at(16), Value: 2}}
	fresh.Ends = []event.EndOfValue{{At: at(13), After: 1}}
	tab.bring(end, fresh)
	tab.list(end, 0)
	data := tab.At(Present(end)).Chart(screen())
	for i, want := range map[int]int{10: 1, 12: 1, 13: 0, 15: 0, 16: 1} {
		if data.Columns[i].Count != want {
			t.Errorf("second %d has %d values, want %d", i, data.Columns[i].Count, want)
		}
	}
	none := spans(data, chart.NoValue)
	if len(none) != 1 || none[0].From.UnixNano() != at(13) || none[0].To.UnixNano() != at(16) {
		t.Errorf("spans %v", none)
	}
	over := busy(1)
	over.Points, over.Ends = nil, []event.EndOfValue{{At: at(20)}}
	tab.bring(end, over)
	none = spans(tab.At(Present(end)).Chart(screen()), chart.NoValue)
	if len(none) != 2 || none[1].From.UnixNano() != at(20) || none[1].To.UnixNano() != at(60) {
		t.Errorf("spans %v", none)
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
