package tab

import (
	"fmt"
	"math"
	"testing"

	"sockeye/widgets/chart"
)

func TestInPercent(t *testing.T) {
	t.Parallel()
	column := func(first, low, high, last float64) chart.Column {
		return chart.Column{First: first, Min: low, Max: high, Last: last, Count: 2}
	}
	data := chart.Data{
		Columns: []chart.Column{{}, column(200, 190, 220, 210)}, Last: 210, Change: 5,
		Others: []chart.Series{
			{Name: "negative", Columns: []chart.Column{column(-10, -20, -5, -5)}, Last: -5},
			{Name: "zero", Columns: []chart.Column{column(0, 0, 1, 1)}, Last: 1},
		},
		Candles: []chart.Candle{{Open: 200, High: 220, Low: 190, Close: 210}},
		Marks:   []chart.Mark{{Value: 220}},
	}
	inPercent(&data, []float64{200, -10, 0})
	got := fmt.Sprint(data.Columns[1], data.Last, data.Others[0].Columns[0], data.Others[0].Last, data.Candles[0].High)
	if want := "{0 5 -5 10 2} 5 {0 50 -100 50 2} 50 10"; got != want {
		t.Errorf("in per cent %s, want %s", got, want)
	}
	if !data.Percent || data.Marks != nil || !math.IsNaN(data.Change) || !math.IsNaN(data.Others[1].Last) {
		t.Errorf("what begins with zero has changed by %v", data.Others[1].Last)
	}
}
