package session_test

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// bindForFuzz binds a preset in YAML, or a shipped one by name, once for many inputs.
func bindForFuzz(f testing.TB, text string) *preset.Bound {
	f.Helper()
	name, file := "x", "presets:\n  x:\n"+indent(text)
	if text == "kraken" {
		shipped, err := os.ReadFile("../../config.yaml")
		if err != nil {
			f.Fatal(err)
		}
		name, file = text, string(shipped)
	}
	presets, err := preset.Parse("test.yaml", []byte(file))
	if err != nil {
		f.Fatal(err)
	}
	p, ok := presets.Find(name)
	if !ok {
		f.Fatalf("no preset %s", name)
	}
	bound, err := p.Bind(preset.Env{}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return bound
}

// player plays a fuzzed script against a session, as the owner of a socket would, and checks what must always hold.
type player struct {
	t        *testing.T
	s        *session.Session
	preset   *preset.Bound
	now      time.Time
	back     bool // the clock has gone back
	received int  // bytes since the last batch
	total    event.Counts
	merged   *event.Batch
}

// play reads a script: each line is a frame, but for those that begin with an exclamation mark, which are what an
// operator, a clock and a connection do.
func play(t *testing.T, bound *preset.Bound, script []byte) {
	if len(script) > 1<<16 {
		return
	}
	p := &player{t: t, preset: bound, now: start}
	p.s = session.New(bound, func(n time.Duration) time.Duration { return n - 1 })
	p.s.Start(p.now)
	p.apply()
	for line := range bytes.SplitSeq(script, []byte("\n")) {
		p.now = p.now.Add(time.Millisecond)
		if len(line) > 1 && line[0] == '!' {
			p.act(line[1], line[2:])
		} else {
			p.receive(line)
		}
		p.apply()
		p.tick()
		p.check()
	}
	if n := p.merged.Counts; n.In != n.Log+n.Heartbeats+n.Dropped || n.In != p.total.In || n.Dropped != p.total.Log {
		t.Errorf("the balance is broken by merging: %+v of %+v", n, p.total)
	}
}

// receive passes a frame to the session, which a server can only send on a connection.
func (p *player) receive(frame []byte) {
	p.received += len(frame)
	if p.back { // then the deadlines are wrong in any case
		p.s.Receive(p.now, frame)
		return
	}
	receive(p.t, p.s, p.now, frame)
}

func (p *player) act(what byte, rest []byte) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(rest)
	_ = w.Close()
	symbol := string(rest)
	if len(p.preset.Symbols) > 0 && symbol == "" {
		symbol = p.preset.Symbols[0]
	}
	switch what {
	case 'z':
		p.received += len(rest)
		p.receive(packed.Bytes())
	case 'x':
		p.received += len(rest)
		p.receive(packed.Bytes()[:packed.Len()/2])
	case 't':
		p.now = p.now.Add(time.Duration(1+len(rest)) * 7 * time.Second)
	case 's':
		_ = p.s.Subscribe(p.now, symbol)
	case 'u':
		_ = p.s.Unsubscribe(p.now, symbol)
	case 'l':
		p.s.Lost(p.now, session.End{Code: 1000 + len(rest), Reason: symbol})
	case 'e':
		p.s.Lost(p.now, session.End{Rejected: len(rest)%2 == 1, RetryAfter: time.Duration(len(rest)) * time.Hour})
	case 'b':
		p.back = true
		p.now = p.now.Add(-time.Duration(1+len(rest)) * time.Hour)
	case 'r':
		p.s.Reconnect(p.now)
	case 'c':
		p.s.Close(p.now)
	case 'p':
		p.s.Alive(p.now, len(rest) > 0)
	}
}

// apply does what the session orders: every attempt succeeds, and every hang-up is over at once.
func (p *player) apply() {
	for range 100 {
		if !p.s.Pending().Any() {
			return
		}
		switch o := p.s.Orders(); {
		case o.Dial && o.Hangup:
			p.t.Fatal("wants to dial and to hang up")
		case o.Dial:
			p.s.Opened(p.now)
		case o.Hangup:
			p.s.Lost(p.now, session.End{Reason: "gone"})
		}
	}
	p.t.Fatal("orders without end")
}

// tick does what is due now, after which nothing may be.
func (p *player) tick() {
	for range 200 {
		next := p.s.Deadline()
		if next.IsZero() || next.After(p.now) {
			return
		}
		p.s.Tick(p.now)
		p.apply()
	}
	p.t.Fatalf("the deadline does not move on from %v, %v ago", p.s.Deadline(), p.now.Sub(p.s.Deadline()))
}

// check checks the batch so far.
func (p *player) check() {
	b := p.s.Seal()
	if b == nil {
		return
	}
	n := b.Counts
	var inbound int
	for _, c := range b.Chunks {
		inbound += c.Inbound()
		for i := range c.Entries {
			m := &c.Entries[i]
			_, _ = c.Text(m), c.Payload(m)
			p.checkLabel(b, m.Label)
		}
	}
	if n.In != n.Log+n.Heartbeats+n.Dropped || int(n.Log) != inbound {
		p.t.Errorf("the balance is broken: %+v with %d messages in the log", n, inbound)
	}
	for _, point := range b.Points {
		if math.IsNaN(point.Value) || math.IsInf(point.Value, 0) || int(point.Field) >= len(p.s.Reader().Fields()) || point.Label == event.NoLabel {
			p.t.Errorf("point %+v", point)
		}
		p.checkLabel(b, point.Label)
	}
	for i, end := range b.Ends {
		if after := int(end.After); after > len(b.Points) || i > 0 && end.After < b.Ends[i-1].After || int(end.Field) >= len(p.s.Reader().Fields()) || end.Label == event.NoLabel || len(end.Word) > 100 {
			p.t.Errorf("end %+v", end)
		}
		p.checkLabel(b, end.Label)
	}
	for _, k := range b.Candles {
		for _, v := range []float64{k.Open, k.High, k.Low, k.Close} {
			if math.IsNaN(v) || math.IsInf(v, 0) || k.Begin == 0 && k.End == 0 {
				p.t.Errorf("candle %+v", k)
			}
		}
		p.checkLabel(b, k.Label)
	}
	for _, activity := range b.Activity {
		p.checkLabel(b, activity.Label)
	}
	labels := 0
	for _, r := range b.Labels.All() {
		if r.Symbol == "" { // what an operator asks for has no such limit
			labels++
		}
	}
	if most := p.preset.Limits.Labels; labels > most {
		p.t.Errorf("%d labels, %d allowed", labels, most)
	}
	if most := int64(1<<20 + 256*p.received); b.Size() > most {
		p.t.Errorf("%d bytes of frames make a batch of %d", p.received, b.Size())
	}
	p.received = 0
	p.total.Add(n)
	p.merged, _ = event.Drop(p.merged, b)
}

// checkLabel checks the number of a label.
func (p *player) checkLabel(b *event.Batch, n int32) {
	if n < event.NoLabel || int(n) >= b.Labels.Len() {
		p.t.Fatalf("label %d of %d", n, b.Labels.Len())
	}
}

func FuzzKraken(f *testing.F) {
	bound := bindForFuzz(f, "kraken")
	f.Add([]byte(ack("XBT/USD") + "\n" + heartbeat + "\n" + ohlc("XBT/USD", 1772366400, 1772366460, "3") + "\n!t\n!u\n" +
		`{"errorMessage":"no","event":"subscriptionStatus","pair":"ETH/USD","status":"error"}` + "\n!sADA/USD\n!l\n!tt\n" + ack("ADA/USD")))
	f.Add([]byte(ohlc("A", 1e300, -1, "1e309") + "\n[1,[[1],[2]],\"ohlc-1\",\"\xff\"]\n[[\n{\"event\":{}}\n!c\n!r\n!uETH/USD\n!uXBT/USD"))
	f.Fuzz(func(t *testing.T, script []byte) { play(t, bound, script) })
}

func FuzzServerIDsAndSequences(f *testing.F) {
	bound := bindForFuzz(f, bitfinex+`
keepalive: {send: ping, idle: 20s}
stale: 30s
silence: 60s
rate: 2/s
limits: {labels: 8}
`)
	f.Add([]byte(`{"event":"info","version":2}
{"event":"subscribed","chanId":7,"symbol":"tBTCUSD"}
[7,[1,2,3,4,5,6,7,8,9,10],1,1772366400000]
[7,"hb",2]
[7,[[1,2],[3,4,5,6,7,8]],9223372036854775807,99999999999999999999]
[7,[1],-9223372036854775808]
{"event":"error","msg":"no"}
!ttt
!u
{"event":"unsubscribed","chanId":7}
!s
{"event":"info","code":20051}
!t`))
	f.Fuzz(func(t *testing.T, script []byte) { play(t, bound, script) })
}

func FuzzPrefix(f *testing.F) {
	bound := bindForFuzz(f, `
url: ws://127.0.0.1:1
frames: {prefix: '^(\d+)(?:/[^,]*,)?', split: "\x1e"}
hello:
  - wait: {$prefix: "0"}
  - send: "40"
  - {wait: {$prefix: "40"}, save: {sid: $body.sid}, fail: {$prefix: "44"}}
reply: [{match: "2", send: "3${sid}${msg.$prefix}"}]
heartbeat: ["2", "3"]
keepalive: {ping: true, every: 20s}
limits: {labels: 5}
events: [{match: {$prefix: "42"}, each: $body.*, where: {sym: "/^[A-Z]/"}, label: sym, time: at, unit: u, text: "${msg.$prefix}", values: {p: p, q: q}}]
`)
	f.Add([]byte("0{}\n40{\"sid\":1}\n2\x1e2\x1e\x1e3\n42[\"price\",{\"sym\":\"A\",\"p\":\"1\",\"q\":\"0x10\",\"u\":\"W\",\"at\":\"2026-03-01T12:00:00Z\"}]\n42/x,[[],[{}]]\n44{}\n!tt\n!p\n!tt\n!p1\n!r"))
	f.Fuzz(func(t *testing.T, script []byte) { play(t, bound, script) })
}

func FuzzCompressed(f *testing.F) {
	bound := bindForFuzz(f, `
url: ws://127.0.0.1:1
max_frame: 4KiB
params: {symbols: [a, b]}
frames: {decompress: gzip}
subscribe: {send: {id: "${id|str}", sub: "${symbol}"}, ack: {subbed: "${symbol}"}, fail: {err: "*"}, reason: err, ended: {gone: "${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {unsubbed: "${symbol}"}}
reply: [{match: {ping: "*"}, send: {pong: "${msg.ping}"}}]
heartbeat: [{ping: "*"}]
seq: {at: q, prev: p, per: label}
limits: {labels: 8}
events: [{sub: {ch: "${symbol}"}, each: tick, time: $.ts, ohlc: {open: o, high: h, low: l, close: c, volume: v, begin: id, end: e, closed: x}}]
`)
	f.Add([]byte("!z{\"subbed\":\"a\"}\n!z{\"ping\":1}\n{\"ping\":[]}\n!z{\"ch\":\"a\",\"ts\":1772366400,\"q\":4,\"p\":2,\"tick\":[{\"id\":1772366400,\"o\":1,\"h\":2,\"l\":1,\"c\":2},{\"id\":1}]}\n!x{\"ch\":\"b\"}\n\x1f\x8b\x08\n!z{\"gone\":\"a\"}\n!u\n!sa\n!z{\"err\":\"x\"}"))
	f.Fuzz(func(t *testing.T, script []byte) { play(t, bound, script) })
}

func FuzzJSONInside(f *testing.F) {
	bound := bindForFuzz(f, `
url: ws://127.0.0.1:1
params: {symbols: [public]}
frames: {json_in: [payload, payload.deep]}
subscribe: {send: {stream: "${symbol}"}, fail: {error: "*"}, reason: error}
unsubscribe: {send: {unstream: "${symbol}"}}
status: [{payload.deep.status: "*"}]
reconnect: {match: [{move: "*"}], url: move, resume: {query: since, from: payload.id}, stop: [1003]}
limits: {labels: 8}
events:
  - {match: {event: update}, label: stream.0, time: payload.created_at, text: payload.account.acct, value: payload.n}
  - {match: {event: many}, each: payload.*.*, label: $.payload.deep.s, value: 0}
`)
	f.Add([]byte(`{"event":"update","stream":["public"],"payload":"{\"id\":\"7\",\"n\":\"1.50\",\"created_at\":\"2026-03-01\",\"deep\":\"[1,{}]\",\"account\":{\"acct\":\"\\u0000\"}}"}
{"event":"many","payload":"{\"a\":[[1],[2]],\"deep\":\"{\\\"s\\\":\\\"x\\\"}\"}"}
{"payload":"{}\"}{","event":"update"}
{"error":"no"}
{"move":"wss://elsewhere/?a=%zz"}
!lxxx
!r`))
	f.Fuzz(func(t *testing.T, script []byte) { play(t, bound, script) })
}
