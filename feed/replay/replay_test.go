package replay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"sockeye/feed"
	"sockeye/feed/demo"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

// ticks is a preset with numbered messages.
const ticks = `presets:
  ticks:
    url: %s
    params: {symbols: [X, Y]}
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {ok: "${id}"}, fail: {no: "${id}"}, reason: why}
    reconnect: {min: 10ms}
    seq: {at: seq, step: 1}
    events: [{match: {id: "*"}, label: id, value: v}]
`

const demoFeed = `presets:
  demo:
    url: %s/?rate=200&fault=%s
    params: {symbols: [XBT/USD, ETH/USD]}
    subscribe:
      send: {event: subscribe, pair: "${symbols}", reqid: "${id}", subscription: {name: ohlc, interval: 1}}
      ack:  {event: subscriptionStatus, status: subscribed, pair: "${symbol}"}
      fail: {event: subscriptionStatus, status: error, pair: "${symbol}"}
      reason: errorMessage
    heartbeat: [{event: heartbeat}]
    reconnect: {min: 10ms}
    events: [{match: {-2: "/^ohlc-/"}, each: 1, label: $.-1, time: 0, ohlc: {open: 2, high: 3, low: 4, close: 5, end: 1}}]
`

func bind(t *testing.T, config string, env preset.Env) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(env, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// seen is what a reader of batches has seen.
type seen struct {
	points        []event.Point
	events        []string // label and text
	states        []event.State
	counts        event.Counts
	status        event.Status
	subscriptions []string // at the end
}

func (s *seen) add(b *event.Batch) {
	s.points = append(s.points, b.Points...)
	for _, c := range b.Chunks {
		for i := range c.Entries {
			if e := &c.Entries[i]; e.Kind == event.Matched {
				s.events = append(s.events, fmt.Sprintf("%d %d %s", e.At, e.Label, c.Payload(e)))
			}
		}
	}
	for _, c := range b.ChangesSince(&s.status) {
		s.states = append(s.states, c.State)
	}
	s.status, s.subscriptions = b.Status, nil
	for _, l := range b.Labels.All() {
		s.subscriptions = append(s.subscriptions, l.Name+" "+l.State.String()+" "+l.Reason)
	}
	s.counts.Add(b.Counts)
}

func TestEventsAreReplayedAsTheyWere(t *testing.T) {
	for _, fault := range []string{"none", "garbage"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			exchange, err := demo.Start("127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer exchange.Close()
			compare(t, fmt.Sprintf(demoFeed, exchange.URL(), fault), 500)
		})
	}
}

func TestGapsRejectionsAndReconnectsAreReplayedAsTheyWere(t *testing.T) {
	t.Parallel()
	first := feedtest.Conversation{
		feedtest.Expect(`{"sub":"X","id":1}`), feedtest.Expect(`{"sub":"Y","id":2}`),
		feedtest.Send(`{"no":2,"why":"unknown","seq":1}`), feedtest.Send(`{"ok":1,"seq":2}`),
		feedtest.Send(`{"id":"X","v":1,"seq":3}`), feedtest.Send(`{"id":"X","v":2,"seq":9}`), feedtest.Close(1001, "going away"),
	}
	second := feedtest.Conversation{
		feedtest.Expect(`{"sub":"X","id":1}`),
		feedtest.Send(`{"id":"X","v":3,"seq":1}`), feedtest.Send(`{"id":"X","v":4,"seq":2}`), feedtest.Silence(nil),
	}
	live := compare(t, fmt.Sprintf(ticks, feedtest.New(t, first, second).URL()), 4)
	if live.counts.Gaps == 0 || !slices.Contains(live.states, event.Retry) {
		t.Errorf("nothing to compare: %+v, %v", live.counts, live.states)
	}
}

// compare records a feed, and checks that it is the same when it is replayed.
func compare(t *testing.T, config string, events int64) (live seen) {
	t.Helper()
	live, recorded := watch(t, bind(t, config, preset.Env{}), events)
	replayed := play(t, recorded, bind(t, config, replay.Environment()))
	if len(live.events) == 0 || !slices.Equal(live.events, replayed.events) {
		t.Errorf("%d events live, %d replayed, or others", len(live.events), len(replayed.events))
	}
	if !reflect.DeepEqual(live.points, replayed.points) {
		t.Errorf("%d points live, %d replayed, or others", len(live.points), len(replayed.points))
	}
	if !slices.Equal(live.states, replayed.states) {
		t.Errorf("the states were %v, and are %v", live.states, replayed.states)
	}
	a, b := live.counts, replayed.counts
	if a.In != b.In || a.Events != b.Events || a.Gaps != b.Gaps || a.Heartbeats != b.Heartbeats || a.Unmatched != b.Unmatched {
		t.Errorf("the counts were %+v, and are %+v", a, b)
	}
	if !slices.Equal(live.subscriptions, replayed.subscriptions) {
		t.Errorf("the subscriptions were %q, and are %q", live.subscriptions, replayed.subscriptions)
	}
	return live
}

// watch records a feed while it is watched, until it has had so many events.
func watch(t *testing.T, p *preset.Bound, events int64) (s seen, recorded []byte) {
	s.status.State = event.States
	f := feed.New(context.Background(), p, func(err error) { t.Error(err) })
	defer f.Close()
	r := recording.Stream(recording.Options{Feed: p.Name}, func(line []byte, _ bool) error {
		recorded = append(recorded, line...)
		return nil
	})
	f.AddSink(r)
	w := f.Watch()
	f.Start()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	for {
		b, err := w.Next(ctx)
		if b != nil {
			s.add(b)
		}
		if errors.Is(err, feed.ErrEnded) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.counts.Events >= events {
			f.Close()
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return s, recorded
}

// play replays a recording.
func play(t *testing.T, recorded []byte, p *preset.Bound) (s seen) {
	s.status.State = event.States
	r := replay.New(p)
	var parser recording.Parser
	var line recording.Line
	for text := range bytes.Lines(recorded) {
		if err := parser.Parse(text, &line); err != nil {
			t.Fatal(err)
		}
		if r.Play(&line); r.Full() {
			s.add(r.Seal())
		}
	}
	if b := r.Seal(); b != nil {
		s.add(b)
	}
	return s
}
