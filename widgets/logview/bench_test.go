package logview

import (
	"fmt"
	"testing"
)

// kraken is a log of a million rows such as Kraken sends.
func kraken(rows int) *history {
	h := &history{}
	for i := range rows {
		symbol := [...]string{"XBT/USD", "ETH/USD", "SOL/USD", "ADA/USD"}[i%4]
		h.append(Event, symbol, fmt.Sprintf(`[42,["1542057314.748456","1542057360.435743","%d.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","%s"]`, i, symbol))
	}
	return h
}

const million = 1_000_000

// BenchmarkFilter looks at a million rows; ns/row is what one costs.
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
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/row")
		})
	}
}

// BenchmarkSearch searches a million rows.
func BenchmarkSearch(b *testing.B) {
	m := model(kraken(million), 120, 24)
	b.ReportAllocs()
	for b.Loop() {
		must(b, m.SetSearch(""))
		must(b, m.SetSearch("9999"))
		for m.Work(10_000) {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/row")
}

// BenchmarkAppend takes 1,000 rows in with a filter and a search, and draws.
func BenchmarkAppend(b *testing.B) {
	all := kraken(million)
	for _, test := range []struct{ name, filter, search string }{{"plain", "", ""}, {"filtered and searched", "xbt|eth", "9999"}} {
		b.Run(test.name, func(b *testing.B) {
			const batch = 1000
			h := &history{rows: all.rows[:batch]}
			m := model(h, 120, 24)
			if test.filter != "" {
				must(b, m.AddFilter(test.filter, false))
			}
			must(b, m.SetSearch(test.search))
			b.ReportAllocs()
			for b.Loop() {
				if len(h.rows)+batch > million {
					h.rows = all.rows[:batch]
					m.SetRows(h)
				}
				h.rows = all.rows[:len(h.rows)+batch]
				m.Refresh()
				m.View()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batch, "ns/row")
		})
	}
}

// BenchmarkKey is a key in a filtered log of a million rows, of which few are
// shown: to the first row, one down, and live again.
func BenchmarkKey(b *testing.B) {
	m := model(kraken(million), 120, 24)
	must(b, m.AddFilter("9999", false))
	for m.Work(10_000) {
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Top()
		m.View()
		m.Down(1)
		m.View()
		m.Live()
		m.View()
	}
}
