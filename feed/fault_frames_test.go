package feed_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// price is a message with a number, filled up to a size in bytes.
func price(p, size int) []byte {
	text := fmt.Appendf(nil, `{"s":"A","p":%d,"pad":""}`, p)
	end := len(text) - 2
	return fmt.Appendf(nil, "%s%s%s", text[:end], bytes.Repeat([]byte{'x'}, max(0, size-len(text))), text[end:])
}

// TestAFaultEndsTheConnectionAndTheNextOneHasWhatIsWanted has faults that the session notices, and some that the socket explains.
// Each one has its reason.
func TestAFaultEndsTheConnectionAndTheNextOneHasWhatIsWanted(t *testing.T) {
	const text, fin = 0x01, 0x80
	for _, f := range []fault{
		{name: "bad opcode", talk: after(feedtest.SendRaw([]byte{fin | 3, 0})), reason: `websocket: bad opcode 3`},
		{name: "a close code", talk: after(feedtest.Close(1012, "back in \x1b[31ma minute")), reason: `closed by the server: 1012 service restart "back in \x1b\[31ma minute"`},
		{name: "a reset", talk: after(feedtest.Drop()), reason: `the server hung up without a close frame|read tcp \S+: read: connection reset by peer`},
		{name: "fragments for ever", preset: "    max_frame: 1MiB",
			talk:   after(feedtest.SendRaw(feedtest.RawFrame(text, nil)), feedtest.Stream(feedtest.RawFrame(0, make([]byte, 10_000)), 0)),
			reason: `a message is larger than 1048576 bytes \(max_frame\)`},
		{name: "empty fragments for ever", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw(feedtest.RawFrame(text, nil)), feedtest.Stream(feedtest.RawFrame(0, nil), 0)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "a byte now and then", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw([]byte{fin | text, 127, 0, 0, 0, 0, 0, 0x80, 0, 0}), feedtest.Stream([]byte("x"), 5*time.Millisecond)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "nothing arrives, nothing closes", preset: "    silence: 100ms", talk: after(feedtest.Silence(nil)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "pings without an answer", preset: "    keepalive: {ping: true, every: 50ms}", talk: after(feedtest.IgnorePings(), feedtest.Silence(nil)),
			reason: `our ping was not answered: the connection is dead`},
	} {
		f.heard = 2 // what after begins with: no part of a message counts
		t.Run(f.name, f.meets)
	}
}

// TestUnusualMessagesAreNoFault: the feed goes on on the same connection.
func TestUnusualMessagesAreNoFault(t *testing.T) {
	const text, binary, fin = 0x01, 0x02, 0x80
	for _, test := range []struct {
		name      string
		step      feedtest.Step
		unmatched int64
		points    int // beside the one of the good end
	}{
		{name: "16 MiB", step: feedtest.SendRaw(feedtest.RawFrame(fin|text, price(1, 16<<20))), points: 1},
		{name: "text that is no UTF-8", step: feedtest.SendRaw(feedtest.RawFrame(fin|text, []byte("\xff\xfe{"))), unmatched: 1},
		{name: "numbers in a binary frame", step: feedtest.SendRaw(feedtest.RawFrame(fin|binary, price(1, 0))), points: 1},
		{name: "an empty message", step: feedtest.SendRaw(feedtest.RawFrame(fin|text, nil))},
		{name: "many pongs without a ping", step: feedtest.SendRaw(bytes.Repeat(feedtest.RawFrame(fin|10, []byte("x")), 1000))},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			server := feedtest.New(t, after(test.step, good[3]))
			s := watch(t, ticks(server.URL()))
			s.recovers()
			server.Wait()
			if s.counts.Unmatched != test.unmatched || len(s.points) != test.points+1 || s.status.Reconnects != 0 {
				t.Errorf("%d unmatched, %d points, %d reconnects; log:\n%.2000s", s.counts.Unmatched, len(s.points), s.status.Reconnects, s.log())
			}
		})
	}
}

// TestHeartbeatsKeepAConnectionAndAreNoData: the transport works, and the data is stale.
func TestHeartbeatsKeepAConnectionAndAreNoData(t *testing.T) {
	feedtest.CheckLeaks(t)
	server := feedtest.New(t, after(feedtest.Send(`{"s":"A","p":1}`), feedtest.Stream(feedtest.RawFrame(0x81, []byte(`{"op":"beat"}`)), 5*time.Millisecond)))
	s := watch(t, ticks(server.URL(), "    silence: 1s\n    stale: 100ms"))
	s.until("STALE", func() bool { return s.status.State == event.Stale && s.row("A", event.SubscriptionStale)() })
	beats, data := s.counts.Heartbeats, s.status.LastData
	s.until("more heartbeats", func() bool { return s.counts.Heartbeats > beats+100 })
	if s.status.State != event.Stale || s.status.Reconnects != 0 || !s.status.LastData.Equal(data) || !s.status.LastBeat.After(data) || s.counts.Events != 1 {
		t.Errorf("%+v, %+v: heartbeats are no data, and no reason to leave", s.status, s.counts)
	}
	s.balances()
	if !s.logged("stale: no data for 100ms on A, B; heartbeat ")() && // in one moment, or one after the other
		!(s.logged("stale: no data for 100ms on A; heartbeat ")() && s.logged("stale: no data for 100ms on B; heartbeat ")()) {
		t.Errorf("the log does not say what is stale:\n%s", s.log())
	}
}

// TestAcksMayComeInAnyOrderAndAgain has two thousand subscriptions, each acknowledged three times in the server's own order.
func TestAcksMayComeInAnyOrderAndAgain(t *testing.T) {
	feedtest.CheckLeaks(t)
	const symbols = 2000
	var names, quoted []string
	var storm []byte
	for i := range symbols {
		names = append(names, fmt.Sprint("s", i))
		quoted = append(quoted, fmt.Sprintf(`"s%d"`, i))
	}
	for range 3 {
		for i := range symbols {
			storm = append(storm, feedtest.RawFrame(0x81, fmt.Appendf(nil, `{"subbed":"s%d"}`, i*7919%symbols))...)
		}
	}
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","args":[` + strings.Join(quoted, ",") + `]}`), feedtest.SendRaw(storm), feedtest.Send(`{"s":"s7","p":4711}`),
	})
	s := watch(t, `
    url: `+server.URL()+`
    params: {symbols: [`+strings.Join(names, ", ")+`]}
    subscribe: {send: {op: sub, args: "${symbols}"}, ack: {subbed: "${symbol}"}}
    events: [{match: {s: "*"}, label: s, value: p}]
`)
	s.until("the data behind it", func() bool { return len(s.points) == 1 })
	for _, r := range s.rows {
		if r.State != event.Live && r.State != event.Subscribed {
			t.Fatalf("%+v", r)
		}
	}
	if s.counts.In != 3*symbols+1 || s.counts.Unmatched != 2*symbols || s.status.State != event.Open || s.status.Reconnects != 0 {
		t.Errorf("counts %+v, status %+v", s.counts, s.status)
	}
	s.balances()
}

// TestEachRestartOfAServerIsSurvived: each time, what is wanted is subscribed again.
func TestEachRestartOfAServerIsSurvived(t *testing.T) {
	feedtest.CheckLeaks(t)
	const times = 10
	var talks []feedtest.Conversation
	for i := range times {
		talks = append(talks, after(feedtest.Send(fmt.Sprintf(`{"s":"A","p":%d}`, i)), feedtest.Silence(nil)))
	}
	server := feedtest.New(t, append(talks, good)...)
	s := watch(t, ticks(server.URL()))
	for i := range times {
		s.until("data", func() bool { return len(s.points) == i+1 && s.status.State == event.Open })
		server.Stop()
		s.until("the loss", func() bool { return !s.status.State.Connected() })
		server.Restart()
	}
	s.recovers()
	server.Wait()
	for i, p := range s.points[:times] {
		if p.Value != float64(i) {
			t.Errorf("point %d is %v", i, p.Value)
		}
	}
	if s.status.Reconnects != times || s.counts.In != times*3+3 {
		t.Errorf("%d reconnects, counts %+v", s.status.Reconnects, s.counts)
	}
}

// TestAWatcherThatStopsReadingLosesNothing: it holds the feed up no more than another watcher, holds few entries itself, and
// finds all of them in the history when it goes on.
func TestAWatcherThatStopsReadingLosesNothing(t *testing.T) {
	feedtest.CheckLeaks(t)
	const messages, size = 1500, 20_000
	var flood []byte
	for i := range 100 {
		flood = append(flood, feedtest.RawFrame(0x81, price(i, size))...)
	}
	watched := make(chan struct{}) // by both: who comes late does not get what was before
	steps := []feedtest.Step{feedtest.Silence(watched)}
	for range messages / 100 {
		steps = append(steps, feedtest.SendRaw(flood))
	}
	server := feedtest.New(t, after(append(steps, good[3])...))
	reader := watch(t, ticks(server.URL()))
	reader.feed.SetMemory(64<<20, 64<<20)
	stopped := screenOn(t, reader.feed)
	close(watched)
	reader.recovers()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	waiting, err := stopped.watcher.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	held := int64(0)
	for _, c := range waiting.Chunks {
		held += c.Bytes()
	}
	if held > 24<<20 {
		t.Errorf("%d MiB kept for a watcher that does not read", held>>20)
	}
	stopped.take(waiting)
	if stopped.counts.In < messages+1 {
		stopped.recovers()
	}
	for name, s := range map[string]*screen{"reader": reader, "watcher that stopped": stopped} {
		if s.counts.In < messages+1 || s.counts.Events != messages+1 || s.counts.Dropped != 0 {
			t.Errorf("counts of the %s: %+v", name, s.counts)
		}
	}
	stopped.balances()
	if t1 := stopped.history.Totals(); t1.Evicted > 0 {
		t.Errorf("%d messages are not in the history", t1.Evicted)
	}
	if len(stopped.points) != messages+1 {
		t.Errorf("%d points, want %d: they survive", len(stopped.points), messages+1)
	}
}
