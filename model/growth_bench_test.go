package model_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model"
)

// BenchmarkRefresh is what a second's tick costs the screen, by the number of rows, of which the same few are visible; in the
// order of the preset, and sorted.
func BenchmarkRefresh(b *testing.B) {
	for _, n := range []int{1, 100, 5000} {
		c := rows(n)
		d := drive(b, ticks(b, "alpha", feedtest.New(b, append(c, feedtest.Silence(nil))).URL()))
		d.wait("all rows", func() bool { return d.history().Totals().Counts.Events == int64(n)+1 })
		d.focuses(inList)
		at := time.Now()
		for _, order := range []string{"as in the preset", "by label", "by state", "by change", "by rate", "by age"} {
			b.Run(fmt.Sprintf("%s/%d", order, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					at = at.Add(time.Second)
					d.m.Update(model.Tick(at))
					d.m.View()
				}
			})
			d.keys("o")
		}
	}
}

// BenchmarkSize has an entry come, refreshes the widgets, and draws, by the size of the window.
func BenchmarkSize(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {240, 70}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			d := drive(b, ticks(b, "alpha", feedtest.New(b, append(rows(8), feedtest.Silence(nil))).URL()))
			d.wait("all rows", func() bool { return d.history().Totals().Counts.Events == 8+1 })
			d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			at := time.Now()
			b.ReportAllocs()
			for b.Loop() {
				d.feed().Note(event.Notice, `[42,["1542057314.748456","1542057360.435743","3586.70000"],"ohlc-5","XBT/USD"]`)
				at = at.Add(time.Second)
				d.m.Update(model.Tick(at))
				d.m.View()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size[0]*size[1]), "ns/cell")
		})
	}
}
