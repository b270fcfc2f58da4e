package session_test

import (
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

func TestSilenceIsAboutFramesAndStaleAboutData(t *testing.T) {
	c := open(t, "demo", preset.Override{Name: "symbols", Text: "XBT/USD,ETH/USD"})
	c.receive(ack("XBT/USD"), ack("ETH/USD"))
	at := func() float64 { return float64(c.now.UnixMilli()) / 1000 }
	c.receive(ohlc("XBT/USD", at(), at()+60, "1"), ohlc("ETH/USD", at(), at()+60, "1"))
	beats := func(seconds int) {
		for range seconds {
			c.pass(time.Second)
			c.receive(heartbeat)
		}
	}
	beats(3)
	c.receive(ohlc("ETH/USD", at(), at()+60, "1"))
	beats(3) // XBT/USD has been silent for 6s, ETH/USD for 3s
	c.wantLabels("XBT/USD stale", "ETH/USD live")
	c.wantState(event.Open)
	c.wantLog("stale: no data for 5s on XBT/USD; heartbeat")
	beats(3)
	c.wantLabels("XBT/USD stale", "ETH/USD stale")
	c.wantState(event.Stale)
	if c.hangups != 0 {
		t.Fatalf("hung up although heartbeats came")
	}
	if c.status.LastBeat.Before(c.now) || !c.status.LastData.Before(c.now.Add(-5*time.Second)) {
		t.Errorf("the clocks are mixed: beat %v, data %v, now %v", c.status.LastBeat, c.status.LastData, c.now)
	}
	c.receive(ohlc("XBT/USD", at(), at()+60, "1"))
	c.wantLabels("XBT/USD live", "ETH/USD stale")
	c.wantState(event.Open)
	c.wantLog("data again after 9s")

	c.pass(11 * time.Second) // not even heartbeats
	if c.hangups != 1 {
		t.Fatalf("hung up %d times after 10s of silence, want once", c.hangups)
	}
	c.s.Lost(c.now, session.End{Reason: "use of closed network connection"})
	c.collect()
	c.wantState(event.Retry)
	c.wantLog("nothing received for 10s")
}

func TestSilenceRunsFromTheFirstSubscribe(t *testing.T) {
	c := open(t, "demo", preset.Override{Name: "symbols", Text: "[]"})
	c.pass(time.Hour)
	if c.hangups != 0 {
		t.Fatal("hung up although nothing is subscribed")
	}
	_ = c.s.Subscribe(c.now, "XBT/USD")
	c.collect()
	c.pass(9 * time.Second)
	if c.hangups != 0 {
		t.Fatal("the silence before the subscribe was counted")
	}
	c.pass(2 * time.Second)
	if c.hangups != 1 {
		t.Fatal("did not hang up on a server that never answers")
	}

	c = open(t, "demo", preset.Override{Name: "symbols", Text: "XBT/USD"})
	c.receive(ack("XBT/USD"))
	_ = c.s.Unsubscribe(c.now, "XBT/USD")
	c.receive(`{"event":"subscriptionStatus","pair":"XBT/USD","status":"unsubscribed"}`)
	c.pass(20 * time.Second) // such servers say nothing then
	_ = c.s.Subscribe(c.now, "XBT/USD")
	c.collect()
	c.pass(9 * time.Second)
	if c.hangups != 0 {
		t.Fatal("the silence while nothing was subscribed was counted")
	}
	c.pass(time.Second)
	if c.hangups != 1 {
		t.Fatal("did not hang up on a server that does not answer any more")
	}
}

func TestKeepalivesAreSentWhenTheyAreDue(t *testing.T) {
	c := open(t, "kraken")
	c.sent = nil
	for range 61 {
		c.pass(time.Second)
		c.receive(heartbeat)
	}
	c.wantSent(`{"event":"ping","reqid":1}`, `{"event":"ping","reqid":2}`)

	const idle = `
url: ws://127.0.0.1:1
params: {symbols: [A]}
subscribe: {send: "sub ${symbol}"}
keepalive: {send: ping, idle: 20s}
`
	c = open(t, idle)
	c.wantSent("sub A")
	c.pass(19 * time.Second)
	_ = c.s.Subscribe(c.now, "B")
	c.collect()
	c.pass(19 * time.Second)
	c.wantSent("sub B")
	c.pass(time.Second)
	c.wantSent("ping")

	c = open(t, `
url: ws://127.0.0.1:1
keepalive: {ping: true, every: 10s}
`)
	c.pass(10 * time.Second)
	c.s.Alive(c.now, true)
	c.pass(10 * time.Second)
	if c.pings != 2 || c.hangups != 0 {
		t.Fatalf("%d pings, %d hang-ups; want 2 and none", c.pings, c.hangups)
	}
	c.pass(10 * time.Second)
	if c.hangups != 1 {
		t.Error("an unanswered ping went unnoticed")
	}
}

func TestConnectTimeoutSpansHandshakeAndHello(t *testing.T) {
	c := begin(t, "kraken")
	c.pass(11 * time.Second)
	if c.hangups != 1 {
		t.Fatal("waits for ever for the handshake")
	}
	c.s.Lost(c.now, session.End{Reason: "operation was canceled"})
	c.collect()
	c.wantLog("cannot connect: no answer within 10s (connect_timeout)")
}

// TestAnAttemptThatFailsNamesItsProxy, whoever has ended it.
func TestAnAttemptThatFailsNamesItsProxy(t *testing.T) {
	c := begin(t, "kraken")
	c.pass(11 * time.Second)
	for _, want := range []string{"cannot connect: no answer within 10s (connect_timeout), through the proxy", "cannot connect: hung up, through the proxy"} {
		c.s.Lost(c.now, session.End{Reason: "hung up", Through: "the proxy"})
		c.collect()
		c.wantLog(want)
		c.pass(time.Second)
	}
}
