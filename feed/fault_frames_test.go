package feed_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// frame is a frame of a server (RFC 6455, section 5.2): first is the byte with FIN, the reserved bits and the opcode.
func frame(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, payload...)
}

// price is a message with a number, filled up to a size in bytes.
func price(p, size int) []byte {
	text := fmt.Appendf(nil, `{"s":"A","p":%d,"pad":""}`, p)
	end := len(text) - 2
	return fmt.Appendf(nil, "%s%s%s", text[:end], bytes.Repeat([]byte{'x'}, max(0, size-len(text))), text[end:])
}

// TestConnectionFaults are those of an open connection. Each one ends it, for a reason that is said, and the next one
// begins with what is wanted.
func TestConnectionFaults(t *testing.T) {
	const text, fin, masked = 0x01, 0x80, 0x80
	for _, f := range []fault{
		{name: "bad opcode", talk: after(feedtest.SendRaw([]byte{fin | 3, 0})), reason: `websocket: bad opcode 3`},
		{name: "bad mask", talk: after(feedtest.SendRaw([]byte{fin | text, masked | 1, 1, 2, 3, 4, 'x'})), reason: `websocket: bad MASK`},
		{name: "reserved bits", talk: after(feedtest.SendRaw(frame(fin|0x40|text, []byte("x")))), reason: `websocket: RSV1 set`},
		{name: "a continuation of nothing", talk: after(feedtest.SendRaw(frame(fin, []byte("x")))), reason: `websocket: continuation after FIN`},
		{name: "a message inside another", talk: after(feedtest.SendRaw(append(frame(text, []byte("x")), frame(fin|text, []byte("y"))...))), reason: `websocket: data before FIN`},
		{name: "a long ping", talk: after(feedtest.SendRaw(frame(fin|9, make([]byte, 126)))), reason: `websocket: len > 125 for control`},
		{name: "half a ping", talk: after(feedtest.SendRaw(frame(9, nil))), reason: `websocket: FIN not set on control`},
		{name: "a close code of no bytes", talk: after(feedtest.SendRaw(frame(fin|8, []byte{3}))), reason: `closed by the server: 1005 no code given`},
		{name: "a close code that nobody may send", talk: after(feedtest.SendRaw(frame(fin|8, []byte{3, 0xee}))), reason: `websocket: bad close code 1006`},
		{name: "a close reason that is no UTF-8", talk: after(feedtest.SendRaw(frame(fin|8, []byte{3, 0xe8, 0xff}))), reason: `websocket: invalid utf8 payload in close frame`},
		{name: "a length of 2^63", talk: after(feedtest.SendRaw([]byte{fin | text, 127, 0x80, 0, 0, 0, 0, 0, 0, 0})), reason: `a message is larger than 16777216 bytes \(max_frame\)`},
		{name: "a length of 2^62", talk: after(feedtest.SendRaw([]byte{fin | text, 127, 0x40, 0, 0, 0, 0, 0, 0, 0})), reason: `a message is larger than 16777216 bytes \(max_frame\)`},
		{name: "16 MiB and a byte", talk: after(feedtest.SendRaw(frame(fin|text, make([]byte, 16<<20+1)))), reason: `a message is larger than 16777216 bytes \(max_frame\)`},
		{name: "fragments for ever", preset: "    max_frame: 1MiB",
			talk:   after(feedtest.SendRaw(frame(text, nil)), feedtest.Stream(frame(0, make([]byte, 10_000)), 0)),
			reason: `a message is larger than 1048576 bytes \(max_frame\)`},
		{name: "empty fragments for ever", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw(frame(text, nil)), feedtest.Stream(frame(0, nil), 0)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "a byte now and then", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw([]byte{fin | text, 127, 0, 0, 0, 0, 0, 0x80, 0, 0}), feedtest.Stream([]byte("x"), 5*time.Millisecond)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "nothing arrives, nothing closes", preset: "    silence: 100ms", talk: after(feedtest.Silence(nil)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "pings that nobody answers", preset: "    keepalive: {ping: true, every: 50ms}", talk: after(feedtest.IgnorePings(), feedtest.Silence(nil)),
			reason: `our ping was not answered: the connection is dead`},
		{name: "an end in the middle of a frame", talk: after(feedtest.SendRaw([]byte{fin | text, 100, 'x'}), feedtest.Drop()),
			reason: `the server hung up without a close frame|read tcp \S+: read: connection reset by peer`},
		{name: "a compressed bomb", preset: "    max_frame: 1MiB\n    compression: true",
			talk:   append(feedtest.Conversation{feedtest.Compression()}, after(feedtest.Send(strings.Repeat(" ", 16<<20)))...),
			reason: `a message is larger than 1048576 bytes \(max_frame\)`},
		{name: "broken compression", preset: "    compression: true",
			talk:   append(feedtest.Conversation{feedtest.Compression()}, after(feedtest.SendRaw(frame(fin|0x40|text, []byte{0xff, 0xff, 0xff})))...),
			reason: `flate: corrupt input before offset \d+|unexpected EOF`},
	} {
		f.heard = 2 // what after begins with: no part of a message counts
		t.Run(f.name, f.meets)
	}
}

// TestCloseCodes has every code that a server may send, on one connection after the other.
func TestCloseCodes(t *testing.T) {
	leavesNothing(t)
	codes := map[int]string{1000: "normal closure", 1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1005: "no code given", 1007: "invalid data",
		1008: "policy violation", 1009: "message too big", 1010: "extension missing", 1011: "internal error", 1012: "service restart", 1013: "try again later", 1014: "bad gateway",
		3000: "", 3999: "", 4000: "", 4999: ""}
	var talks []feedtest.Conversation
	var want []string
	for code, word := range codes {
		why := ""
		if code != websocket.CloseNoStatusReceived && code != 1014 { // gorilla reads no reason of the latter
			why = "\x1b[31m" + strings.Repeat("é", 50)
		}
		talks = append(talks, after(feedtest.Close(code, why)))
		said := strings.TrimSpace(fmt.Sprintf("connection lost: closed by the server: %d %s", code, word))
		if why != "" {
			said += ` "` + why + `"`
		}
		want = append(want, said+"\n")
	}
	server := feedtest.New(t, append(talks, good)...)
	s := watch(t, ticks(server.URL()))
	s.recovers()
	server.Wait()
	for _, said := range want {
		if !s.logged(said)() {
			t.Errorf("the log lacks %q", said)
		}
	}
	if s.status.Reconnects != len(codes) {
		t.Errorf("%d connections after the first, want %d", s.status.Reconnects, len(codes))
	}
}

// TestWhatIsNoFault goes on on the same connection, whatever it looks like.
func TestWhatIsNoFault(t *testing.T) {
	const text, binary, fin = 0x01, 0x02, 0x80
	largest := price(1, 16<<20)
	for _, test := range []struct {
		name      string
		preset    string
		steps     []feedtest.Step
		unmatched int64
		points    int // beside the one of the good end
	}{
		{name: "16 MiB", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, largest))}, points: 1},
		{name: "fragments, with a ping between them", steps: []feedtest.Step{feedtest.SendRaw(bytes.Join([][]byte{
			frame(text, []byte(`{"s":"A",`)), frame(fin|9, []byte("still there?")), frame(0, nil), frame(fin, []byte(`"p":1}`))}, nil)), feedtest.ExpectPong("still there?")}, points: 1},
		{name: "text that is no UTF-8", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, []byte("\xff\xfe{")))}, unmatched: 1},
		{name: "numbers in a binary frame", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|binary, price(1, 0)))}, points: 1},
		{name: "an empty message", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, nil))}},
		{name: "pongs that nobody asked for", steps: []feedtest.Step{feedtest.SendRaw(bytes.Repeat(frame(fin|10, []byte("x")), 1000))}},
		{name: "a message in many compressed pieces", preset: "    compression: true", steps: []feedtest.Step{feedtest.Send(string(price(1, 1<<20)))}, points: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			leavesNothing(t)
			talk := feedtest.Conversation{asks, good[1], good[2]}
			if test.preset != "" {
				talk = append(feedtest.Conversation{feedtest.Compression()}, talk...)
			}
			server := feedtest.New(t, append(append(talk, test.steps...), good[3]))
			s := watch(t, ticks(server.URL(), test.preset))
			s.recovers()
			server.Wait()
			if s.counts.Unmatched != test.unmatched || len(s.points) != test.points+1 || s.status.Reconnects != 0 {
				t.Errorf("%d unmatched, %d points, %d reconnects; log:\n%.2000s", s.counts.Unmatched, len(s.points), s.status.Reconnects, s.log())
			}
		})
	}
}

// TestHeartbeatsOnly is a transport that is alive with data that is dead.
func TestHeartbeatsOnly(t *testing.T) {
	leavesNothing(t)
	server := feedtest.New(t, after(feedtest.Send(`{"s":"A","p":1}`), feedtest.Stream(frame(0x81, []byte(`{"op":"beat"}`)), 5*time.Millisecond)))
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

// TestAckStorm has two thousand subscriptions, each acknowledged three times in the server's own order.
func TestAckStorm(t *testing.T) {
	leavesNothing(t)
	const symbols = 2000
	var names, quoted []string
	var storm []byte
	for i := range symbols {
		names = append(names, fmt.Sprint("s", i))
		quoted = append(quoted, fmt.Sprintf(`"s%d"`, i))
	}
	for range 3 {
		for i := range symbols {
			storm = append(storm, frame(0x81, fmt.Appendf(nil, `{"subbed":"s%d"}`, i*7919%symbols))...)
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

// TestAServerThatRestarts again and again, each time after some data.
func TestAServerThatRestarts(t *testing.T) {
	leavesNothing(t)
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

// TestAWatcherThatStopsReading is merged into counts, while the feed and another watcher go on.
func TestAWatcherThatStopsReading(t *testing.T) {
	leavesNothing(t)
	const messages, size = 1500, 20_000
	var flood []byte
	for i := range 100 {
		flood = append(flood, frame(0x81, price(i, size))...)
	}
	watched := make(chan struct{}) // by both: who comes late does not get what was before
	steps := []feedtest.Step{feedtest.Silence(watched)}
	for range messages / 100 {
		steps = append(steps, feedtest.SendRaw(flood))
	}
	server := feedtest.New(t, after(append(steps, good[3])...))
	reader := watch(t, ticks(server.URL()))
	reader.history.SetLimit(1 << 20)
	stopped := &screen{t: t, feed: reader.feed, watcher: reader.feed.Watch(), history: feed.NewHistory(1 << 30)}
	close(watched)
	reader.recovers()
	stopped.recovers()
	for name, s := range map[string]*screen{"reader": reader, "watcher that stopped": stopped} {
		if s.counts.In < messages+1 || s.counts.Events != messages+1 {
			t.Errorf("counts of the %s: %+v", name, s.counts)
		}
	}
	kept := int64(0)
	for _, c := range stopped.history.Chunks() {
		kept += c.Bytes()
	}
	if stopped.counts.Dropped == 0 || kept > 24<<20 {
		t.Errorf("%d dropped, %d MiB kept for a watcher that does not read", stopped.counts.Dropped, kept>>20)
	}
	if len(stopped.points) != messages+1 {
		t.Errorf("%d points, want %d: they survive", len(stopped.points), messages+1)
	}
}
