package session

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// TestIndexOfAnswersIsBounded has an operator who subscribes and unsubscribes for ever, and a server that always has new
// names for the same things.
func TestIndexOfAnswersIsBounded(t *testing.T) {
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  x:
    url: ws://127.0.0.1:1
    params: {symbols: [A, B]}
    subscribe: {send: {sub: "${symbols}", id: "${id}"}, ack: {id: "${id}", s: "${symbol}"}, save: {sid: sid}, ended: {gone: "${sid}"}}
    unsubscribe: {send: {unsub: "${sid}", id: "${id}"}, ack: {id: "${id}"}}
    events: [{sub: {c: "${sid}"}, value: p}]
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1772366400, 0)
	s := New(bound, func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	name := 0
	answer := func(symbol string) {
		name++
		s.Receive(now, fmt.Appendf(nil, `{"id":%d,"s":"%s","sid":"x%d"}`, s.outbox.nextID, symbol, name))
	}
	for range 50 {
		s.Opened(now)
		answer("B")
		answer("A")
		for range 20 {
			if s.labels.count[event.Subscribed] != 2 {
				t.Fatalf("%+v", s.labels.all)
			}
			if name%3 == 0 {
				s.Receive(now, fmt.Appendf(nil, `{"gone":"x%d"}`, name))
			} else {
				_ = s.Unsubscribe(now, "A")
				answer("A")
			}
			_ = s.Subscribe(now, "A")
			answer("A")
		}
		if size := s.subs.answers.size(); size > 6 || len(s.subs.routes.byKey[0]) > 2 {
			t.Fatalf("%d entries and %d routes for two subscriptions", size, len(s.subs.routes.byKey[0]))
		}
		s.Lost(now, End{})
		if s.subs.answers.size()+len(s.subs.routes.byKey[0])+len(s.subs.overdue.unsubscribes)+len(s.subs.overdue.answers)+s.subs.open > 0 {
			t.Fatal("what a server said is kept beyond its connection")
		}
		now = now.Add(time.Minute)
		s.Tick(now)
		s.Seal()
	}
}

// size returns the number of entries of all indexes.
func (a *answers) size() (n int) {
	for _, list := range [][]answer{a.ack, a.fail, a.ended, a.unsubscribed} {
		for i := range list {
			for _, indexed := range list[i].labels {
				n += len(indexed)
			}
		}
	}
	return n
}
