//go:build unix

package journey

import (
	"strings"
	"testing"

	"sockeye/feed/demo"
)

// TestTheFirstMinute watches, subscribes and unsubscribes, loses the server, and has it back with what was subscribed.
func TestTheFirstMinute(t *testing.T) {
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
	o.Types("\x1a")
	o.Sees(`not suspended: there is no shell`) // which could continue it

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
