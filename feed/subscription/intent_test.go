package subscription_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
)

// TestIntentIsReachedWhateverHappened lets an operator, a server and a network do anything in any order, and then has the
// server answer everything: what is subscribed is what the operator wants and the server has not refused.
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
				if d.s.Status().State != event.Open && d.s.Status().State != event.Stale {
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
			if seed%2 == 0 || d.s.Status().State != event.Open && d.s.Status().State != event.Stale {
				d.do("lost")
				d.do("opened")
			}
			for range 40 { // a server that agrees to everything
				for _, symbol := range symbols {
					d.s.Receive(d.now, fmt.Appendf(nil, `{"on":"%s","id":7}`, symbol))
					if state := d.label(symbol).State; state == event.Unsubscribing || state == event.Resubscribing {
						d.s.Receive(d.now, fmt.Appendf(nil, `{"off":"%s"}`, symbol))
					}
				}
				d.do("1s")
			}
			for _, symbol := range symbols {
				state := d.label(symbol).State
				is := state == event.Subscribed || state == event.Live || state == event.SubscriptionStale
				if refused := state == event.Rejected || state == event.Ended; is != wants[symbol] && !refused { // until the next connection
					t.Fatalf("seed %d: %s is %s, wanted: %v\n%s", seed, symbol, state, wants[symbol], text)
				}
			}
		}
	}
}

// check compares what is wanted with the labels.
func (d *subscriptionDriver) check(wants map[string]bool, seed uint64) {
	d.t.Helper()
	for name, want := range wants {
		if state := d.label(name).State; want != state.Wanted() {
			d.t.Fatalf("seed %d: %s is %s, wanted: %v", seed, name, state, want)
		}
	}
	if due := d.s.Deadline(); !due.IsZero() && due.Before(d.now.Add(-time.Hour)) {
		d.t.Fatalf("seed %d: due long ago: %v", seed, d.now.Sub(due))
	}
}
