//go:build unix

package journey

import (
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"sockeye/feed/demo"
	"sockeye/feed/feedtest"
)

func TestJourney(t *testing.T) {
	t.Parallel()
	exchange, config := startExchange(t)
	address := strings.TrimPrefix(exchange.URL(), "ws://")
	// So few data that the exchange sends heartbeats between them.
	o := open(t, "--config", config, "demo", "-p", "rate=0.5", "--symbols", "XBT/USD,ETH/USD")

	o.Sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`, `● ETH/USD +[\d,]+\.\d+`, `\d  XBT/USD +[\d,]+\.\d+  `, `reconnects 0`)
	balances(t, o, `in [\d,]+ = [\d,]+ log \+ [1-9][\d,]* beats \+ 0 dropped`)

	o.Types(":sub ADA/USD\r")
	o.Sees(`→ ADA/USD {"event":"subscribe","pair":\["ADA/USD"\]`, `● ADA/USD +0\.\d+`)
	o.Types("\tj") // the watchlist, one down
	o.Sees(`●▸ETH/USD`)
	o.Types("u")
	o.Sees(`○▸ETH/USD +off`)

	exchange.Close()
	o.Sees(`\[1 demo RETRY \d+s, down since [\d:]{8}\]`, `connection lost: the server hung up without a close frame`)
	o.Sees(`\[1 demo RETRY \d+s, down since [\d:]{8}\]`, `cannot connect: dial tcp `+address+`: connect: connection refused`)

	exchange, err := demo.Start(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exchange.Close() })
	o.Sees(`\[1 demo OPEN\]`, `reconnects 1`, `→ {"event":"subscribe","pair":\["XBT/USD","ADA/USD"\]`)
	o.Sees(`● XBT/USD +[\d,]+\.\d+`, `○▸ETH/USD +off`, `● ADA/USD +0\.\d+`)

	if strings.Contains(o.Written(), `"heartbeat"`) {
		t.Error("a heartbeat is on the screen")
	}
	leave(t, o)
}

func TestWire(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t,
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
			feedtest.Send(`{"op":"subbed","of":"A"}`),
			feedtest.Send(`{"op":"subbed","of":"B"}`),
			feedtest.Send(`{"of":"A","price":"1.50"}`),
			feedtest.Expect(`{"op":"sub","of":["C"]}`),
			feedtest.Send(`{"op":"subbed","of":"C"}`),
			feedtest.Expect(`{"op":"unsub","of":["A"]}`),
			feedtest.Send(`{"op":"unsubbed","of":"A"}`),
			feedtest.Silence(nil),
		},
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","of":["B","C"]}`),
			feedtest.Send(`{"op":"subbed","of":"B"}`),
			feedtest.Send(`{"op":"subbed","of":"C"}`),
			feedtest.Send(`{"of":"C","price":"2.50"}`),
			feedtest.Expect(`{"op":"unsub","of":["B","C"]}`),
			feedtest.Send(`{"op":"unsubbed","of":"B"}`),
			feedtest.Send(`{"op":"unsubbed","of":"C"}`),
			feedtest.ExpectClose(websocket.CloseNormalClosure),
		},
	)
	o := open(t, "--config", tickerConfig(t, server.URL(), "    reconnect: {min: 500ms, max: 500ms}"), "ticker")
	o.Sees(`\[1 ticker OPEN`, `●▸A +1\.50`, `[●◔] B`)
	o.Types(":sub C\r")
	o.Sees(`◔ C`)
	o.Types("u")
	o.Sees(`○▸A +off`)

	server.Stop()
	o.Sees(`ticker RETRY \d+s`)
	server.Restart()
	o.Sees(`\[1 ticker OPEN`, `reconnects 1`, `○▸A +off`, `[●◔] B`, `● C +2\.50`)

	o.Types("U")
	o.Sees(`Unsubscribe all 2 on ticker \(B, C\)\?`)
	o.Types("n")
	o.Sees(`\? help`, `[●◔] B`, `● C`)
	o.Types("U")
	o.Sees(`Unsubscribe all 2 on ticker`) // so nothing has been unsubscribed
	o.Types("y")
	o.Sees(`○ B +off`, `○ C +off`)
	leave(t, o)
	server.Wait()
}

func TestStale(t *testing.T) {
	t.Parallel()
	beat, data := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
		feedtest.Send(`{"op":"subbed","of":"A"}`),
		feedtest.Send(`{"op":"subbed","of":"B"}`),
		feedtest.Send(`{"of":"A","price":1}`),
		feedtest.Silence(beat),
		feedtest.Send(`{"op":"beat"}`),
		feedtest.Send(`{"op":"beat"}`),
		feedtest.Silence(data),
		feedtest.Send(`{"of":"A","price":2}`),
	})
	o := open(t, "--config", tickerConfig(t, server.URL(), "    stale: 2s"), "ticker")
	o.Sees(`\[1 ticker OPEN`, `●▸A +1 `)
	o.Sees(`\[1 ticker STALE`, `◑▸A +1 .*stale`, `stale: no data for 2s on `)
	balances(t, o, ` 0 beats`)
	close(beat)
	balances(t, o, ` 2 beats`)
	o.Sees(`\[1 ticker STALE`, `◑▸A`)
	close(data)
	o.Sees(`\[1 ticker OPEN`, `●▸A +2 `)
	balances(t, o, ` 2 beats`)
	leave(t, o)
}
