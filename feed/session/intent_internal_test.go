package session

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
)

// TestIntentIsReachedWhateverHappened lets an operator, a server and a network do anything in any order, and then has the
// server answer everything: what is subscribed is what the operator wants and the server has not refused, and what the session counts is true.
func TestIntentIsReachedWhateverHappened(t *testing.T) {
	symbols := []string{"A", "B", "C"}
	for _, text := range []string{
		driven,
		strings.Replace(driven, `{un: "${sid}"}`, `{un: "${symbol}"}`, 1),
		strings.Replace(strings.Replace(driven, `fail: {no: "${symbol}"}`, `fail: {no: "*"}`, 1), `{sub: "${symbol}"}`, `{sub: "${symbols}"}`, 1),
		strings.Replace(strings.Replace(driven, `ack: {on: "${symbol}"}, save: {sid: id}, `, "", 1), `send: {un: "${sid}"}, ack: {off: "${symbol}"}`, `send: {un: "${symbol}"}`, 1),
		strings.Replace(driven, "answer: 10s", "answer: 10s\n    rate: 2/s", 1),
	} {
		for seed := range uint64(200) {
			random := rand.New(rand.NewPCG(seed, 1))
			d := newSubscriptionDriver(t, strings.Replace(text, "[A]", "[A, B, C]", 1))
			wants := map[string]bool{"A": true, "B": true, "C": true}
			for range 60 {
				if d.s.conn.status.State != event.Open && d.s.conn.status.State != event.Stale {
					d.do("lost")
					d.do("opened")
				}
				symbol := symbols[random.IntN(len(symbols))]
				switch random.IntN(10) {
				case 0:
					if random.IntN(3) == 0 {
						d.do("lost")
					}
				case 1:
					if d.s.Subscribe(d.now, symbol) == nil {
						wants[symbol] = true
					}
				case 2:
					_ = d.s.Unsubscribe(d.now, symbol)
					wants[symbol] = false
				case 3:
					d.do([]string{"100ms", "1s", "12s", "40s"}[random.IntN(4)])
				default:
					say := []string{`{"on":"%s","id":7}`, `{"off":"%s"}`, `{"no":"%s"}`, `{"gone":"%s"}`, `{"s":"%s","p":1}`}[random.IntN(5)]
					d.s.Receive(d.now, fmt.Appendf(nil, say, symbol))
				}
				d.check(wants, seed)
			}
			if seed%2 == 0 || d.s.conn.status.State != event.Open && d.s.conn.status.State != event.Stale {
				d.do("lost")
				d.do("opened")
			}
			for range 40 { // a server that agrees to everything
				for _, symbol := range symbols {
					r := &d.s.labels.all[d.s.labels.byKey[symbol]]
					if r.request.open {
						d.s.Receive(d.now, fmt.Appendf(nil, `{"on":"%s","id":7}`, symbol))
					}
					if r.State == event.Unsubscribing || r.State == event.Resubscribing {
						d.s.Receive(d.now, fmt.Appendf(nil, `{"off":"%s"}`, symbol))
					}
				}
				d.do("1s")
			}
			for _, symbol := range symbols {
				r := &d.s.labels.all[d.s.labels.byKey[symbol]]
				is := r.State == event.Subscribed || r.State == event.Live || r.State == event.SubscriptionStale
				if refused := r.State == event.Rejected || r.State == event.Ended; is != wants[symbol] && !refused { // until the next connection
					t.Fatalf("seed %d: %s is %s, wanted: %v\n%s", seed, symbol, r.State, wants[symbol], text)
				}
			}
		}
	}
}

// check compares what the session counts with the labels.
func (d *subscriptionDriver) check(wants map[string]bool, seed uint64) {
	d.t.Helper()
	var count [event.SubscriptionStates]int
	open := 0
	for i := range d.s.labels.all {
		r := &d.s.labels.all[i]
		count[r.State]++
		if r.request.open {
			open++
		}
		if want := wants[r.key]; want != r.State.Wanted() {
			d.t.Fatalf("seed %d: %s is %s, wanted: %v", seed, r.key, r.State, want)
		}
	}
	if count != d.s.labels.count || open != d.s.subs.open {
		d.t.Fatalf("seed %d: counts %v and %d open, the labels have %v and %d", seed, d.s.labels.count, d.s.subs.open, count, open)
	}
	if due := d.s.Deadline(); !due.IsZero() && due.Before(d.now.Add(-time.Hour)) {
		d.t.Fatalf("seed %d: due long ago: %v", seed, d.now.Sub(due))
	}
}
