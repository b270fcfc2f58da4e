//go:build unix

package journey

import (
	"slices"
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

// TestARefusedSubscriptionCanBeRetried subscribes what the server refuses, and tries again.
func TestARefusedSubscriptionCanBeRetried(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, append(subscribed(), tick("A", 1),
		feedtest.Expect(`{"op":"sub","of":["XYZ"]}`),
		feedtest.Send(`{"op":"no","of":"XYZ","why":"pair not found"}`),
		feedtest.Expect(`{"op":"sub","of":["XYZ"]}`),
		feedtest.Send(`{"op":"no","of":"XYZ","why":"not yet"}`),
		feedtest.Expect(`{"op":"sub","of":["XYZ"]}`),
		feedtest.Send(`{"op":"subbed","of":"XYZ"}`),
		tick("XYZ", 7),
		feedtest.Expect(`{"op":"unsub","of":["XYZ"]}`),
		feedtest.Send(`{"op":"unsubbed","of":"XYZ"}`),
		feedtest.Expect(`{"op":"sub","of":["XYZ"]}`),
		feedtest.Send(`{"op":"subbed","of":"XYZ"}`),
	))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +1 `)
	o.Types("s")
	o.Sees(`╭ SUBSCRIBE on ticker`, `symbol: `)
	o.Types("XYZ")
	o.Sees(`symbol: XYZ`, `enter asks the server for it`)
	o.Types("\r")
	o.Sees(`✗ XYZ +rejected: pair not found`, `━━━━ [\d:.]+ XYZ rejected: pair not found ━━━━`)

	o.Types("\tjj")
	o.Sees(`✗▸XYZ`, `r try again`)
	o.Types("r")
	o.Sees(`✗▸XYZ +rejected: not yet`)
	o.Types("r")
	o.Sees(`●▸XYZ +7 `, `← XYZ .*"price":7`)

	o.Types("u")
	o.Sees(`○▸XYZ +off`)
	o.Types("s")
	o.Sees(`╭ SUBSCRIBE on ticker`, `▸ XYZ`)
	o.Types("x\r") // what is known is found by a part of it
	o.Sees(`◔▸XYZ`)
	leave(t, o)
	server.Wait()
}

// TestFeedsOpenAndCloseWhileOthersRun opens and closes feeds while others run, with a command line that helps.
func TestFeedsOpenAndCloseWhileOthersRun(t *testing.T) {
	t.Parallel()
	_, config := startExchange(t)
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 3), feedtest.Conversation{feedtest.Silence(nil)}))
	addTicker(t, config, server.URL())
	home := t.TempDir()
	start := func() *terminaltest.Operator {
		program := sockeye(t, "--config", config, "demo")
		program.Env = append(program.Env, "HOME="+home)
		return terminaltest.Start(t, program, window120)
	}

	o := start()
	o.Sees(`\[1 demo OPEN\]`, `● ETH/USD +[\d,]+\.\d+`)
	command(o, "opne ticker")
	o.Sees(`no command :opne, did you mean :open\?`)
	command(o, "open tickr")
	o.Sees(`no preset tickr, did you mean ticker\?`)
	o.Types(":op\t")
	o.Sees(`(?m)^:open `)
	o.Types(" tic\t")
	o.Sees(`(?m)^:open +ticker `)
	o.Types("\r")
	o.Sees(`1 demo OPEN +\[2 ticker OPEN`, `← A .*"price":3`)
	command(o, "mark here")
	o.Sees(`──── [\d:.]+ mark here ────`)
	command(o, "close")
	o.Sees(`1 demo OPEN +\[2 ticker CLOSED since [\d:]{8}\]`, `closed by the operator; R opens it again`)
	command(o, "close")
	o.Sees(`\[1 demo OPEN\]`, `● ETH/USD +[\d,]+\.\d+`)
	vanishes(t, o, `ticker (OPEN|CLOSED)`)
	leave(t, o)

	o = start()
	o.Sees(`\[1 demo OPEN\]`)
	o.Types(":\x1b[A")
	o.Sees(`(?m)^:close`)
	o.Types("\x1b[A\x1b[A")
	o.Sees(`(?m)^:open +ticker`)
	o.Types("\x1b[B")
	o.Sees(`(?m)^:mark here`)
	o.Types("\x1b")
	vanishes(t, o, `(?m)^:mark`)
	leave(t, o)
}

// TestFeedsOverview begins with five feeds, of which one is lost: it comes first, and the cursor goes to another one.
func TestFeedsOverview(t *testing.T) {
	t.Parallel()
	_, config := startExchange(t)
	o := open(t, "--config", config, "demo", "demo", "demo", "demo", "ws://127.0.0.1:1")
	o.Sees(`╭ FEEDS +1 of 5 not well`, ` feed +state +since `, `│.5 127\.0\.0\.1:1 +RETRY \d+s +[\d:]{8} `, `│▸1 demo +OPEN +[\d:]{8} `)
	for _, size := range [][2]int{{80, 24}, {40, 12}, {200, 60}, {120, 36}} {
		o.Resize(size[0], size[1])
		o.Sees(`╭ FEEDS `, `│.5 127\.0\.0\.1:1 +RETRY`, `│▸1 demo +OPEN`)
	}
	o.Types("j\r")
	o.Sees(`\[2 demo#2 OPEN`, `●▸XBT/USD`)
	o.Types("0")
	o.Sees(`│▸2 demo#2 +OPEN`)
	o.Types("\x1b")
	o.Sees(`●▸XBT/USD`)
	leave(t, o)
}
