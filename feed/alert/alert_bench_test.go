package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
)

// BenchmarkPoint receives points of two rows: with rules, half of them are of a row that the rules are about.
func BenchmarkPoint(b *testing.B) {
	for _, rules := range []int{0, 1, 100} {
		b.Run(fmt.Sprintf("rules-%d", rules), func(b *testing.B) {
			var alerts []string
			for n := range rules {
				alerts = append(alerts, fmt.Sprintf("A > %d", 1000+n))
			}
			c := start(b, config, alerts...)
			batch := *c.batch
			batch.Points = make([]event.Point, 1000)
			for i := range batch.Points {
				batch.Points[i] = event.Point{At: c.now.UnixNano(), Value: float64(i % 900), Label: int32(i % 2)}
			}
			fields := c.s.Reader().Fields()
			b.ReportAllocs()
			for b.Loop() {
				c.set.Receive(c.now, &batch, fields)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/point")
		})
	}
}

// BenchmarkChanges receives points that a window is kept of.
func BenchmarkChanges(b *testing.B) {
	c := start(b, config, "A changes 90% in 1m")
	batch := *c.batch
	batch.Points = make([]event.Point, 1000)
	for i := range batch.Points {
		batch.Points[i] = event.Point{Value: float64(1000 + i%100)}
	}
	fields := c.s.Reader().Fields()
	for b.Loop() {
		c.now = c.now.Add(33 * time.Millisecond)
		for i := range batch.Points {
			batch.Points[i].At = c.now.UnixNano()
		}
		c.set.Receive(c.now, &batch, fields)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/point")
}

// BenchmarkTick evaluates 2,000 rows, each with a hold, a rate and silence.
func BenchmarkTick(b *testing.B) {
	c := start(b, strings.Replace(config, "[A, B]", "["+symbols(2000)+"]", 1)+"    limits: {labels: 3000}\n", "* > 5 for 1h", "* rate > 1000", "silent 1h")
	for n := range 2000 {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"ok":"s%d"}`, n))
		c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"s%d","bid":6}`, n))
	}
	c.pass()
	for b.Loop() {
		c.set.Tick(c.now)
	}
}

// BenchmarkHits scans messages of 150 bytes.
func BenchmarkHits(b *testing.B) {
	for _, rule := range []string{"match /error|halt/", "match /Error|Halt/", `match /err(or)?\b/`} {
		b.Run(rule, func(b *testing.B) {
			c := start(b, config, rule)
			for range 1000 {
				c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"A","bid":61240.1,"x":%q}`, strings.Repeat("candle ", 16)))
			}
			c.pass()
			m := c.set.Matcher()
			for b.Loop() {
				if m.Hits(c.batch) != nil {
					b.Fatal("found")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/message")
		})
	}
}
