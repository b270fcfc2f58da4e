package session_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

func TestKrakenGoesFromConnectingToData(t *testing.T) {
	c := begin(t, "kraken")
	if c.dials != 1 {
		t.Fatalf("dialled %d times, want once", c.dials)
	}
	c.wantState(event.Connecting)
	c.s.Opened(c.now)
	c.collect()
	c.wantState(event.Open)
	c.wantSent(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.wantLabels("XBT/USD requested", "ETH/USD requested")

	c.receive(`{"event":"systemStatus","status":"online"}`, ack("XBT/USD"))
	c.wantLabels("XBT/USD subscribed", "ETH/USD requested")
	c.receive(`{"errorMessage":"Currency pair not supported","event":"subscriptionStatus","pair":"ETH/USD","status":"error"}`)
	c.wantLabels("XBT/USD subscribed", "ETH/USD rejected Currency pair not supported")
	c.wantLog("rejected: Currency pair not supported")

	at := float64(c.now.Unix())
	c.receive(heartbeat,
		ohlc("XBT/USD", at-0.05, at+60, "3586.60000"),
		ohlc("XBT/USD", at-0.04, at+60, "3588.10000"),
		ohlc("XBT/USD", at-0.03, at+120, "3589.00000"))
	at0 := c.now.UnixNano()
	want := []event.Point{
		{At: at0 - 50e6, Value: 3586.6, Decimals: 5},
		{At: at0 - 40e6, Value: 3588.1, Decimals: 5},
		{At: at0 - 30e6, Value: 3589, Decimals: 5},
	}
	if !reflect.DeepEqual(c.batch.Points, want) {
		t.Errorf("points %+v, want %+v", c.batch.Points, want)
	}
	if n := len(c.batch.Candles); n != 2 {
		t.Fatalf("%d candles, want 2: updates of one candle are one candle", n)
	}
	if k := c.batch.Candles[0]; k.Open != 3586.7 || k.High != 3590.7 || k.Low != 3586.6 || k.Close != 3588.1 || k.Volume != 0.03373 || k.Begin != 0 {
		t.Errorf("candle %+v", k)
	}
	if n := c.batch.Counts; n.In != 7 || n.Heartbeats != 1 || n.Log != 6 || n.Events != 3 || n.Unmatched != 0 {
		t.Errorf("counts %+v", n)
	}
	if p50 := c.batch.Lags.Quantile(0.5); c.batch.Lags.Total() != 3 || p50 < 35*time.Millisecond || p50 > 46*time.Millisecond {
		t.Errorf("lag %v of %d, want about 40ms of 3", p50, c.batch.Lags.Total())
	}
	for _, line := range c.log {
		if strings.Contains(line, "heartbeat") {
			t.Errorf("a heartbeat is in the log: %s", line)
		}
	}
}

func TestNoNumberIsNoPoint(t *testing.T) {
	c := open(t, "kraken-trade")
	c.receive(`[0,[["","1","1534614057.3"],[null,"1","1534614057.3"],["x","1"],["5541.20000","0.1","1534614057.321597","s","l",""],["6060.00000","0.02","1534614057.324998","b","l",""]],"trade","XBT/USD"]`)
	if c.batch.Counts.Events != 5 || c.batch.Counts.In != 1 || len(c.batch.Points) != 2 {
		t.Fatalf("counts %+v, points %+v; want 5 events in 1 message and 2 points", c.batch.Counts, c.batch.Points)
	}
	if c.batch.Points[1].Value != 6060 || c.batch.Points[1].At != 1534614057324998000 {
		t.Errorf("point %+v", c.batch.Points[1])
	}
	if c.batch.Lags.Total() != 0 && c.batch.Lags.Quantile(0) > time.Hour {
		t.Errorf("history gave a lag sample")
	}
}

func TestKrakenV2IsSubscribedAndRead(t *testing.T) {
	c := open(t, "kraken-v2")
	c.wantSent(`{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD","ALGO/USD"]},"req_id":1}`)
	c.receive(`{"method":"subscribe","req_id":1,"result":{"channel":"ticker","symbol":"BTC/USD"},"success":true}`)
	c.wantLabels("BTC/USD subscribed", "ALGO/USD requested")
	c.receive(`{"error":"Currency pair not supported","method":"subscribe","req_id":1,"success":false}`)
	c.wantLabels("BTC/USD subscribed", "ALGO/USD rejected Currency pair not supported")
	c.receive(`{"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","bid":0.13099,"ask":0.13108,"last":0.13110,"timestamp":"2026-03-01T11:59:59.794283Z"}]}`)
	if got := c.s.Reader().Fields(); !reflect.DeepEqual(got, []string{"last", "bid", "ask"}) {
		t.Errorf("fields %v", got)
	}
	if len(c.batch.Points) != 3 || c.batch.Points[0].Value != 0.1311 || c.batch.Points[0].Decimals != 5 || c.batch.Points[2].Field != 2 {
		t.Errorf("points %+v", c.batch.Points)
	}
	if err := c.s.Unsubscribe(c.now, "BTC/USD"); err != nil {
		t.Error(err)
	}
	c.collect()
	c.wantSent(`{"method":"unsubscribe","params":{"channel":"ticker","symbol":["BTC/USD"]},"req_id":2}`)
	c.receive(`{"method":"unsubscribe","req_id":2,"result":{"channel":"ticker","symbol":"BTC/USD"},"success":true}`)
	c.wantLabels("BTC/USD off", "ALGO/USD rejected Currency pair not supported")
}

func TestReconnectReplaysIntent(t *testing.T) {
	c := open(t, "kraken")
	c.receive(ack("XBT/USD"), ack("ETH/USD"))
	c.sent = nil
	if err := c.s.Subscribe(c.now, "ADA/USD", "XBT/USD"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["ADA/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.receive(ack("ADA/USD"))
	if err := c.s.Unsubscribe(c.now, "XBT/USD"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.wantLabels("XBT/USD unsubscribing", "ETH/USD subscribed", "ADA/USD subscribed")
	c.receive(`{"event":"subscriptionStatus","pair":"XBT/USD","status":"unsubscribed","subscription":{"name":"ohlc"}}`)
	c.wantLabels("XBT/USD off", "ETH/USD subscribed", "ADA/USD subscribed")

	c.s.Lost(c.now, session.End{Code: 1012, Reason: "closed by the server: 1012 service restart"})
	c.collect()
	c.wantState(event.Retry)
	c.wantLog("1012 service restart")
	c.wantLabels("XBT/USD off", "ETH/USD queued", "ADA/USD queued")
	c.pass(15 * time.Second)
	if c.dials != 2 {
		t.Fatalf("dialled %d times, want 2", c.dials)
	}
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["ETH/USD","ADA/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	if c.status.Reconnects != 1 {
		t.Errorf("reconnects %d, want 1", c.status.Reconnects)
	}
}

func TestWhatIsWantedAgainIsAskedForAfterItsUnsubscribe(t *testing.T) {
	c := open(t, "kraken", preset.Override{Name: "symbols", Text: "XBT/USD"})
	c.receive(ack("XBT/USD"))
	c.sent = nil
	_ = c.s.Unsubscribe(c.now, "XBT/USD")
	if err := c.s.Subscribe(c.now, "XBT/USD"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.receive(`{"event":"subscriptionStatus","pair":"XBT/USD","status":"unsubscribed"}`)
	c.wantSent(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.receive(ack("XBT/USD"))
	c.wantLabels("XBT/USD subscribed")
}

func TestWhatCannotBeDoneIsAnError(t *testing.T) {
	c := open(t, "kraken")
	if err := c.s.Unsubscribe(c.now, "FOO/USD"); err == nil || !strings.Contains(err.Error(), "FOO/USD is not subscribed") {
		t.Errorf("unsubscribing what is not there: %v", err)
	}
	c = open(t, `
url: ws://127.0.0.1:1
events: [{match: {p: "*"}, value: p}]
`)
	if err := c.s.Subscribe(c.now, "A"); err == nil || !strings.Contains(err.Error(), "no `subscribe`") {
		t.Errorf("subscribing where nothing can be: %v", err)
	}
	if err := c.s.Unsubscribe(c.now, "x"); err == nil || !strings.Contains(err.Error(), "unsubscribe") {
		t.Errorf("unsubscribing where nothing can be: %v", err)
	}
}

func TestRejectedIsNotSentAgainUntilAsked(t *testing.T) {
	c := open(t, "kraken")
	c.receive(ack("XBT/USD"), `{"errorMessage":"no","event":"subscriptionStatus","pair":"ETH/USD","status":"error"}`)
	c.sent = nil
	c.s.Lost(c.now, session.End{Reason: "gone"})
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	_ = c.s.Subscribe(c.now, "ETH/USD")
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.receive(`{"errorMessage":"still no","event":"subscriptionStatus","pair":"ETH/USD","status":"error"}`)
	_ = c.s.Subscribe(c.now, "ETH/USD") // on the same connection, too
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	c.receive(ack("ETH/USD"))
	c.wantLabels("XBT/USD requested", "ETH/USD subscribed")
}

func TestRequestsAreSentInBatchesAtTheRate(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B, C, D, E]}
subscribe: {send: {op: sub, args: "${symbols}", id: "${id}"}, batch: 2, limit: 6}
unsubscribe: {send: {op: unsub, arg: "${symbol}", of: "${sub.id}"}}
rate: 2/s
`)
	c.wantSent(`{"op":"sub","args":["A","B"],"id":1}`)
	c.wantLabels("A subscribed", "B subscribed", "C queued", "D queued", "E queued")
	c.pass(500 * time.Millisecond)
	c.wantSent(`{"op":"sub","args":["C","D"],"id":2}`)
	_ = c.s.Unsubscribe(c.now, "E", "C") // E was never sent, and now never is
	c.collect()
	c.pass(2 * time.Second)
	c.wantSent(`{"op":"unsub","arg":"C","of":2}`)
	c.wantLabels("A subscribed", "B subscribed", "C off", "D subscribed", "E off")
	if err := c.s.Subscribe(c.now, "F", "G", "H", "I"); err == nil || !strings.Contains(err.Error(), "allows 6") {
		t.Errorf("more than the limit: %v", err)
	}
}

func TestRawTextIsMatchedAndRepliesAreSent(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
reply: [{match: {op: ping}, send: {op: pong, ts: "${msg.ts}"}}]
heartbeat: [pong, {op: ping}]
events: [{match: {p: "*"}, value: p, label: s, unit: u, text: "${msg.s} at ${msg.p}"}]
`)
	c.receive(`{"op":"ping","ts":18446744073709551615}`, `pong`, `{"p":"1.50","s":"a","u":"kW"}`, "\x1b[2Jnot JSON", `{"p":null}`)
	c.wantSent(`{"op":"pong","ts":18446744073709551615}`)
	if n := c.batch.Counts; n.Heartbeats != 2 || n.Unmatched != 2 || n.Events != 1 {
		t.Errorf("counts %+v", n)
	}
	if r := c.labels.At(int32(c.labels.Len() - 1)); r.Name != "a" || r.Unit != "kW" {
		t.Errorf("row %+v", r)
	}
	c.wantLog("0 a a at 1.50")
}

func TestTextsOfTheOperatorAreSentAsTheyAre(t *testing.T) {
	c := begin(t, "kraken")
	if err := c.s.Send(c.now, "x"); err == nil || !strings.Contains(err.Error(), "CONNECTING") {
		t.Errorf("sent without a connection: %v", err)
	}
	c.s.Opened(c.now)
	c.collect()
	c.sent = nil
	if err := c.s.Send(c.now, `{"event":"ping"}`); err != nil {
		t.Error(err)
	}
	c.collect()
	c.wantSent(`{"event":"ping"}`)
	c.wantLog(`3 {"event":"ping"}`)
	c.receive(heartbeat)
	c.s.ShowHeartbeats(true)
	c.receive(heartbeat)
	c.wantLog("7 " + heartbeat)
	if n := c.batch.Counts; n.Heartbeats != 2 || n.Log != 0 {
		t.Errorf("counts %+v", n)
	}
}

func TestPlottedPlacesBecomeValues(t *testing.T) {
	c := open(t, "kraken-ticker", preset.Override{Name: "symbols", Text: "XBT/USD"})
	if name, err := c.s.Reader().Plot("1.v.0", "", ""); name != "1.v.0" || err != nil {
		t.Errorf("%s, %v", name, err)
	}
	if name, err := c.s.Reader().Plot("load", "", "cpu"); name != "cpu" || err != nil {
		t.Errorf("%s, %v", name, err)
	}
	for _, bad := range [][2]string{{"a..b", ""}, {"a.*.b", ""}, {"x", "cpu"}, {"x", "last"}} {
		if _, err := c.s.Reader().Plot(bad[0], "", bad[1]); err == nil {
			t.Errorf("%v is plotted", bad)
		}
	}
	c.receive(`[0,{"a":["5525.4"],"b":["5525.1"],"c":["5525.1"],"v":["2634.11501494","3591.17"]},"ticker","XBT/USD"]`, `{"load":"0.75"}`, `{"load":"high"}`)
	fields := c.s.Reader().Fields()
	var got []string
	for _, p := range c.batch.Points {
		got = append(got, fmt.Sprint(c.labels.At(p.Label).Name, " ", fields[p.Field], "=", p.Value))
	}
	want := []string{"XBT/USD last=5525.1", "XBT/USD bid=5525.1", "XBT/USD ask=5525.4", "XBT/USD 1.v.0=2634.11501494", "cpu cpu=0.75"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("points %q, want %q", got, want)
	}
	if err := c.s.Reader().Unplot("cpu"); err != nil {
		t.Error(err)
	}
	c.receive(`{"load":"0.8"}`)
	if len(c.batch.Points) != len(want) {
		t.Error("an ended plot goes on")
	}
}
