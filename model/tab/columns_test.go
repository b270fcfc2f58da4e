package tab

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/event"
)

// TestTheChartHasNothingOfBeforeItsColumns has a value in the part of the window that the first column leaves out: the columns end
// after the moment, and the window would begin that much earlier.
func TestTheChartHasNothingOfBeforeItsColumns(t *testing.T) {
	t.Parallel()
	tab, on := closed(t), screen()
	slice := int64(on.Window) / int64(on.Columns)
	at := time.Unix(0, (time.Now().UnixNano()/slice+1)*slice+slice/10)
	b := busy(1)
	b.Points = []event.Point{
		{At: at.Add(-on.Window).UnixNano() + slice/20, Value: 1000}, {At: at.UnixNano() - slice, Value: 2}, {At: at.UnixNano() - 1, Value: 3},
	}
	tab.bring(at, b)
	row := tab.list(at, 0)[0]
	data := tab.At(Present(at)).Chart(on)
	for i, c := range data.Columns {
		if c.Count > 0 && c.Max > 3 {
			t.Errorf("column %d has a value that is not in the window: %+v", i, c)
		}
	}
	if math.Abs(data.Change-50) > 1e-9 || math.Abs(row.ChangePct-50) > 1e-9 {
		t.Errorf("the chart has a change of %v %%, and the watchlist one of %v", data.Change, row.ChangePct)
	}
}
