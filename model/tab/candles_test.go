package tab

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// climb brings a label a value each second for so long, each higher than the one before.
func climb(tab *Tab, now time.Time, seconds int) {
	b := busy(2)
	b.Points = nil
	for n := range 2 {
		for i := range seconds {
			at := now.Add(time.Duration(i-seconds+1) * time.Second)
			b.Points = append(b.Points, event.Point{At: at.UnixNano(), Value: 100 * float64(n+1) * (1 + float64(i)/1000), Label: int32(n)})
		}
	}
	tab.bring(now, b)
}

// TestChangesAreSinceTheWindowOfTheChartBegan: those of the chart, of the header and of the watchlist, whose window candles make
// longer or shorter.
func TestChangesAreSinceTheWindowOfTheChartBegan(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Unix(1_700_000_003, 0)
	climb(tab, now, 120)
	for _, kind := range chart.Kinds {
		for _, interval := range []time.Duration{0, time.Second, 15 * time.Second, time.Minute} {
			for window := 15 * time.Second; window <= 2*time.Minute; window += 7 * time.Second {
				on := screen()
				on.Window, on.Columns = window, 50
				tab.Chart.Kind, tab.Chart.Interval = kind, interval
				tab.list(now, 0)
				shown := tab.At(tab.Moment(now))
				rows := shown.Rows(on)
				shown.Complete(rows, on, 0, len(rows))
				change, header := shown.Chart(on).Change, shown.Figures(on).Value.ChangePct
				if math.IsNaN(change) || change != header || change != rows[0].ChangePct {
					t.Errorf("%s of %v, window %v: the chart has %v, the header %v, the watchlist %v", kind.Name(), interval, window, change, header, rows[0].ChangePct)
				}
			}
		}
	}
}

// TestChangesMoveWithTheChart: what a chart shows that is drawn seldom, the header and the watchlist beside it do not contradict.
func TestChangesMoveWithTheChart(t *testing.T) {
	t.Parallel()
	tab, drawn := closed(t), time.Unix(1_700_000_003, 0)
	climb(tab, drawn, 120)
	for _, kind := range chart.Kinds {
		on := screen()
		tab.Chart.Kind = kind
		tab.list(drawn, 0)
		change := tab.At(Present(drawn)).Chart(on).Change
		for _, later := range []time.Duration{time.Second, 14 * time.Second} {
			on.Drawn = drawn
			shown := tab.At(Present(drawn.Add(later)))
			rows := shown.Rows(on)
			shown.Complete(rows, on, 0, len(rows))
			if header := shown.Figures(on).Value.ChangePct; header != change || rows[0].ChangePct != change {
				t.Errorf("%s, %v after it was drawn: the chart has %v, the header %v, the watchlist %v", kind.Name(), later, change, header, rows[0].ChangePct)
			}
		}
		on.Drawn = time.Time{}
		if moved := tab.At(Present(drawn.Add(14 * time.Second))).Figures(on).Value.ChangePct; moved == change {
			t.Errorf("%s: the change is the same in the window of 14s later", kind.Name())
		}
	}
}

// TestACandleLongerThanTheWindowIsShownWhole, of the feed or of values.
func TestACandleLongerThanTheWindowIsShownWhole(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Unix(1_700_000_040, 0)
	climb(tab, now, 30)
	five := 5 * time.Minute
	begin := now.Truncate(five)
	b := busy(2)
	b.Points = nil
	for i := range 2 {
		at := begin.Add(time.Duration(i-1) * five)
		b.Candles = append(b.Candles, event.Candle{Begin: at.UnixNano(), End: at.Add(five).UnixNano(), Open: 100, High: 101, Low: 99, Close: 100.5})
	}
	tab.bring(now, b)
	tab.list(now, 0)
	tab.Chart.Kind = chart.Candles
	for _, own := range []bool{true, false} {
		tab.Chart.Own, tab.Chart.Interval = own, five
		on := screen()
		on.Window = 15 * time.Second
		data := tab.At(tab.Moment(now)).Chart(on)
		if !data.From.Equal(begin) || !data.To.Equal(begin.Add(five)) || data.Window != five || len(data.Candles) == 0 {
			t.Errorf("the feed's own %v: from %v to %v, want the candle from %v on; %d candles", own, data.From, data.To, begin, len(data.Candles))
		}
	}
}

// TestCandlesAreValuesUnlessPerCentIsChosen: beside what is compared the others are changes, of which candles show none.
func TestCandlesAreValuesUnlessPerCentIsChosen(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Unix(1_700_000_003, 0)
	climb(tab, now, 60)
	tab.list(now, 0)
	tab.Chart.Toggle(history.Key{Label: 1})
	for _, test := range []struct {
		kind  chart.Kind
		scale ScaleMode
		want  bool
	}{{chart.Line, Auto, true}, {chart.Candles, Auto, false}, {chart.Line, Auto, true}, {chart.Candles, Percent, true}, {chart.Line, Values, false}} {
		tab.Chart.Kind, tab.Chart.Scale = test.kind, test.scale
		if got := tab.At(tab.Moment(now)).Chart(screen()).Percent; got != test.want {
			t.Errorf("%s with scale %d: in per cent is %v, want %v", test.kind.Name(), test.scale, got, test.want)
		}
	}
}

// TestTheDrawnIntervalIsLonger where candles of the chosen length have no column each.
func TestTheDrawnIntervalIsLonger(t *testing.T) {
	t.Parallel()
	on := screen()
	on.Columns = 50
	for window, want := range map[time.Duration]time.Duration{time.Minute: 5 * time.Second, 5 * time.Minute: 5 * time.Second, 15 * time.Minute: 20 * time.Second} {
		on.Window = window
		if got := (&Chart{Interval: 5 * time.Second}).DrawnInterval(on); got != want {
			t.Errorf("in %v candles of %v are drawn, want %v", window, got, want)
		}
	}
	if got := (&Chart{}).DrawnInterval(on); got != 0 {
		t.Errorf("without a chosen length, %v", got)
	}
}
