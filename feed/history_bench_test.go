package feed_test

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/session"
)

// BenchmarkHistory is what adding a row, reading one and finding a moment cost by the number of rows that are kept, when
// the oldest make room.
func BenchmarkHistory(b *testing.B) {
	begun := time.Unix(1772366400, 0)
	const rows = 1000 // of a batch, a millisecond apart
	text := []byte(`{"s":"XBT/USD","p":"3586.70000","bid":"3586.60000","ask":"3586.80000","volume":"0.03373000","count":2}`)
	s := session.New(bind(b, "    url: ws://127.0.0.1:1\n"), func(time.Duration) time.Duration { return 0 })
	s.Start(begun)
	s.Opened(begun)
	s.Seal()
	batch := func(n int) *event.Batch {
		for i := range rows {
			s.Receive(begun.Add(time.Duration(n*rows+i)*time.Millisecond), text)
		}
		return s.Seal()
	}
	for _, size := range []int{10, 100, 1000} {
		first := batch(0)
		h := feed.NewHistory(int64(size) * (first.Size() - 2<<10))
		n := 0
		for ; n < size*11/10; n++ {
			h.Add(batch(n))
		}
		kept := h.End() - h.First()
		name := fmt.Sprintf("%d_rows", size*rows)
		b.Run("Row/"+name, func(b *testing.B) {
			for i := uint64(0); b.Loop(); i++ {
				h.Row(h.First() + i*7919%kept)
			}
		})
		b.Run("Find/"+name, func(b *testing.B) {
			for i := uint64(0); b.Loop(); i++ {
				at := begun.Add(time.Duration(h.First()+i*7919%kept) * time.Millisecond)
				if found := h.Find(at); found > h.End() {
					b.Fatal(found)
				}
			}
		})
		b.Run("Add/"+name, func(b *testing.B) {
			next := batch(n)
			for b.Loop() {
				h.Add(next)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}
