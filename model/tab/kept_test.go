package tab

import (
	"math"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/chart"
)

// hours is batches with a point a minute of each of some rows for so many hours, which end now.
func hours(rows, n int) (batches []*event.Batch) {
	end := time.Now()
	for at := end.Add(-time.Duration(n) * time.Hour); at.Before(end); at = at.Add(time.Minute) {
		b := busy(rows)
		if len(batches) > 0 {
			b.Status = batches[0].Status // one connection
		}
		for i := range b.Points {
			b.Points[i].At = at.UnixNano()
		}
		batches = append(batches, b)
	}
	return batches
}

// TestTheChartSaysWhatIsEvicted: the log and the series of a feed share its memory, and what had to go is not drawn as if it
// had never been.
func TestTheChartSaysWhatIsEvicted(t *testing.T) {
	t.Parallel()
	const rows, share = 100, 2 << 20
	tab := closed(t)
	tab.Feed().SetMemory(share, share)
	for _, b := range hours(rows, 7) {
		tab.bring(time.Now(), b)
	}
	now := time.Now()
	on := screen()
	on.Window = 6 * time.Hour
	row := tab.list(now, rows-1)[rows-1]
	shown := tab.At(Present(now))
	rowsOf := shown.Rows(on)
	shown.Complete(rowsOf, on, rows-1, rows)
	if data := shown.Chart(on); len(spans(data, chart.Evicted)) == 0 || !math.IsNaN(data.Change) {
		t.Errorf("the chart of %s does not say that values are missing: %+v, changed by %v %%", row.Label, data.Spans, data.Change)
	}
	if by := rowsOf[rows-1].ChangePct; !math.IsNaN(by) {
		t.Errorf("of a window whose beginning is gone, the change is %v %%", by)
	}
}
