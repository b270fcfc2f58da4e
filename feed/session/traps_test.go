package session_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// wantCounts compares what came in so far.
func (c *conversation) wantCounts(in, heartbeats, events, unmatched, gaps int64) {
	c.t.Helper()
	n := c.batch.Counts
	if n.In != in || n.Heartbeats != heartbeats || n.Events != events || n.Unmatched != unmatched || n.Gaps != gaps {
		c.t.Errorf("counts %+v, want in %d, heartbeats %d, events %d, unmatched %d, gaps %d", n, in, heartbeats, events, unmatched, gaps)
	}
}

// wantValues compares the numbers of all points so far.
func (c *conversation) wantValues(want ...float64) {
	c.t.Helper()
	var got []float64
	for _, p := range c.batch.Points {
		got = append(got, p.Value)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.t.Errorf("values %v, want %v", got, want)
	}
}

// beat lets time go by with a frame every five seconds.
func (c *conversation) beat(d time.Duration, frame string) {
	for end := c.now.Add(d); c.now.Before(end); {
		c.pass(5 * time.Second)
		c.receive(frame)
	}
}

func pairAck(pair, status string) string {
	return `{"event":"subscriptionStatus","pair":"` + pair + `","status":"` + status + `"}`
}

// TestEveryTrapOfRealFeedsIsAvoided goes through the properties of real feeds that break a naive tool.
func TestEveryTrapOfRealFeedsIsAvoided(t *testing.T) {
	t.Run("1 heartbeats are numbered too", func(t *testing.T) {
		c := open(t, "bitfinex-ticker", preset.Override{Name: "symbols", Text: "tBTCUSD"})
		c.receive(`{"event":"info","version":2}`, `{"event":"subscribed","channel":"ticker","chanId":7,"symbol":"tBTCUSD"}`,
			`[7,[1,1,2,1,1,1,1.5,1,1,1],1,1772366400000]`, `[7,"hb",2,1772366400000]`, `[7,[1,1,2,1,1,1,1.5,1,1,1],3,1772366400000]`)
		c.wantCounts(5, 1, 2, 0, 0)
		c.receive(`[7,"hb",5,1772366400000]`)
		c.wantCounts(6, 2, 2, 0, 1)
	})
	t.Run("2 heartbeats hide a dead feed, and may be all that there is", func(t *testing.T) {
		c := open(t, "kraken-ticker")
		c.receive(pairAck("XBT/USD", "subscribed"), pairAck("ETH/USD", "subscribed"))
		c.beat(time.Minute, heartbeat)
		c.wantState(event.Stale)
		c = open(t, "kraken")
		c.receive(ack("XBT/USD"), ack("ETH/USD"))
		c.beat(12*time.Hour, heartbeat)
		c.wantState(event.Stale) // it is not known whether a market is closed, but that there is no data
		if c.hangups != 0 {
			t.Error("a healthy connection was given up")
		}
	})
	t.Run("3 no heartbeat before the first subscription", func(t *testing.T) {
		c := open(t, "kraken", preset.Override{Name: "symbols", Text: "[]"})
		c.pass(time.Hour)
		if c.hangups != 0 {
			t.Error("silence was timed before anything was subscribed")
		}
		if err := c.s.Subscribe(c.now, "XBT/USD"); err != nil {
			t.Fatal(err)
		}
		c.pass(10 * time.Second)
		if c.hangups != 1 {
			t.Error("silence was not timed after a request")
		}
	})
	t.Run("4 an answer for each symbol", func(t *testing.T) {
		c := open(t, "kraken-ticker", preset.Override{Name: "symbols", Text: "A,B,C"})
		c.receive(pairAck("C", "subscribed"), `{"errorMessage":"no","event":"subscriptionStatus","pair":"A","status":"error"}`)
		c.wantLabels("A rejected no", "B requested", "C subscribed")
		c.wantCounts(2, 0, 0, 0, 0)
	})
	t.Run("5 the answer to an unsubscribe resembles an ack", func(t *testing.T) {
		c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [newHeads]}
subscribe:
  send: {id: "${id}", method: eth_subscribe, params: ["${symbol}"]}
  ack: {id: "${id}", result: "*"}
  save: {sid: result}
unsubscribe: {send: {id: "${id}", method: eth_unsubscribe, params: ["${sid}"]}, ack: {id: "${id}", result: true}}
events: [{match: {method: eth_subscription}, sub: {params.subscription: "${sid}"}, value: params.result.number}]
`)
		c.receive(`{"id":1,"jsonrpc":"2.0","result":"0xaa"}`)
		if err := c.s.Unsubscribe(c.now, "newHeads"); err != nil {
			t.Fatal(err)
		}
		_ = c.s.Subscribe(c.now, "newHeads") // a change of mind before the answer
		c.receive(`{"id":2,"jsonrpc":"2.0","result":true}`)
		c.wantLabels("newHeads requested")
		c.receive(`{"id":3,"jsonrpc":"2.0","result":"0xbb"}`, `{"id":3,"jsonrpc":"2.0","result":true}`,
			`{"method":"eth_subscription","params":{"subscription":"0xbb","result":{"number":"0x10"}}}`,
			`{"method":"eth_subscription","params":{"subscription":"true","result":{"number":"0x11"}}}`)
		c.wantLabels("newHeads live")
		c.wantValues(16)
	})
	t.Run("6 ids end with the connection, and never repeat on one", func(t *testing.T) {
		c := open(t, "kraken-v2", preset.Override{Name: "symbols", Text: "A"})
		_ = c.s.Subscribe(c.now, "B")
		c.beat(30*time.Second, `{"channel":"heartbeat"}`)
		c.wantSent(`{"method":"subscribe","params":{"channel":"ticker","symbol":["A"]},"req_id":1}`,
			`{"method":"subscribe","params":{"channel":"ticker","symbol":["B"]},"req_id":2}`, `{"method":"ping","req_id":3}`)
		c.s.Lost(c.now, session.End{})
		c.pass(time.Second)
		c.s.Opened(c.now)
		c.collect()
		c.wantSent(`{"method":"subscribe","params":{"channel":"ticker","symbol":["A","B"]},"req_id":1}`)
	})
	t.Run("7 lengths vary", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {-2: \"/^book-/\"}, label: $.-1, value: 1.b.0.0}]\n")
		c.receive(`[1234,{"b":[["5541.2","2.5"]]},"book-10","XBT/USD"]`, `[1234,{"b":[["5541.1","2.5"]]},{"a":[["5541.3","0"]]},"book-10","XBT/USD"]`)
		c.wantLabels("x live", "XBT/USD label")
		c.wantValues(5541.2, 5541.1)
	})
	t.Run("8 one channel, two shapes", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {0: 7}, each: 1, value: 1}, {match: {data: \"*\"}, each: data, value: p}]\n")
		c.receive(`[7,[[1,10],[2,20]]]`, `[7,[3,30]]`, `{"data":{"p":40}}`, `{"data":[{"p":50},{"p":60}]}`, `[7,[]]`)
		c.wantValues(10, 20, 30, 40, 50, 60)
		c.wantCounts(5, 0, 6, 0, 0)
	})
	t.Run("9 columns in any order", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents:\n"+
			"  - {match: {0: ohlc}, each: 1, label: \"=a\", ohlc: {begin: 0, open: 1, high: 2, low: 3, close: 4}}\n"+
			"  - {match: {0: oclh}, each: 1, label: \"=b\", ohlc: {begin: 0, open: 1, close: 2, high: 4, low: 3}}\n")
		c.receive(`["ohlc",[1772366400,2,4,1,3]]`, `["oclh",[1772366400,2,3,1,4]]`)
		if n := len(c.batch.Candles); n != 2 {
			t.Fatalf("%d candles", n)
		}
		for _, k := range c.batch.Candles {
			if k.Open != 2 || k.High != 4 || k.Low != 1 || k.Close != 3 {
				t.Errorf("candle %+v", k)
			}
		}
	})
	// Sorting into the chart is the series' part, and tested there.
	t.Run("10 history arrives on the live channel, newest first", func(t *testing.T) {
		c := open(t, "kraken-trade", preset.Override{Name: "symbols", Text: "A"})
		c.receive(pairAck("A", "subscribed"))
		at := c.now.Unix()
		c.s.Receive(c.now, fmt.Appendf(nil, `[0,[["3","1","%d.5"],["2","1","%d.5"],["1","1","%d.5"]],"trade","A"]`, at-1, at-61, at-3600))
		b := c.s.Seal()
		if n := len(b.Points); n != 3 || b.Counts.Events != 3 || b.Lags.Total() != 1 {
			t.Errorf("%d points, %d events, %d lags; want 3, 3 and 1", n, b.Counts.Events, b.Lags.Total())
		}
		if len(b.Activity) != 1 || b.Activity[0].Events != 1 {
			t.Errorf("activity %+v: history is not part of the rate", b.Activity)
		}
	})
	t.Run("11 the running candle comes again and again", func(t *testing.T) {
		c := open(t, "binance-kline", preset.Override{Name: "symbols", Text: "a"})
		kline := func(begin int64, close, closed string) string {
			return fmt.Sprintf(`{"stream":"a@kline_1m","data":{"E":%d,"k":{"t":%d,"o":"1","h":"9","l":"1","c":"%s","x":%s}}}`, begin+1, begin, close, closed)
		}
		c.receive(`{"result":null,"id":1}`)
		at := c.now.UnixMilli()
		c.receive(kline(at, "2", "false"), kline(at, "3", "false"), kline(at, "4", "true"), kline(at+60000, "5", "false"))
		if k := c.batch.Candles; len(k) != 2 || k[0].Close != 4 || !k[0].Closed || k[1].Close != 5 || k[1].Closed {
			t.Errorf("candles %+v", k)
		}
		c = open(t, "kraken")
		c.receive(`[1,[["1772366401","1772366460","1","2","1","2"],["1772366402","1772366460","1","3","1","3"]],"ohlc-5","XBT/USD"]`)
		if k := c.batch.Candles; len(k) != 1 || k[0].Close != 3 {
			t.Errorf("candles %+v: both are the same one", k)
		}
	})
	t.Run("12 numbers that are none, and that are too large", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {id: \"*\"}, value: v, text: id}]\n")
		for _, v := range []string{`"5541.20000"`, `"0xd9263f42a87"`, `""`, `null`, `"unavailable"`, `"on"`, `[1]`, `"NaN"`, `"Infinity"`} {
			c.receive(`{"id":1,"v":` + v + `}`)
		}
		c.receive(`{"id":18446744073709551617123}`)
		c.wantValues(5541.2, 0xd9263f42a87, 1)
		c.wantLog("18446744073709551617123")
	})
	t.Run("13 what has not changed is left out", func(t *testing.T) {
		c := open(t, "kraken-ticker")
		c.receive(`[1,{"c":["2"]},"ticker","XBT/USD"]`, `[1,{"b":["1"],"a":[]},"ticker","XBT/USD"]`, `[1,{},"ticker","XBT/USD"]`)
		c.wantValues(2, 1)
		c.wantCounts(3, 0, 3, 0, 0)
	})
	t.Run("14 sequences that skip by design", func(t *testing.T) {
		c := open(t, "coinbase")
		c.receive(`{"type":"ticker","sequence":1,"product_id":"BTC-USD","price":"1"}`, `{"type":"ticker","sequence":99,"product_id":"BTC-USD","price":"1"}`)
		c.wantCounts(2, 0, 2, 0, 0)
	})
	t.Run("15 what is no JSON can be a sign of life", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nheartbeat: [pong, \"2\", \"{}\", \"\\n\"]\n")
		c.receive("pong", "2", "{}", "\n", "")
		c.wantCounts(4, 4, 0, 0, 0)
	})
	t.Run("16 some must be answered, others hang up when the client speaks", func(t *testing.T) {
		c := open(t, "htx", preset.Override{Name: "symbols", Text: "[]"})
		c.receive(`{"ping":18212553000}`)
		c.wantSent(`{"pong":18212553000}`)
		c = open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {p: \"*\"}, value: p}]\n")
		c.pass(24 * time.Hour)
		c.wantSent()
		if c.pings != 0 || c.hangups != 0 {
			t.Errorf("%d pings, %d ends of the connection", c.pings, c.hangups)
		}
	})
	t.Run("17 a hundred subscribes are paced", func(t *testing.T) {
		symbols := make([]string, 100)
		for i := range symbols {
			symbols[i] = fmt.Sprint("s", i)
		}
		c := open(t, "\nurl: ws://127.0.0.1:1\nrate: 10/s\nparams: {symbols: []}\nsubscribe: {send: {sub: \"${symbol}\"}}\n",
			preset.Override{Name: "symbols", Text: strings.Join(symbols, ",")})
		for second := range 10 {
			if n := len(c.sent); n > 1+10*second {
				t.Fatalf("%d messages in %d seconds", n, second)
			}
			c.pass(time.Second)
		}
		if len(c.sent) != 100 || c.pings != 0 {
			t.Errorf("%d messages and %d pings, want 100 and none", len(c.sent), c.pings)
		}
	})
	t.Run("18 subscribe at once, but not before the server allows it", func(t *testing.T) {
		c := open(t, "coinbase-advanced")
		if len(c.sent) != 2 {
			t.Errorf("sent %q with the handshake", c.sent)
		}
		c = open(t, "\nurl: ws://127.0.0.1:1\nparams: {symbols: [A]}\nhello: [{send: {init: 1}}, {wait: {type: ack}}]\nsubscribe: {send: {sub: \"${symbol}\"}}\n")
		c.receive(`{"type":"ping"}`)
		_ = c.s.Subscribe(c.now, "B")
		c.collect()
		c.wantSent(`{"init":1}`)
		c.receive(`{"type":"ack"}`)
		c.wantSent(`{"sub":"A"}`, `{"sub":"B"}`)
	})
	t.Run("19 ends that are not to be tried again", func(t *testing.T) {
		for code, again := range map[int]bool{1008: false, 1006: true, 1012: true} {
			c := open(t, "\nurl: ws://127.0.0.1:1\nreconnect: {stop: [1008, 4400-4403]}\n")
			c.s.Lost(c.now, session.End{Code: code, Reason: "gone"})
			c.pass(time.Hour)
			if (c.dials > 1) != again {
				t.Errorf("%d attempts after code %d", c.dials, code)
			}
		}
	})
	t.Run("20 messages in a frame, events in a message", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nframes: {split: \"\\n\"}\nevents: [{match: {d: \"*\"}, each: d, value: p}]\n")
		c.receive("{\"d\":[{\"p\":1},{\"p\":2},{\"p\":3}]}\n{\"d\":[{\"p\":4}]}\n")
		c.wantCounts(2, 0, 4, 0, 0)
	})
	// Opcodes do not reach a session: that text may come in binary frames is tested with sockets.
	t.Run("21 the bytes say whether a frame is compressed", func(t *testing.T) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		frame := compress(t, w, nil, &packed, `{"ping":1}`)
		c := open(t, "htx", preset.Override{Name: "symbols", Text: "[]"})
		c.receive(frame, `{"ping":2}`)
		c.wantSent(`{"pong":1}`, `{"pong":2}`)
	})
	t.Run("22 JSON in a string, sometimes", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nframes: {json_in: [payload]}\nevents: [{match: {payload: 106692867363994015}, label: \"=id\", value: n}, {match: {payload.n: \"*\"}, value: payload.n}]\n")
		c.receive(`{"payload":"106692867363994015","n":1}`, `{"payload":"{\"n\":2}"}`, `{"n":3}`, `{"payload":"true"}`)
		c.wantValues(1, 2)
		c.wantCounts(4, 0, 2, 2, 0)
	})
	t.Run("23 what YAML and Go make of a request", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nhello: [{send: {jsonrpc: \"2.0\", on: true, version: 1.10, b: \"<a&b>\", a: null}}]\n")
		c.wantSent(`{"jsonrpc":"2.0","on":true,"version":1.10,"b":"<a&b>","a":null}`)
	})
	t.Run("24 errors without a name, and messages without a rule", func(t *testing.T) {
		c := open(t, "okx-ticker", preset.Override{Name: "symbols", Text: "A,B"})
		c.receive(`{"event":"error","msg":"no"}`)
		c.wantLabels("A rejected no", "B rejected no")
		c.receive(`{"event":"subscribe","arg":{"instId":"B"}}`, `{"event":"error","msg":"about nothing"}`, `{"event":"new"}`)
		c.wantLabels("A rejected no", "B subscribed")
		c.wantCounts(4, 0, 0, 2, 0)
		c.wantState(event.Open)
	})
	// Moving to another address is in TestAnOldConnectionResumesWhereTheServerSays.
	t.Run("25 planned endings", func(t *testing.T) {
		c := open(t, "binance-trade")
		c.beat(23*time.Hour-5*time.Second, `{"result":null,"id":1}`)
		if c.hangups != 0 {
			t.Error("too early")
		}
		c.pass(5 * time.Second)
		if c.hangups != 1 {
			t.Error("older than the server allows")
		}
		c = open(t, "bitstamp")
		c.receive(`{"event":"bts:request_reconnect","channel":"","data":""}`)
		if c.hangups != 1 {
			t.Error("a notice was not followed")
		}
	})
	t.Run("26 thousands of labels", func(t *testing.T) {
		c := open(t, "\nurl: ws://127.0.0.1:1\nlimits: {labels: 100}\nevents: [{match: {s: \"*\"}, label: s, keep: [\"a*\", \"*9\"], value: p}]\n")
		for i := range 2000 {
			c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"%c%d","p":1}`, "ab"[i%2], i))
		}
		c.collect()
		if n := int64(c.labels.Len()); n != 100 || c.status.Untracked != 2000-99 || c.batch.Counts.Log != 2000 {
			t.Errorf("%d labels, %d untracked, counts %+v", n, c.status.Untracked, c.batch.Counts)
		}
		for n, r := range c.labels.All() {
			if n > 0 && r.Name[0] != 'a' && !strings.HasSuffix(r.Name, "9") {
				t.Errorf("%s is tracked", r.Name)
			}
		}
	})
}
