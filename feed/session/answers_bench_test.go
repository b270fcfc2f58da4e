package session_test

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// BenchmarkAcks is a server that acknowledges what was asked for, and, where answers have names, also that it is given up
// again. What is reported is the time that this takes for one symbol, which does not depend on how many there are.
func BenchmarkAcks(b *testing.B) {
	now := time.Unix(1772366400, 0)
	for _, symbols := range []int{20, 200, 2000, 10000} {
		for _, answers := range []struct {
			name, rules string
			ack, unack  string
		}{
			{"named", `
subscribe: {send: {sub: "${symbol}"}, ack: {on: "ch.${symbol}"}, fail: {no: "ch.${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {off: "ch.${symbol}"}}
events: [{sub: {c: "ch.${symbol}"}, value: p}]
`, `{"on":"ch.s%d"}`, `{"off":"ch.s%d"}`},
			{"numbered", `
subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {id: "${id}", ok: true}, save: {sid: sid}, fail: {id: "${id}", ok: false}}
unsubscribe: {send: {unsub: "${sid}", id: "${id}"}, ack: {id: "${id}", ok: true}}
events: [{sub: {c: "${sid}"}, value: p}]
`, `{"id":%d,"ok":true,"sid":"x%[1]d"}`, ``},
		} {
			b.Run(fmt.Sprintf("%s/%d", answers.name, symbols), func(b *testing.B) {
				bound := *bindForFuzz(b, "\nurl: ws://127.0.0.1:1\nparams: {symbols: []}\nlimits: {labels: 20000}\n"+answers.rules)
				var names []string
				for i := range symbols {
					names = append(names, fmt.Sprint("s", i+1))
				}
				bound.Symbols = names
				for b.Loop() {
					b.StopTimer()
					s := session.New(&bound, func(time.Duration) time.Duration { return 0 })
					s.Start(now)
					s.Opened(now)
					s.Orders()
					b.StartTimer()
					for i := range symbols {
						s.Receive(now, fmt.Appendf(nil, answers.ack, i+1))
					}
					if answers.unack != "" {
						_ = s.Unsubscribe(now, names...)
						for i := range symbols {
							s.Receive(now, fmt.Appendf(nil, answers.unack, i+1))
						}
					}
					want := event.Subscribed
					if answers.unack != "" {
						want = event.Off
					}
					for _, r := range s.Seal().Labels.All() {
						if r.State != want {
							b.Fatalf("%+v", r)
						}
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*symbols), "ns/symbol")
			})
		}
	}
}
