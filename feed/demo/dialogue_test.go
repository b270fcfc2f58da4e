package demo

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
)

// TestRequestsAreAnsweredAsKrakenDoes holds requests and answers against each other, byte for byte.
// The rate is so low that the market keeps out of it.
func TestRequestsAreAnsweredAsKrakenDoes(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	tests := []struct {
		name string
		say  []string
		want []string // of the answers that are objects
	}{
		{"ping", []string{`{"event":"ping","reqid":1}`}, []string{`{"event":"pong","reqid":1}`}},
		{"ping without reqid", []string{`{"event":"ping"}`}, []string{`{"event":"pong"}`}},
		{
			"a status for each pair",
			[]string{`{"event":"subscribe","reqid":7,"pair":["XBT/USD","FOO/USD","ETH/XBT"],"subscription":{"interval":5,"name":"ohlc"}}`},
			[]string{
				`{"channelID":111,"channelName":"ohlc-5","event":"subscriptionStatus","pair":"XBT/USD","reqid":7,"status":"subscribed","subscription":{"interval":5,"name":"ohlc"}}`,
				`{"errorMessage":"Currency pair not supported FOO/USD","event":"subscriptionStatus","pair":"FOO/USD","reqid":7,"status":"error","subscription":{"interval":5,"name":"ohlc"}}`,
				`{"channelID":811,"channelName":"ohlc-5","event":"subscriptionStatus","pair":"ETH/XBT","reqid":7,"status":"subscribed","subscription":{"interval":5,"name":"ohlc"}}`,
			},
		},
		{
			"subscribe twice, unsubscribe twice",
			[]string{
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"spread"}}`,
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"spread"}}`,
				`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"spread"}}`,
				`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"spread"}}`,
			},
			[]string{
				`{"channelID":103,"channelName":"spread","event":"subscriptionStatus","pair":"XBT/USD","status":"subscribed","subscription":{"name":"spread"}}`,
				`{"channelID":103,"channelName":"spread","event":"subscriptionStatus","pair":"XBT/USD","status":"subscribed","subscription":{"name":"spread"}}`,
				`{"channelID":103,"channelName":"spread","event":"subscriptionStatus","pair":"XBT/USD","status":"unsubscribed","subscription":{"name":"spread"}}`,
				`{"errorMessage":"Subscription Not Found","event":"subscriptionStatus","pair":"XBT/USD","status":"error","subscription":{"name":"spread"}}`,
			},
		},
		{
			"the interval defaults to 1, and unsubscribe without one means all",
			[]string{
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc"}}`,
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":21600}}`,
				`{"event":"unsubscribe","reqid":42,"pair":["XBT/USD"],"subscription":{"name":"ohlc"}}`,
			},
			[]string{
				`{"channelID":110,"channelName":"ohlc-1","event":"subscriptionStatus","pair":"XBT/USD","status":"subscribed","subscription":{"interval":1,"name":"ohlc"}}`,
				`{"channelID":118,"channelName":"ohlc-21600","event":"subscriptionStatus","pair":"XBT/USD","status":"subscribed","subscription":{"interval":21600,"name":"ohlc"}}`,
				`{"channelID":110,"channelName":"ohlc-1","event":"subscriptionStatus","pair":"XBT/USD","reqid":42,"status":"unsubscribed","subscription":{"interval":1,"name":"ohlc"}}`,
				`{"channelID":118,"channelName":"ohlc-21600","event":"subscriptionStatus","pair":"XBT/USD","reqid":42,"status":"unsubscribed","subscription":{"interval":21600,"name":"ohlc"}}`,
			},
		},
		{
			"what is not offered",
			[]string{
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":7}}`,
				`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"candles"}}`,
				`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":-5}}`,
			},
			[]string{
				`{"errorMessage":"Subscription ohlc interval not supported","event":"subscriptionStatus","pair":"XBT/USD","status":"error","subscription":{"interval":7,"name":"ohlc"}}`,
				`{"errorMessage":"Subscription name invalid","event":"subscriptionStatus","pair":"XBT/USD","status":"error","subscription":{"name":"candles"}}`,
				`{"errorMessage":"Subscription ohlc interval not supported","event":"subscriptionStatus","pair":"XBT/USD","status":"error","subscription":{"interval":-5,"name":"ohlc"}}`,
			},
		},
		{
			"malformed, with the reqid if it can be read",
			[]string{`{"event":"dance","reqid":3}`, `{"event":"subscribe","pair":["XBT/USD"]}`},
			[]string{`{"errorMessage":"Malformed request","event":"error","reqid":3}`, malformed},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := dial(t, x, "rate=0.1")
			for _, s := range test.say {
				p.send(s)
			}
			for i, want := range test.want {
				got := p.next()
				for strings.HasPrefix(got, "[") {
					got = p.next()
				}
				if got != want {
					t.Errorf("answer %d:\n got %s\nwant %s", i+1, got, want)
				}
			}
		})
	}
}

const malformed = `{"errorMessage":"Malformed request","event":"error"}`

// TestMalformedRequestsAreAnsweredWithAnError sends what no client should, all on one connection, which
// must still answer afterwards.
func TestMalformedRequestsAreAnsweredWithAnError(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "")
	for _, s := range []string{
		"", " ", "null", "[]", "42", `"subscribe"`, "{", "{}", "{}{}", "hello",
		`{"event":7}`, `{"event":"subscribe"}`, `{"event":"ping","reqid":"x"}`, `{"event":"ping","reqid":99999999999999999999}`,
		`{"event":"subscribe","pair":"XBT/USD","subscription":{"name":"ohlc"}}`,
		`{"event":"subscribe","pair":[],"subscription":{"name":"ohlc"}}`,
		`{"event":"subscribe","pair":[1],"subscription":{"name":"ohlc"}}`,
		`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":5.5}}`,
		`{"event":"subscribe","pair":["XBT/USD"],"subscription":null}`,
		`{"event":"subscribe","pair":[` + strings.Repeat(`"",`, maxPairs) + `""],"subscription":{"name":"ohlc"}}`,
		"{\"event\":\"ping\xff\"}",
		strings.Repeat("[", 10_000),
	} {
		p.send(s)
		if got := p.next(); got != malformed {
			t.Errorf("to %.60q the answer is %s", s, got)
		}
	}
	if err := p.WriteMessage(websocket.BinaryMessage, []byte(`{"event":"ping"}`)); err != nil {
		t.Fatal(err)
	}
	if got := p.next(); got != malformed {
		t.Errorf("to a binary frame the answer is %s", got)
	}
	p.send(`{"event":"ping","reqid":1}`)
	if got := p.next(); got != `{"event":"pong","reqid":1}` {
		t.Errorf("after all that, ping got %s", got)
	}
}

func TestTooLargeRequestEndsTheConnection(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "")
	p.send(strings.Repeat(" ", maxRequest+1))
	_ = p.SetReadDeadline(time.Now().Add(feedtest.Patience))
	if _, payload, err := p.ReadMessage(); err == nil {
		t.Errorf("got %q, want the end", payload)
	}
}

func TestWebSocketPingAndCloseAreAnswered(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "rate=5000")
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	pong := ""
	p.SetPongHandler(func(s string) error { pong = s; return nil })
	if err := p.WriteControl(websocket.PingMessage, []byte("are you there"), time.Now().Add(feedtest.Patience)); err != nil {
		t.Fatal(err)
	}
	for pong == "" {
		p.next()
	}
	if pong != "are you there" {
		t.Errorf("pong %q", pong)
	}
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := p.WriteControl(websocket.CloseMessage, bye, time.Now().Add(feedtest.Patience)); err != nil {
		t.Fatal(err)
	}
	for {
		if _, _, err := p.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
				t.Errorf("closing ended with %v, want the close echoed", err)
			}
			return
		}
	}
}

// TestHeartbeatsAreSentOnlyWithoutData: none before something is subscribed, none while data flows,
// none after the last unsubscribe.
func TestHeartbeatsAreSentOnlyWithoutData(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.heartbeat = 50 * time.Millisecond
	x := startTest(t, quick)
	const beat = `{"event":"heartbeat"}`

	// Silence is shown by comparison: the connection under test has had as much
	// time as another one needed for several heartbeats.
	other := dial(t, x, "rate=0.1")
	other.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	beats := func(n int) {
		for n > 0 {
			if other.next() == beat {
				n--
			}
		}
	}
	beats(1)
	quiet := dial(t, x, "rate=0.1")
	beats(5)
	quiet.send(`{"event":"ping","reqid":1}`)
	if got := quiet.next(); got != `{"event":"pong","reqid":1}` {
		t.Errorf("before anything was subscribed: %s", got)
	}
	quiet.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	for quiet.next() != beat {
	}
	quiet.send(`{"event":"unsubscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	for !strings.Contains(quiet.next(), `"unsubscribed"`) {
	}
	beats(5)
	quiet.send(`{"event":"ping","reqid":2}`)
	if got := quiet.next(); got != `{"event":"pong","reqid":2}` {
		t.Errorf("after the last unsubscribe: %s", got)
	}
}

func TestNoHeartbeatWhileDataFlows(t *testing.T) {
	t.Parallel()
	slow := defaultPace
	slow.heartbeat = 30 * time.Second // far above what the machine can hold up 500 updates for
	x := startTest(t, slow)
	p := dial(t, x, "rate=1000")
	p.send(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"spread"}}`)
	for i := range 500 {
		if got := p.next(); strings.Contains(got, "heartbeat") {
			t.Fatalf("message %d of a busy connection is a heartbeat", i)
		}
	}
}

func TestEveryPairCanBeSubscribed(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "rate=1000")
	names := make([]string, len(pairs))
	for i, p := range pairs {
		names[i] = p.name
	}
	list := `["` + strings.Join(names, `","`) + `"]`
	for _, minutes := range intervals {
		p.send(fmt.Sprintf(`{"event":"subscribe","pair":%s,"subscription":{"name":"ohlc","interval":%d}}`, list, minutes))
	}
	for _, name := range []string{"ticker", "trade", "spread"} {
		p.send(fmt.Sprintf(`{"event":"subscribe","pair":%s,"subscription":{"name":%q}}`, list, name))
	}
	want := len(pairs) * (len(intervals) + 3)
	ids := make(map[string]bool)
	for len(ids) < want {
		got := p.next()
		if strings.Contains(got, `"error"`) {
			t.Fatal(got)
		}
		if id, ok := strings.CutPrefix(got, `{"channelID":`); ok {
			id, _, _ = strings.Cut(id, ",")
			if ids[id] {
				t.Fatalf("channelID %s is given twice", id)
			}
			ids[id] = true
		}
	}
}
