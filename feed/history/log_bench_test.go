package history

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/event"
)

// BenchmarkLog is what adding an entry, reading one and finding a moment cost by the number of entries that are kept, when
// the oldest make space.
func BenchmarkLog(b *testing.B) {
	begun := time.Unix(1772366400, 0)
	const entries = 1000 // of a batch, a millisecond apart
	text := []byte(`{"s":"XBT/USD","p":"3586.70000","bid":"3586.60000","ask":"3586.80000","volume":"0.03373000","count":2}`)
	var build event.Builder
	batch := func(n int) *event.Batch {
		for i := range entries {
			at := begun.Add(time.Duration(n*entries+i) * time.Millisecond)
			build.Add(event.Entry{At: at.UnixNano(), Label: event.NoLabel, Kind: event.Unmatched}, text, nil)
		}
		return build.Seal(event.Status{}, event.Labels{})
	}
	for _, size := range []int{10, 100, 1000} {
		first := batch(0)
		h := New(int64(size)*(first.Size()-2<<10), 0)
		n := 0
		for ; n < size*11/10; n++ {
			h.Add(begun, batch(n))
		}
		oldest, end := h.Range()
		kept := end - oldest
		name := fmt.Sprintf("%d_entries", size*entries)
		b.Run("Entry/"+name, func(b *testing.B) {
			for i := uint64(0); b.Loop(); i++ {
				h.Entry(oldest + i*7919%kept)
			}
		})
		b.Run("Find/"+name, func(b *testing.B) {
			for i := uint64(0); b.Loop(); i++ {
				at := begun.Add(time.Duration(oldest+i*7919%kept) * time.Millisecond)
				if found := h.Find(at); found > end {
					b.Fatal(found)
				}
			}
		})
		b.Run("Add/"+name, func(b *testing.B) {
			next := batch(n)
			for b.Loop() {
				h.Add(begun, next)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/entries, "ns/entry")
		})
	}
}
