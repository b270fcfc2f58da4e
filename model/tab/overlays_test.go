package tab

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// minutes are candles of a minute from a time on, with those closes, each with a volume of 1 and the same high and low as the close.
func minutes(begin time.Time, closes ...float64) (all []chart.Candle) {
	for i, v := range closes {
		all = append(all, chart.Candle{Begin: begin.Add(time.Duration(i) * time.Minute), Width: time.Minute, Open: v, High: v, Low: v, Close: v, Volume: 1})
	}
	return all
}

// TestAnAverageHasAsManyCandlesAsItSays, and none before there are so many.
func TestAnAverageHasAsManyCandlesAsItSays(t *testing.T) {
	begin := time.Unix(1_800_000_000, 0)
	now := begin.Add(3*time.Minute + 30*time.Second)
	points := movingAverage(minutes(begin, 1, 3, 5, 10), 2, now)
	want := []point{{begin.Add(2 * time.Minute).UnixNano(), 2}, {begin.Add(3 * time.Minute).UnixNano(), 4}, {now.UnixNano(), 7.5}}
	if len(points) != len(want) || points[0] != want[0] || points[1] != want[1] || points[2] != want[2] {
		t.Errorf("%v, want %v", points, want)
	}
}

// TestTheAveragePriceIsByVolumeSinceMidnight: what has no volume does not count, nor what was the day before.
func TestTheAveragePriceIsByVolumeSinceMidnight(t *testing.T) {
	now := time.Date(2026, 11, 26, 0, 5, 0, 0, time.UTC)
	all := minutes(now.Add(-7*time.Minute), 900, 900, 10, 20, 30, 40, 50)
	all[3].Volume, all[4].Volume = 3, math.NaN()
	all[5].High, all[5].Low, all[5].Volume = 70, 10, 6
	points := averagePrice(all, midnight(now, nil), now)
	if last := points[len(points)-1].value; math.Abs(last-(10+60+240+50)/11.0) > 1e-9 {
		t.Errorf("the average is %v of %v", last, points)
	}
	if points[0].at != all[2].Begin.UnixNano() {
		t.Errorf("it begins at %v", time.Unix(0, points[0].at))
	}
}

// TestOverlaysAreStraightBetweenTheirPoints, and are nowhere else.
func TestOverlaysAreStraightBetweenTheirPoints(t *testing.T) {
	columns := drawnPoints([]point{{20, 1}, {60, 5}}, 0, 100, 10)
	for i, want := range []float64{0, 1, 2, 3, 4, 5, 5, 0, 0, 0} {
		if got := columns[i].Last; got != want {
			t.Errorf("column %d is %v, want %v", i, got, want)
		}
	}
	if drawnPoints(nil, 0, 100, 10)[3].Count != 0 {
		t.Error("without points there is a line")
	}
}

// TestSeriesKeepTheirColours while they are compared, whichever of them is selected.
func TestSeriesKeepTheirColours(t *testing.T) {
	c := newChart()
	a, b, d := history.Key{Label: 0}, history.Key{Label: 1}, history.Key{Label: 2}
	if c.slot(b) != 0 {
		t.Error("a series alone has not the first colour")
	}
	c.Toggle(a)
	c.Toggle(b)
	before := [...]int{c.slot(a), c.slot(b), c.slot(d)}
	if before != [...]int{0, 1, 2} {
		t.Errorf("the colours are %v", before)
	}
	if c.Toggle(a); c.slot(b) != 1 || c.slot(d) == 1 {
		t.Errorf("without the first one, the others are %d and %d", c.slot(b), c.slot(d))
	}
	if c.Toggle(b); c.slot(b) != 0 {
		t.Error("what was compared keeps its colour when it is alone")
	}
}

// TestWhatHasNoValueInCommonIsComparedInPerCent, until the operator says otherwise.
func TestWhatHasNoValueInCommonIsComparedInPerCent(t *testing.T) {
	columns := func(from, to float64) []chart.Column {
		return []chart.Column{{}, {First: from, Last: to, Min: min(from, to), Max: max(from, to), Count: 2}}
	}
	for _, c := range []struct {
		main, other []chart.Column
		hidden      bool
		want        bool
	}{
		{columns(1, 2), columns(2, 3), false, false},
		{columns(1, 2), columns(2.5, 3), false, true},
		{columns(1, 2), columns(0.5, 0.1), false, true},
		{columns(1, 2), columns(2.5, 3), true, false},
		{columns(1, 2), nil, false, false},
		{nil, columns(1, 2), false, false},
	} {
		data := chart.Data{Columns: c.main, Others: []chart.Series{{Columns: c.other, Hidden: c.hidden}}}
		if got := apart(&data); got != c.want {
			t.Errorf("%v and %v are apart: %t", c.main, c.other, got)
		}
	}
	c := newChart()
	c.Toggle(history.Key{})
	if c.apart = true; !c.Percent() {
		t.Error("what is apart shows values")
	}
	if c.Scale = Values; c.Percent() {
		t.Error("values are asked for, and it is per cent")
	}
}
