package session_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

func TestHelloSendsATokenAndWhatItSaved(t *testing.T) {
	const home = `
url: ws://127.0.0.1:1
hello:
  - wait: {type: auth_required}
    save: {version: ha_version}
  - send: {type: auth, access_token: "${secret:TOKEN}", for: "${version}"}
  - {wait: {type: auth_ok}, fail: {type: auth_invalid}}
subscribe:
  send: {id: "${id}", type: subscribe_events}
  ack: {id: "${id}", type: result, success: true}
  fail: {id: "${id}", type: result, success: false}
unsubscribe: {send: {id: "${id}", type: unsubscribe_events, subscription: "${sub.id}"}}
keepalive: {send: {id: "${id}", type: ping}, every: 30s}
heartbeat: [{type: pong}]
events:
  - {match: {type: event}, label: e, keep: [sensor.*, light.*], value: s, unit: u}
`
	c := open(t, home)
	c.wantState(event.Hello)
	c.wantSent()
	c.receive(`{"type":"auth_required","ha_version":"2026.3"}`)
	c.wantSent(`{"type":"auth","access_token":"hush-TOKEN","for":"2026.3"}`)
	c.receive(`{"type":"auth_ok"}`)
	c.wantState(event.Open)
	c.wantSent(`{"id":1,"type":"subscribe_events"}`)
	c.receive(`{"id":1,"type":"result","success":true,"result":null}`)
	c.wantLabels("x subscribed")
	c.receive(`{"id":1,"type":"event","e":"sensor.power","s":"812.5","u":"W"}`, `{"type":"event","e":"light.bed","s":"on"}`,
		`{"type":"event","e":"sensor.power","s":"unavailable"}`, `{"type":"event","e":"camera.door","s":"1"}`)
	c.wantLabels("x live", "sensor.power label", "light.bed label")
	if len(c.batch.Points) != 2 || c.batch.Points[1].Value != 1 || c.status.Untracked != 1 {
		t.Errorf("points %+v, %d untracked", c.batch.Points, c.status.Untracked)
	}
	c.pass(30 * time.Second)
	c.wantSent(`{"id":2,"type":"ping"}`)
	_ = c.s.Unsubscribe(c.now, "x")
	c.collect()
	c.wantSent(`{"id":3,"type":"unsubscribe_events","subscription":1}`)

	c = open(t, home)
	c.receive(`{"type":"auth_required","ha_version":"1"}`, `{"type":"auth_invalid","message":"Invalid password"}`)
	c.wantState(event.Failed)
	c.wantLog(`FAILED, refused: {"type":"auth_invalid","message":"Invalid password"}; R tries again`)
	if c.hangups != 1 {
		t.Error("a refused hello leaves the connection open")
	}
	c.s.Lost(c.now, session.End{Code: 1000})
	c.pass(time.Hour)
	if c.dials != 1 {
		t.Error("a FAILED feed dials again by itself")
	}
	c.s.Reconnect(c.now)
	c.collect()
	c.s.Opened(c.now)
	c.collect()
	c.wantState(event.Hello)
	c.pass(11 * time.Second)
	if c.hangups != 2 {
		t.Error("hello may last for ever")
	}
}

const bitfinex = `
url: ws://127.0.0.1:1
params: {symbols: [tBTCUSD, tETHUSD]}
hello:
  - wait: {event: info, version: 2}
  - send: {event: conf, flags: 98304}
subscribe:
  send: {event: subscribe, channel: ticker, symbol: "${symbol}"}
  ack: {event: subscribed, symbol: "${symbol}"}
  save: {chan: chanId}
  fail: {event: error}
  reason: msg
unsubscribe: {send: {event: unsubscribe, chanId: "${chan}"}, ack: {event: unsubscribed, chanId: "${chan}"}}
heartbeat: [{1: hb}]
status: [{event: [info, conf]}]
reconnect: {match: [{event: info, code: 20051}]}
seq: {at: -2, step: 1}
events:
  - {sub: {0: "${chan}"}, each: 1, label: "${symbol}", time: $.-1, values: {bid: 0, ask: 2, last: 6}}
`

func TestEventsAreRoutedByIdsOfTheServer(t *testing.T) {
	c := open(t, bitfinex)
	c.receive(`{"event":"info","version":2}`)
	c.wantSent(`{"event":"conf","flags":98304}`,
		`{"event":"subscribe","channel":"ticker","symbol":"tBTCUSD"}`, `{"event":"subscribe","channel":"ticker","symbol":"tETHUSD"}`)
	c.receive(`{"event":"subscribed","channel":"ticker","chanId":7,"symbol":"tBTCUSD"}`, `{"event":"error","msg":"symbol: invalid","code":10300}`)
	c.wantLabels("tBTCUSD subscribed", "tETHUSD rejected symbol: invalid")
	at := c.now.UnixMilli()
	c.receive(fmt.Sprintf(`[7,[36371,11,36372,14,38,0.001,36371.5,841,1,2],1,%d]`, at),
		fmt.Sprintf(`[7,"hb",2,%d]`, at),
		fmt.Sprintf(`[7,[36371,11,36372,14,38,0.001,36371.5,841,1,2],5,%d]`, at),
		fmt.Sprintf(`[8,[1,1,1,1,1,1,1,1,1,1],6,%d]`, at))
	if len(c.batch.Points) != 6 || c.batch.Points[2].Value != 36371.5 || c.batch.Points[2].At != at*1e6 {
		t.Errorf("points %+v", c.batch.Points)
	}
	if n := c.batch.Counts; n.Gaps != 1 || n.Heartbeats != 1 || n.Unmatched != 1 {
		t.Errorf("counts %+v: one gap after the heartbeat, and a channel that was not asked for", n)
	}
	c.wantLog("GAP seq 2 to 5, 2 lost")
	c.sent = nil
	_ = c.s.Unsubscribe(c.now, "tBTCUSD")
	c.collect()
	c.wantSent(`{"event":"unsubscribe","chanId":7}`)
	c.receive(`{"event":"unsubscribed","status":"OK","chanId":7}`)
	c.wantLabels("tBTCUSD off", "tETHUSD rejected symbol: invalid")
	c.receive(fmt.Sprintf(`[7,[36371,11,36372,14,38,0.001,36371.5,841,1,2],7,%d]`, at))
	if c.batch.Counts.Unmatched != 2 {
		t.Error("the id of a subscription that is gone still finds it")
	}
	c.receive(`{"event":"info","code":20051}`)
	if c.hangups != 1 {
		t.Error("a message that asks for a new connection was not followed")
	}
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.wantLog("the server asks for a new connection")
	c.wantState(event.Retry)
}

func TestIdsDieWithTheConnection(t *testing.T) {
	c := open(t, bitfinex)
	c.receive(`{"event":"info","version":2}`, `{"event":"subscribed","chanId":7,"symbol":"tBTCUSD"}`, `{"event":"subscribed","chanId":8,"symbol":"tETHUSD"}`)
	c.s.Lost(c.now, session.End{})
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.receive(`{"event":"info","version":2}`, `{"event":"subscribed","chanId":7,"symbol":"tETHUSD"}`)
	c.receive(`[8,[1,1,1,1,1,1,9,1,1,1],1,1]`)
	if n := len(c.batch.Points); n != 0 {
		t.Errorf("points %+v: an id of the connection before finds a subscription", c.batch.Points)
	}
	c.receive(`[7,[1,1,1,1,1,1,9,1,1,1],1,1]`)
	if n := len(c.batch.Points); n != 3 || c.labels.At(c.batch.Points[0].Label).Name != "tETHUSD" {
		t.Errorf("points %+v: an old id finds an old subscription", c.batch.Points)
	}
}

func TestEverySpellingOfSeqIsFollowed(t *testing.T) {
	for name, test := range map[string]struct {
		seq      string
		messages []string
		want     []string
	}{
		"only increasing": {"{at: q}", []string{`{"q":1}`, `{"q":9}`, `{"q":9}`, `{"q":3}`, `{"x":1}`, `{"q":4}`}, []string{"restarts: 3 after 9"}},
		"step 10":         {"{at: q, step: 10}", []string{`{"q":10}`, `{"q":20}`, `{"q":50}`, `{"q":50}`, `{"q":55}`}, []string{"20 to 50, 2 lost", "55 after 50, and not 60"}},
		"prev":            {"{at: q, prev: p}", []string{`{"q":5,"p":1}`, `{"q":9,"p":5}`, `{"q":12,"p":10}`}, []string{"12 follows 10, and not 9"}},
		"from":            {"{at: q, from: p}", []string{`{"q":5,"p":1}`, `{"q":9,"p":6}`, `{"q":20,"p":15}`}, []string{"9 to 15, 5 lost"}},
		"huge numbers":    {"{at: q, step: 1}", []string{`{"q":18446744073709551615}`, `{"q":18446744073709551616}`, `{"q":"18446744073709551619"}`}, []string{"18446744073709551616 to 18446744073709551619, 2 lost"}},
		"links of text":   {"{at: q, prev: p}", []string{`{"q":"a1","p":""}`, `{"q":"b2","p":"a1"}`, `{"q":"c3","p":"a1"}`}, []string{"c3 follows a1, and not b2"}},
		"per label": {"{at: q, step: 1, per: label}", []string{`{"s":"a","q":1}`, `{"s":"b","q":7}`, `{"s":"a","q":2}`, `{"s":"b","q":9}`, `{"q":99}`},
			[]string{"b GAP seq 7 to 9, 1 lost"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t, "\nurl: ws://127.0.0.1:1\nseq: "+test.seq+"\nevents: [{match: {s: \"*\"}, label: s, value: q}]\n")
			c.log = nil
			c.receive(test.messages...)
			var gaps []string
			for _, line := range c.log {
				if strings.Contains(line, "GAP") {
					gaps = append(gaps, line)
				}
			}
			if len(gaps) != len(test.want) || c.batch.Counts.Gaps != int64(len(gaps)) {
				t.Fatalf("gaps %q, want %q", gaps, test.want)
			}
			for i := range gaps {
				if !strings.Contains(gaps[i], test.want[i]) {
					t.Errorf("gap %q, want %q", gaps[i], test.want[i])
				}
			}
			c.s.Lost(c.now, session.End{})
			c.pass(time.Second)
			c.s.Opened(c.now)
			c.receive(`{"s":"b","q":1}`)
			if c.batch.Counts.Gaps != int64(len(gaps)) {
				t.Error("the numbering does not begin anew with a connection")
			}
		})
	}
}

func compress(t *testing.T, w io.WriteCloser, err error, b *bytes.Buffer, text string) string {
	t.Helper()
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCompressedFramesAreInflated(t *testing.T) {
	gz := func(text string) string {
		var b bytes.Buffer
		return compress(t, gzip.NewWriter(&b), nil, &b, text)
	}
	zl := func(text string) string {
		var b bytes.Buffer
		return compress(t, zlib.NewWriter(&b), nil, &b, text)
	}
	zs := func(text string) string {
		var b bytes.Buffer
		w, err := zstd.NewWriter(&b)
		return compress(t, w, err, &b, text)
	}
	for method, pack := range map[string]func(string) string{"gzip": gz, "zlib": zl, "zstd": zs} {
		t.Run(method, func(t *testing.T) {
			c := open(t, `
url: ws://127.0.0.1:1
max_frame: 1MiB
frames: {decompress: `+method+`}
reply: [{match: {ping: "*"}, send: {pong: "${msg.ping}"}}]
heartbeat: [{ping: "*"}]
events: [{match: {s: "*"}, label: s, value: p}]
`)
			c.receive(pack(`{"s":"a","p":1}`), pack(`{"s":"a","p":2}`), `{"s":"a","p":3}`, pack(`{"ping":1492420473027}`))
			if len(c.batch.Points) != 3 {
				t.Errorf("points %+v", c.batch.Points)
			}
			c.wantSent(`{"pong":1492420473027}`)
			c.receive(pack(strings.Repeat(" ", 2<<20)+`{"s":"a","p":4}`), pack(`{"s":"a","p":5}`)[:12])
			if len(c.batch.Points) != 3 || c.batch.Counts.Unmatched != 2 {
				t.Errorf("a bomb and half a frame: points %+v, counts %+v", c.batch.Points, c.batch.Counts)
			}
			c.receive(pack(`{"s":"a","p":6}`))
			if len(c.batch.Points) != 4 {
				t.Error("nothing is decompressed after a bad frame")
			}
			c.wantLog("a frame cannot be decompressed: ")
		})
	}
}

func TestSplitPrefixAndJSONInsideAreRead(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A]}
frames: {split: "\x1e", end: "\x1e"}
subscribe: {send: {target: "${symbol}"}}
heartbeat: [{type: 6}]
events: [{match: {s: "*"}, label: s, value: p}]
`)
	c.wantSent("{\"target\":\"A\"}\x1e")
	c.wantLog("{\"target\":\"A\"}\x1e")
	c.receive("{\"s\":\"A\",\"p\":1}\x1e{\"type\":6}\x1e", "\x1e\x1e", "{\"s\":\"A\",\"p\":2}")
	if n := c.batch.Counts; n.In != 3 || n.Heartbeats != 1 || len(c.batch.Points) != 2 {
		t.Errorf("counts %+v", n)
	}

	c = open(t, `
url: ws://127.0.0.1:1
frames: {prefix: '^(\d+)(?:/[^,]*,)?'}
hello:
  - wait: {$prefix: "0"}
  - send: "40"
  - {wait: {$prefix: "40"}, fail: {$prefix: "44"}}
reply: [{match: "2", send: "3"}]
heartbeat: ["2", "3"]
events: [{match: {$prefix: "42", $body.0: price}, label: $body.1.sym, value: $body.1.p}]
`)
	c.receive(`0{"sid":"x","pingInterval":25000}`)
	c.wantSent("40")
	c.receive(`40{"sid":"y"}`, `2`, `42["price",{"sym":"A","p":"1.5"}]`, `42/admin,["price",{"sym":"B","p":2}]`, `41`, `4x`)
	c.wantSent("3")
	c.wantState(event.Open)
	if len(c.batch.Points) != 2 || c.batch.Counts.Heartbeats != 1 || c.batch.Counts.Unmatched != 2 {
		t.Errorf("points %+v, counts %+v", c.batch.Points, c.batch.Counts)
	}

	c = open(t, `
url: ws://127.0.0.1:1
frames: {json_in: [payload, payload.deep]}
events: [{match: {event: update}, label: payload.who, value: payload.n, text: payload.deep.says}]
`)
	c.receive(`{"event":"update","payload":"{\"who\":\"a\",\"n\":7,\"deep\":\"{\\\"says\\\":\\\"hi\\\"}\"}"}`,
		`{"event":"update","payload":"{not JSON"}`, `{"event":"update","payload":12}`)
	if len(c.batch.Points) != 1 || c.batch.Points[0].Value != 7 {
		t.Errorf("points %+v", c.batch.Points)
	}
	c.wantLog("0 a hi")
}

func TestEachFansOutAndWhereKeepsSome(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
events:
  - {match: {channel: ticker}, each: events.*.tickers, where: {kind: spot}, label: id, time: $.at, value: price}
`)
	c.receive(`{"channel":"ticker","at":"2026-03-01T12:00:00Z","events":[{"tickers":[{"id":"a","kind":"spot","price":"1"},{"id":"b","kind":"future","price":"2"}]},{"tickers":[{"id":"c","kind":"spot","price":"3"}]}]}`,
		`{"channel":"ticker","events":[]}`, `{"channel":"ticker","events":7}`)
	c.wantLabels("x live", "a label", "c label")
	if n := c.batch.Counts; n.Events != 2 || n.Unmatched != 1 {
		t.Errorf("counts %+v: an empty list is zero events, a scalar is no match", n)
	}
}

func TestAnOldConnectionResumesWhereTheServerSays(t *testing.T) {
	c := begin(t, `
url: ws://127.0.0.1:1/?a=b
reconnect: {match: [{type: move}], url: to, max_age: 1h, resume: {query: since, from: id}}
`)
	c.s.Opened(c.now)
	c.collect()
	c.receive(`{"id":"41"}`, `{"id":"42"}`)
	c.pass(59 * time.Minute)
	if c.hangups != 0 {
		t.Fatal("too early")
	}
	c.pass(time.Minute)
	c.s.Lost(c.now, session.End{})
	c.wantURL("ws://127.0.0.1:1/?a=b&since=42")
	c.wantLog("the connection is 1h old (max_age)")
	c.s.Opened(c.now)
	c.receive(`{"type":"move","to":"wss://elsewhere/x?token=hush"}`)
	c.s.Lost(c.now, session.End{})
	c.wantURL("wss://elsewhere/x?since=42&token=hush")
	for _, line := range c.log {
		if strings.Contains(line, "connecting") && strings.Contains(line, "hush") {
			t.Errorf("a token is in the log: %s", line)
		}
	}
	c.s.Lost(c.now, session.End{Reason: "refused"}) // not there: back to where we were
	c.wantURL("ws://127.0.0.1:1/?a=b&since=42")
}

// wantURL lets time pass until the next attempt.
func (c *conversation) wantURL(want string) {
	c.t.Helper()
	c.collect()
	for range 100 {
		c.s.Tick(c.now)
		if o := c.s.Orders(); o.Dial {
			if o.URL != want {
				c.t.Errorf("dials %s, want %s", o.URL, want)
			}
			return
		}
		c.now = c.now.Add(time.Second)
	}
	c.t.Error("does not dial")
}

func TestUndecodableIsShownBySizeAndHex(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {p: 1}, value: p}]\n")
	c.receive("\xd9\xd9\xf7\xa2aa\x01", "\x00\x01")
	c.wantLog("2 7 bytes, not text: d9 d9 f7 a2 61 61 01")
	if c.batch.Counts.Unmatched != 2 {
		t.Errorf("counts %+v", c.batch.Counts)
	}
}

func TestEveryAlternativeOfFailIsTried(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B, C]}
subscribe:
  send: {sub: "${symbols}", req: "${id}"}
  ack: {ok: true, s: "${symbol}"}
  fail: [{ok: false, s: "${symbol}"}, {ok: false, s: null}]
`)
	c.receive(`{"ok":false,"s":"B"}`)
	c.wantLabels("A requested", "B rejected the server gave no reason", "C requested")
	c.receive(`{"ok":false}`)
	c.wantLabels("A rejected the server gave no reason", "B rejected the server gave no reason", "C rejected the server gave no reason")
}

func TestASubscriptionIsFoundByItsIdAndShownByItsLabel(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [9f1c]}
subscribe: {send: {id: "s${id}", home: "${symbol}"}, ended: {type: complete, id: "s${id}"}, fail: {type: error, id: "s${id}"}}
unsubscribe: {send: {id: "s${sub.id}", type: complete}}
events: [{match: {type: next}, sub: {id: "s${id}"}, label: "=home", value: p}]
`)
	c.receive(`{"type":"next","id":"s1","p":812}`)
	if want := (event.Label{Symbol: "9f1c", Name: "home", State: event.Live, Since: start, StaleAfter: 30 * time.Second}); c.labels.Len() != 1 || *c.labels.At(0) != want {
		t.Errorf("labels %+v", c.labels)
	}
	if err := c.s.Unsubscribe(c.now, "9f1c"); err != nil {
		t.Error(err)
	}
	c.collect()
	c.wantSent(`{"id":"s1","home":"9f1c"}`, `{"id":"s1","type":"complete"}`)
	_ = c.s.Subscribe(c.now, "9f1c")
	c.collect()
	c.receive(`{"type":"complete","id":"s2"}`)
	if c.labels.At(0).State != event.Ended {
		t.Errorf("labels %+v: ended by the server", c.labels)
	}
}

func TestACandleIsKeptThroughAHugeSnapshot(t *testing.T) {
	c := open(t, "kraken", preset.Override{Name: "symbols", Text: "XBT/USD"})
	c.receive(ack("XBT/USD"))
	at := float64(c.now.Unix())
	c.receive(ohlc("XBT/USD", at, at+60, "1"), ohlc("XBT/USD", at, at+60, "2"))
	c.receive(ohlc("XBT/USD", at, at+60, "3"))
	c.s.Lost(c.now, session.End{})
	c.collect()
	if n := len(c.batch.Candles); n != 2 || c.batch.Candles[1].Close != 3 {
		t.Errorf("candles %+v", c.batch.Candles)
	}
}

func TestMatchesKnowParamsAndWhatHelloSaved(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {channel: ticker}
hello: [{wait: {type: welcome}, save: {session: sid}}]
heartbeat: [{beat: "${session}"}]
events: [{match: {channel: "${channel}"}, where: {s: "${session}"}, value: p}]
`)
	c.receive(`{"type":"welcome","sid":"s7"}`, `{"beat":"s7"}`, `{"beat":"s8"}`, `{"channel":"ticker","s":"s7","p":1}`, `{"channel":"trade","s":"s7","p":1}`, `{"channel":"ticker","s":"s9","p":1}`)
	if n := c.batch.Counts; n.Heartbeats != 1 || n.Unmatched != 2 || n.Events != 1 {
		t.Errorf("counts %+v", n)
	}
}

func TestRecordsAreBoundedBehindAFanOut(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {data: \"*\"}, each: data.*, value: p}]\n")
	c.receive(`{"data":[` + strings.Repeat(`{"p":1},`, 100_000) + `{"p":2}]}`)
	if n := c.batch.Counts.Events; n != 1<<16 {
		t.Errorf("%d events of one message", n)
	}
	c.wantLog("more than 65536 records")
	c.receive(`{"data":[` + strings.Repeat(`{"p":1},`, 1<<16-1) + `{"p":2}]}`)
	for _, line := range c.log {
		if strings.Contains(line, "more than") {
			t.Errorf("nothing was left out: %s", line)
		}
	}
}
