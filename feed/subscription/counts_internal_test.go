package subscription

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/freshness"
	"sockeye/feed/label"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

// owner has subscriptions, and sends their requests at once.
type owner struct {
	subs   *Subscriptions
	reader *message.Reader
	open   bool
	queue  []request
	id     int64 // the last `${id}`
}

type request struct {
	verb   Verb
	labels []int32
}

func (o *owner) IsOpen() bool                 { return o.open }
func (o *owner) OpenedAt() time.Time          { return time.Time{} }
func (o *owner) Refresh(time.Time)            {}
func (o *owner) Rearm()                       {}
func (o *owner) Live(time.Time, int32)        {}
func (o *owner) Gone(int32)                   {}
func (o *owner) Event(time.Time, int32, bool) {}
func (o *owner) ConnectionLost()              {}
func (o *owner) Request(v Verb, _ lang.Template, labels []int32) {
	o.queue = append(o.queue, request{v, labels})
}
func (o *owner) receive(now time.Time, format string, args ...any) {
	o.reader.Document().Read(fmt.Appendf(nil, format, args...))
	o.subs.ReceiveAnswer(now)
}

func (o *owner) Flush(now time.Time) {
	for len(o.queue) > 0 {
		r := o.queue[0]
		o.queue = o.queue[1:]
		if due := o.subs.StillDue(r.verb, r.labels); len(due) > 0 {
			o.id++
			o.subs.Sent(now, r.verb, due, o.id)
		}
	}
}

func own(t *testing.T) *owner {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  x:
    url: ws://127.0.0.1:1
    params: {symbols: [A, B]}
    subscribe: {send: {sub: "${symbols}", id: "${id}"}, ack: {id: "${id}", s: "${symbol}"}, save: {sid: sid}, fail: {no: "${symbol}"}, ended: {gone: "${sid}"}}
    unsubscribe: {send: {unsub: "${sid}", id: "${id}"}, ack: {id: "${id}"}}
    events: [{sub: {c: "${sid}"}, value: p}]
`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var log event.Builder
	o := &owner{reader: message.NewReader(p)}
	o.subs = New(Parts{
		Preset: p, Reader: o.reader, Log: &log, Labels: label.New(p, &log, freshness.New(p.First)), Scopes: scope.New(p), Saver: scope.NewSaver(o.reader, &log),
		Connection: o, Outbox: o, Clocks: o,
	})
	for _, symbol := range p.Symbols {
		o.subs.Want(time.Time{}, symbol)
	}
	return o
}

// indexed returns the number of entries of all indexes.
func (o *owner) indexed() (n int) {
	a := o.subs.answers
	for _, list := range [][]answer{a.ack, a.fail, a.ended, a.unsubscribed} {
		for i := range list {
			for _, indexed := range list[i].labels {
				n += len(indexed)
			}
		}
	}
	return n
}

// TestIndexOfAnswersIsBounded has an operator who subscribes and unsubscribes for ever, and a server that always has new
// names for the same things.
func TestIndexOfAnswersIsBounded(t *testing.T) {
	o, now := own(t), time.Unix(1772366400, 0)
	name := 0
	answer := func(symbol string) {
		name++
		o.receive(now, `{"id":%d,"s":"%s","sid":"x%d"}`, o.id, symbol, name)
	}
	for range 50 {
		o.open = true
		o.subs.RequestWanted(now)
		answer("B")
		answer("A")
		for range 20 {
			if o.subs.labels.Count(event.Subscribed) != 2 {
				t.Fatalf("%+v %+v", o.subs.labels.At(0), o.subs.labels.At(1))
			}
			if name%3 == 0 {
				o.receive(now, `{"gone":"x%d"}`, name)
			} else {
				_ = o.subs.Unsubscribe(now, []string{"A"})
				answer("A")
			}
			_ = o.subs.Subscribe(now, []string{"A"})
			answer("A")
		}
		if size := o.indexed(); size > 8 || len(o.subs.routes.byKey[0]) > 2 {
			t.Fatalf("%d entries and %d routes for two subscriptions", size, len(o.subs.routes.byKey[0]))
		}
		o.open = false
		o.subs.ConnectionLost(now, true)
		if o.indexed()+len(o.subs.routes.byKey[0])+len(o.subs.overdue.unsubscribes)+len(o.subs.overdue.answers)+o.subs.open > 0 {
			t.Fatal("what a server said is kept beyond its connection")
		}
		now = now.Add(time.Minute)
	}
}

// TestCountsAreThoseOfTheSubscriptions lets an operator and a server do anything in any order.
func TestCountsAreThoseOfTheSubscriptions(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		o, now := own(t), time.Unix(1772366400, 0)
		for range 60 {
			symbol := []string{"A", "B"}[random.IntN(2)]
			switch random.IntN(9) {
			case 0:
				if o.open = !o.open; o.open {
					o.subs.RequestWanted(now)
				} else {
					o.subs.ConnectionLost(now, random.IntN(2) == 0)
				}
			case 1:
				_ = o.subs.Subscribe(now, []string{symbol})
			case 2:
				if o.open {
					_ = o.subs.Unsubscribe(now, []string{symbol})
				}
			case 3:
				o.receive(now, `{"id":%d,"s":"%s","sid":"s%s"}`, o.id, symbol, symbol)
			case 4:
				o.receive(now, `{"no":"%s"}`, symbol)
			case 5:
				o.receive(now, `{"gone":"s%s"}`, symbol)
			case 6:
				n, _ := o.subs.labels.Number(symbol)
				o.subs.Event(now, n, false)
			case 7:
				n, _ := o.subs.labels.Number(symbol)
				o.subs.Stale(now, n)
			default:
				now = now.Add([]time.Duration{time.Millisecond, time.Second, 11 * time.Second}[random.IntN(3)])
				o.subs.Overdue().ExpireAnswers(now)
				o.subs.Overdue().ExpireUnsubscribes(now)
				o.subs.RetryRejected(now)
			}
			var want counts
			open, states := 0, make(map[event.SubscriptionState]int)
			for sub := range o.subs.list.all() {
				want.add(sub.state(), 1)
				states[sub.state()]++
				if sub.request.open {
					open++
				}
			}
			if want != o.subs.count || open != o.subs.open {
				t.Fatalf("seed %d: %+v and %d open, the subscriptions have %+v and %d", seed, o.subs.count, o.subs.open, want, open)
			}
			for state := range event.SubscriptionStates {
				if o.subs.labels.Count(state) != states[state] {
					t.Fatalf("seed %d: %d are %s, counted %d", seed, states[state], state, o.subs.labels.Count(state))
				}
			}
			for n, l := range o.subs.labels.Seal().All() {
				shown := o.subs.labels.At(n).Label
				if shown.Awaited = l.Awaited; shown != *l {
					t.Fatalf("seed %d: label %d is sealed as %+v, and is %+v", seed, n, l, shown)
				}
				if has := o.subs.labels.At(n); !l.Awaited.IsZero() && !has.LastEvent.Before(has.Subscribed()) {
					t.Fatalf("seed %d: label %d is awaited since %v, and had an event at %v", seed, n, l.Awaited, has.LastEvent)
				}
			}
		}
	}
}
