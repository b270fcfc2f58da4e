//go:build unix

package journey

import (
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// TestAFeedThatDiesLeavesTheOtherRunning has two feeds, and kills the server of one of them.
func TestAFeedThatDiesLeavesTheOtherRunning(t *testing.T) {
	t.Parallel()
	_, config := startExchange(t)
	dying := feedtest.New(t,
		append(subscribed(), tick("A", 1), feedtest.Expect(`{"op":"sub","of":["C"]}`), feedtest.Send(`{"op":"subbed","of":"C"}`),
			feedtest.Expect(`{"op":"unsub","of":["B"]}`), feedtest.Send(`{"op":"unsubbed","of":"B"}`)),
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","of":["A","C"]}`),
			feedtest.Send(`{"op":"subbed","of":"A"}`),
			feedtest.Send(`{"op":"subbed","of":"C"}`),
			tick("C", 3),
			feedtest.Silence(nil),
		},
	)
	addTicker(t, config, dying.URL(), "    reconnect: {min: 2s, max: 2s}")
	o := open(t, "--config", config, "demo", "ticker")
	o.Sees(`\[1 demo OPEN\]`, `2 ticker OPEN`, `● ETH/USD +[\d,]+\.\d+`)
	o.Types("2")
	o.Sees(`1 demo OPEN +\[2 ticker OPEN`, `●▸A +1 `)
	command(o, "sub C")
	o.Sees(`◔ C`)
	command(o, "unsub B")
	o.Sees(`○ B +off`)

	dying.Stop()
	o.Sees(`1 demo OPEN +\[2 ticker RETRY [12]s, down since [\d:]{8}\]`, `connection lost: `, `retry 1 in `)
	o.Types("1")
	o.Sees(`\[1 demo OPEN\] +2 ticker RETRY \d+s`, `● ETH/USD +[\d,]+\.\d+ .* 0s│`)
	o.Until("more data on the first", more(o.Screen()))
	o.Types("2")
	o.Sees(`cannot connect: .* connection refused`)

	dying.Restart()
	o.Sees(`1 demo OPEN +\[2 ticker OPEN`, `reconnects 1`, `◔▸A`, `○ B +off`, `● C +3 `)
	dying.Wait()
	leave(t, o)
}

// more returns what reports that the log of another screen has gone on.
func more(before terminaltest.Screen) func(terminaltest.Screen) bool {
	last := func(s terminaltest.Screen) string {
		lines := pane(s, "LOG")
		return lines[len(lines)-1]
	}
	return func(now terminaltest.Screen) bool { return last(now) != last(before) }
}
