package preset

import (
	"reflect"
	"testing"
	"time"

	"sockeye/feed/preset/lang"
)

func TestPresetHasEveryKey(t *testing.T) {
	p := one(t, `
description: 5
url: wss://h/x
headers: {A: b, C: "${env:C}"}
subprotocols: [graphql-transport-ws, v1]
compression: true
connect_timeout: 3s
max_frame: 1MiB
params: {n: 1, symbols: [A], s: {deep: [1]}}
subscribe:
  item: {i: "${symbol}"}
  send: {args: "${items}", id: "${id}", n: "${n}", t: "${now.ms}"}
  ack: {a: "${symbol}"}
  fail: {b: "${id}"}
  reason: c.0
  ended: done
  batch: 10
  limit: 25
unsubscribe: {send: {args: "${items}", id: "${sub.id}"}, ack: {id: "${id}"}}
reply: [{match: {t: ping}, send: {t: pong, at: "${msg.time}"}}, {match: "2", send: "3"}]
keepalive: {ping: true, idle: 20s}
heartbeat: pong
status: [{t: s}, up]
silence: 1d
stale: 5s
rate: 0.5/s
reconnect: {min: 1s, max: 1m, stop: [4400-4403, 4429, "1008"]}
limits: {series: 2, labels: 3}
events:
  - {match: {$: "*"}, each: a.*.b, label: "=home", time: t, unit: u, text: "${msg.who}: ${symbol}", value: v}
  - {match: x, label: $.l, values: {b: 1, a: 2}}
  - {match: y, ohlc: {open: o, high: h, low: l, close: c, volume: v, begin: b, end: e, closed: d}}
`)
	if p.Description != "5" || !p.Compression || p.ConnectTimeout != 3*time.Second || p.MaxFrame != 1<<20 || p.Silence != 24*time.Hour ||
		p.StaleAfter("x") != 5*time.Second || p.Rate != 0.5 || p.Limits != (Limits{2, 3}) {
		t.Errorf("scalars: %+v", p)
	}
	if !reflect.DeepEqual(p.Subprotocols, []string{"graphql-transport-ws", "v1"}) || len(p.Headers) != 2 || p.Headers[1].Name != "C" {
		t.Errorf("handshake: %q %+v", p.Subprotocols, p.Headers)
	}
	if len(p.Params) != 3 || p.Params[0].Name != "n" || p.Params[1].Name != "symbols" {
		t.Errorf("params: %+v", p.Params)
	}
	s := p.Subscribe
	if s.Item == nil || !s.Item.Uses("symbol") || !s.Send.Uses("items") || len(s.Ack) != 1 || len(s.Fail) != 1 || s.Reason.String() != "c.0" ||
		s.Ended[0].Raw == nil || s.Batch != 10 || s.Limit != 25 {
		t.Errorf("subscribe: %+v", s)
	}
	if u := p.Unsubscribe; !u.Send.Uses("sub.id") || !u.Ack.Uses("id") {
		t.Errorf("unsubscribe: %+v", u)
	}
	if len(p.Reply) != 2 || !p.Reply[0].Send.Uses("msg.time") || p.Reply[1].Match[0].Raw == nil {
		t.Errorf("reply: %+v", p.Reply)
	}
	if k := p.Keepalive; k.Send != nil || k.Idle != 20*time.Second || k.Every != 0 {
		t.Errorf("keepalive: %+v", k)
	}
	r := p.Reconnect
	if r.Min != time.Second || r.Max != time.Minute || !reflect.DeepEqual(r.Stop, []CodeRange{{4400, 4403}, {4429, 4429}, {1008, 1008}}) {
		t.Errorf("reconnect: %+v", r)
	}
	if len(p.Heartbeat) != 1 || len(p.Status) != 2 || len(p.Events) != 3 {
		t.Fatalf("%d heartbeats, %d status, %d events", len(p.Heartbeat), len(p.Status), len(p.Events))
	}
	home, _ := p.Events[0].Label.Text.Text(nil)
	who, _ := p.Events[0].Text.Text.Text(scope{"msg.who": lang.TextValue("me"), "symbol": lang.TextValue("A")})
	if e := p.Events[0]; home != "home" || who != "me: A" || e.Unit.Path.String() != "u" || e.Each.String() != "a.*.b" || e.Values[0].Name != "value" ||
		e.Values[0].Path.String() != "v" || !e.Match[0].Conds[0].Path.Root {
		t.Errorf("first event: %+v", e)
	}
	if e := p.Events[1]; e.Values[0].Name != "b" || e.Values[1].Name != "a" || e.Label.Text != nil || !e.Unit.IsZero() || e.Time != nil {
		t.Errorf("second event: %+v", e)
	}
	if o := p.Events[2].OHLC; o.Open.String() != "o" || o.Close.String() != "c" || o.Begin.String() != "b" || o.End.String() != "e" || o.Closed.String() != "d" {
		t.Errorf("third event: %+v", o)
	}
}

func TestBoundsAreAccepted(t *testing.T) {
	p := one(t, "url: ws://h\nmax_frame: 1GiB\nlimits: {series: 4096, labels: 100000}")
	if p.MaxFrame != 1<<30 || p.Limits != (Limits{4096, 100_000}) {
		t.Errorf("%d, %+v", p.MaxFrame, p.Limits)
	}
}

func TestNamesWithColonsNeedNoQuotes(t *testing.T) {
	p := one(t, "url: ws://h\nparams: {symbols: [BINANCE:BTCUSDT, room:lobby]}\nheartbeat: {event: [pusher:ping, /^a:b/]}")
	b, err := p.Bind(Env{}, nil)
	if err != nil || len(b.Symbols) != 2 || b.Symbols[0] != "BINANCE:BTCUSDT" || b.Symbols[1] != "room:lobby" {
		t.Errorf("symbols %q, %v", b.Symbols, err)
	}
	want := p.Heartbeat[0].Conds[0].Want
	if !want.Matches([]byte("pusher:ping"), lang.Scalar, nil) || !want.Matches([]byte("a:bc"), lang.Scalar, nil) || want.Matches([]byte("ping"), lang.Scalar, nil) {
		t.Errorf("heartbeat: %+v", want)
	}
}
