package logview

import (
	"fmt"
	"testing"
)

// kraken is a log of a million entries such as Kraken sends.
func kraken(entries int) *history {
	h := &history{}
	for i := range entries {
		symbol := [...]string{"XBT/USD", "ETH/USD", "SOL/USD", "ADA/USD"}[i%4]
		h.append(Event, symbol, fmt.Sprintf(`[42,["1542057314.748456","1542057360.435743","%d.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","%s"]`, i, symbol))
	}
	return h
}

const million = 1_000_000

// lengths are how many entries a log has.
var lengths = []int{10_000, 100_000, million}

// of returns the first entries of a log.
func (h *history) of(entries int) *history { return &history{entries: h.entries[:entries]} }

// BenchmarkFilter scans a million entries; ns/entry is what one costs.
func BenchmarkFilter(b *testing.B) {
	h := kraken(million)
	for _, expression := range []string{"XBT", "xbt", "xbt|eth", `9\d+\.7`, `(?i)^eth.*9999`} {
		b.Run(expression, func(b *testing.B) {
			m := model(h, 120, 24)
			b.ReportAllocs()
			for b.Loop() {
				m.ClearFilters()
				must(b, m.AddFilter(expression, false))
				for m.Work(10_000) {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/entry")
		})
	}
}

// BenchmarkSearch searches logs of several lengths; ns/entry is what an entry costs.
func BenchmarkSearch(b *testing.B) {
	all := kraken(million)
	for _, entries := range lengths {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			m := model(all.of(entries), 120, 24)
			b.ReportAllocs()
			for b.Loop() {
				must(b, m.SetSearch(""))
				must(b, m.SetSearch("9999"))
				for m.Work(10_000) {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*entries), "ns/entry")
		})
	}
}

// BenchmarkAppend receives 1,000 entries with and without a filter and a search, and draws, by how many entries there are.
func BenchmarkAppend(b *testing.B) {
	const batch = 1000
	all := kraken(million)
	for _, test := range []struct{ name, filter, search string }{{"plain", "", ""}, {"filtered and searched", "xbt|eth", "9999"}} {
		for _, entries := range lengths {
			b.Run(fmt.Sprintf("%s/%d", test.name, entries), func(b *testing.B) {
				b.ReportAllocs()
				var h *history
				var m Model
				for b.Loop() {
					if h == nil || len(h.entries)+batch > min(entries*11/10, million) {
						b.StopTimer()
						h = all.of(entries * 9 / 10)
						m = model(h, 120, 24)
						if test.filter != "" {
							must(b, m.AddFilter(test.filter, false))
						}
						must(b, m.SetSearch(test.search))
						for m.Work(10_000) {
						}
						m.View()
						b.StartTimer()
					}
					h.entries = all.entries[:len(h.entries)+batch]
					m.Refresh()
					m.View()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batch, "ns/entry")
			})
		}
	}
}

// BenchmarkKey is a key in a filtered log, of which few entries are shown: to the first entry, one down, and live again; and
// drawing it.
func BenchmarkKey(b *testing.B) {
	all := kraken(million)
	for _, entries := range lengths {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			m := model(all.of(entries), 120, 24)
			must(b, m.AddFilter("9999", false))
			for m.Work(10_000) {
			}
			b.ReportAllocs()
			for b.Loop() {
				m.Do(Top)
				m.View()
				m.Down(1)
				m.View()
				m.Resume()
				m.View()
			}
		})
	}
}
