package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// TestOnlyTheRulesThatMatterAreJudged compares a Set with one in which every rule is judged with every value: both report
// the same, whatever comes.
func TestOnlyTheRulesThatMatterAreJudged(t *testing.T) {
	list, err := preset.Parse("test.yaml", []byte("presets: {x: {url: \"ws://h\", params: {symbols: [A, B]}, subscribe: {send: \"${symbol}\"}}}"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := list[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(16) {
		r := rand.New(rand.NewPCG(seed, 0))
		some, all := New(bound), New(bound)
		both := func(do func(s *Set)) { do(some); do(all) }
		now := time.Unix(1_800_000_000, 0)
		fields := []string{"bid"}
		status := event.Status{State: event.Open, OpenedAt: now}
		labels := []event.Label{{Name: "A", State: event.Live}, {Name: "B", State: event.Live}}
		receive := func(change func(b *event.Batch)) {
			batch := &event.Batch{Status: status, Labels: event.Labels{}.Renew(len(labels), nil, func(n int32) event.Label { return labels[n] })}
			change(batch)
			for _, l := range all.labels {
				for i, f := range l.fields {
					if f != nil && f != unwatched {
						f.arrange(l, int16(i))
						f.low, f.high = math.Inf(1), math.Inf(-1)
					}
				}
			}
			both(func(s *Set) { s.Receive(now, batch, fields) })
		}
		number := func() float64 {
			return [...]float64{-1, 0, 1, 2, 3, 4, 5, 6, 3 + r.Float64(), 3 + r.Float64(), 1e308, math.Inf(1), math.NaN()}[min(r.IntN(40), 12)]
		}
		if seed%2 == 0 { // values that move little, and past a level
			number = func() float64 { return 2.8 + 0.3*r.Float64() }
		}
		what := ""
		for step := range 400 {
			now = now.Add(time.Duration(r.IntN(900)) * time.Millisecond)
			label, field := r.Int32N(2), r.IntN(len(fields))
			switch n := r.IntN(100); {
			case n < 70:
				v := number()
				receive(func(b *event.Batch) {
					b.Points = []event.Point{{At: now.UnixNano(), Value: v, Label: label, Field: uint8(field)}}
				})
			case n < 73:
				receive(func(b *event.Batch) {
					b.Ends = []event.EndOfValue{{At: now.UnixNano(), Label: label, Field: uint8(field), Word: "none"}}
				})
			case n < 82:
				both(func(s *Set) { s.Tick(now) })
			case n < 90 && len(some.rules.list) < 1+int(seed)%20:
				about := [...]string{"A", "*", "A ask", "* bid"}[r.IntN(4)]
				rule := [...]string{
					fmt.Sprintf("%s > %d", about, r.IntN(6)), fmt.Sprintf("%s <= %d", about, r.IntN(6)), fmt.Sprintf("%s >= %d for 1s", about, r.IntN(6)), fmt.Sprintf("%s > %d once", about, r.IntN(6)),
					fmt.Sprintf("%s crosses %d", about, r.IntN(6)), fmt.Sprintf("%s changes %d in 1m", about, 1+r.IntN(3)), fmt.Sprintf("%s changes %d%% in 10s", about, 1+r.IntN(90)), fmt.Sprintf("%s changes 0.%d in 5m", about, 1+r.IntN(9)),
				}[r.IntN(8)]
				what += rule + "\n"
				parsed, err := alertrule.Parse(rule)
				if err != nil {
					t.Fatal(err)
				}
				both(func(s *Set) { _, _ = s.Add(parsed) })
			case n < 92 && len(some.rules.list) > 0:
				number := some.rules.list[r.IntN(len(some.rules.list))].number
				both(func(s *Set) { _ = s.Off(number) })
			case n < 94:
				labels[label].State = [...]event.SubscriptionState{event.Live, event.Off, event.Subscribed}[r.IntN(3)]
				receive(func(*event.Batch) {})
			case n < 96:
				if status.State = event.Retry; r.IntN(2) == 0 {
					status.State, status.OpenedAt = event.Open, now
				}
				receive(func(*event.Batch) {})
			case n < 97 && len(fields) < 3:
				fields = append(fields[:len(fields):len(fields)], [...]string{"", "ask", "x"}[len(fields)])
			case n < 98:
				both(func(s *Set) { s.AcknowledgeAll() })
			case n < 99:
				now = now.Add(-time.Duration(r.IntN(5)) * time.Second)
			}
			said := func(s *Set) string {
				var b strings.Builder
				for _, c := range s.Drain() {
					fmt.Fprintln(&b, c)
				}
				active, more := s.Active(100)
				fmt.Fprintln(&b, active, more, s.Rules())
				return b.String()
			}
			if got, want := said(some), said(all); got != want {
				t.Fatalf("seed %d, step %d, rules\n%s\nreports\n%s\nwant\n%s", seed, step, what, got, want)
			}
		}
	}
}
