package demo

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
)

// TestDropClosesConnections in simulated time: over TCP, what was not read of the client would make a reset of it.
func TestDropClosesConnections(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		pipes := feedtest.NewPipes()
		x := serve(pipes, defaultPace)
		defer x.Close()
		for range 2 { // every connection
			begun := time.Now()
			p := dialBy(t, &websocket.Dialer{NetDialContext: pipes.Connect}, x, "fault=drop&rate=100")
			p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
			for {
				_, _, err := p.ReadMessage()
				if err == nil {
					continue
				}
				if !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) || time.Since(begun) != defaultPace.dropAfter {
					t.Errorf("after %v the connection ended with %v, want an end without a close frame", time.Since(begun), err)
				}
				break
			}
		}
	})
}

// TestStallStopsDataAndKeepsHeartbeats sees two cycles: data, and only heartbeats while requests are
// answered.
func TestStallStopsDataAndKeepsHeartbeats(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.heartbeat = 20 * time.Millisecond
	quick.stallData = 100 * time.Millisecond
	quick.stallSilence = 300 * time.Millisecond
	x := startTest(t, quick)
	p := dial(t, x, "fault=stall&rate=2000")
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	for range 2 {
		p.nextData(`"trade","XBT/USD"]`)
		beats := 0
		for beats < 5 { // in a row; the machine may hold up data for one or two
			if p.next() == `{"event":"heartbeat"}` {
				beats++
			} else {
				beats = 0
			}
		}
		p.send(`{"event":"ping","reqid":5}`)
		for p.next() != `{"event":"pong","reqid":5}` {
		}
	}
}

// TestASubscribeBringsItsCandleInAStall and nothing after it: only who waits for more sees that data has stopped.
func TestASubscribeBringsItsCandleInAStall(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.heartbeat = 20 * time.Millisecond
	quick.stallData = time.Hour
	quick.stallSilence = time.Hour
	x := startTest(t, quick)
	p := dial(t, x, "fault=stall")
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	for p.next() != `{"event":"heartbeat"}` {
	}
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc"}}`)
	p.nextData(`"ohlc-1","XBT/USD"]`)
	for range 5 {
		if got := p.next(); got != `{"event":"heartbeat"}` {
			t.Errorf("in a stall comes %s", got)
		}
	}
}

// TestGapLeavesUpdatesOut counts what is left out by the counts of a candle, and by the numbers of the messages.
func TestGapLeavesUpdatesOut(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.gapEvery = 50 * time.Millisecond  // 50 updates
	quick.gapLength = 20 * time.Millisecond // 20 updates
	x := startTest(t, quick)
	p := dial(t, x, "fault=gap&rate=1000")
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":21600}}`)
	count := func() int {
		var fields []any
		var n int
		if err := json.Unmarshal([]byte(p.nextData("]")), &[]any{nil, &fields}); err != nil {
			t.Fatal(err)
		}
		n = int(fields[8].(float64))
		if number := int(fields[9].(float64)); n-number != warmUp-1 {
			t.Fatalf("message %d has the count %d", number, n)
		}
		return n
	}
	last := count() // the candle that comes with the subscription
	jumps, since := 0, 0
	for jumps < 3 {
		next := count()
		switch next - last {
		case 1:
			since++
		case 21:
			if since != 50 && jumps == 0 || since != 49 && jumps > 0 {
				t.Errorf("%d updates before jump %d, want 50 in all", since, jumps)
			}
			jumps++
			since = 0
		default:
			t.Fatalf("the count went from %d to %d", last, next)
		}
		if since > 200 {
			t.Fatal("no gap")
		}
		last = next
	}
}

// TestGarbageComesBetweenData gets every kind, between data that goes on.
func TestGarbageComesBetweenData(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.garbageEvery = 20 * time.Millisecond
	x := startTest(t, quick)
	p := dial(t, x, "fault=garbage&rate=1000")
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	var binary, notJSON, notUTF8, escape, unknown, data bool
	_ = p.SetReadDeadline(time.Now().Add(feedtest.Patience))
	for !binary || !notJSON || !notUTF8 || !escape || !unknown || !data {
		kind, payload, err := p.ReadMessage()
		if err != nil {
			t.Fatalf("binary %t, not JSON %t, not UTF-8 %t, escape %t, unknown %t, data %t; then %v", binary, notJSON, notUTF8, escape, unknown, data, err)
		}
		switch text := string(payload); {
		case kind == websocket.BinaryMessage:
			binary = true
		case !utf8.Valid(payload):
			notUTF8 = true
		case strings.Contains(text, "\x1b"):
			escape = true
		case strings.Contains(text, `"event":"weather"`):
			unknown = json.Valid(payload)
		case !json.Valid(payload):
			notJSON = true
		case strings.HasSuffix(text, `"trade","XBT/USD"]`):
			data = binary
		}
	}
}

func TestRejectRefusesASubscription(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "fault=reject&rate=0.1")
	p.send(`{"event":"subscribe","pair":["ETH/USD","XBT/USD"],"subscription":{"name":"spread"}}`)
	for _, want := range []string{
		`{"errorMessage":"Market is closed for maintenance","event":"subscriptionStatus","pair":"ETH/USD","status":"error","subscription":{"name":"spread"}}`,
		`{"channelID":103,"channelName":"spread","event":"subscriptionStatus","pair":"XBT/USD","status":"subscribed","subscription":{"name":"spread"}}`,
	} {
		if got := p.next(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestAFaultAffectsItsConnectionOnly: a connection without a fault is not touched by one
// with it.
func TestAFaultAffectsItsConnectionOnly(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.dropAfter = time.Millisecond
	x := startTest(t, quick)
	healthy := dial(t, x, "rate=1000")
	healthy.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	dropped := dial(t, x, "fault=drop")
	_ = dropped.SetReadDeadline(time.Now().Add(feedtest.Patience))
	if _, _, err := dropped.ReadMessage(); err == nil {
		t.Error("the connection with the fault is not dropped")
	}
	for range 100 {
		healthy.nextData(`"trade","XBT/USD"]`)
	}
}

// TestCheckReturnsTheErrorOfTheExchange compares it with the answer to a handshake.
func TestCheckReturnsTheErrorOfTheExchange(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	for _, query := range []string{"rate=0", "rate=NaN", "seed=x", "fault=fire", "fault=drop&fault=gap", "speed=1", "rate=%zz"} {
		err := Check(x.URL() + "/?" + query)
		if err == nil {
			t.Errorf("%s is not refused", query)
			continue
		}
		_, response, dialled := websocket.DefaultDialer.Dial(x.URL()+"/?"+query, nil)
		if dialled == nil || response == nil {
			t.Fatalf("%s: %v", query, dialled)
		}
		answer, _ := io.ReadAll(response.Body)
		if got := strings.TrimSpace(string(answer)); got != err.Error() || response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: the exchange answers %d %q, Check says %q", query, response.StatusCode, got, err)
		}
	}
	for _, query := range []string{"", "rate=0.1&seed=-7&fault=none"} {
		if err := Check(x.URL() + "/?" + query); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	}
}

// TestMutedSubscriptionsAreAcknowledgedAndHaveNoData counts heartbeats, which come only in silence, while data of others goes on.
func TestMutedSubscriptionsAreAcknowledgedAndHaveNoData(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.heartbeat = 20 * time.Millisecond
	for fault, speaks := range map[string]bool{"mute": true, "quiet": false} {
		p := dial(t, startTest(t, quick), "rate=100&fault="+fault)
		for _, channel := range []string{"ohlc", "trade"} {
			p.send(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"` + channel + `"}}`)
		}
		acks, data, beats := 0, 0, 0
		for acks < 4 || beats+data < 50 {
			switch text := p.next(); {
			case strings.Contains(text, `"subscribed"`):
				acks++
			case text == `{"event":"heartbeat"}`:
				beats++
			case strings.Contains(text, `"XBT/USD"]`):
				data++
			case strings.Contains(text, `"ETH/USD"]`):
				t.Fatalf("%s: ETH/USD has data: %s", fault, text)
			}
		}
		if speaks != (data > 0) {
			t.Errorf("%s: %d messages of XBT/USD", fault, data)
		}
	}
}
