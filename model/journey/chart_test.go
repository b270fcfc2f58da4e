//go:build unix

package journey

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// TestAnyNumberCanBePlotted charts a number that the preset does not name, from the inspector and by command.
func TestAnyNumberCanBePlotted(t *testing.T) {
	t.Parallel()
	more, still := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, slices.Concat(
		subscribed(), ticks(1, 2),
		feedtest.Conversation{feedtest.Silence(more)}, ticks(11, 15),
		feedtest.Conversation{feedtest.Silence(still)}, ticks(21, 25),
		feedtest.Conversation{feedtest.Silence(nil)},
	))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`╭ A .*window`, `← A .*"price":2`)
	o.Types("k\r")
	o.Sees(`╭ MESSAGE #`, `price: 1`, `depth: 1001`)
	o.Types("jjjj")
	o.Sees(`›[ ▾▸]* depth: 1001`)
	o.Types("P")
	o.Sees(`book\.depth is plotted, with the past in the log`)
	o.Types("\x1b")
	vanishes(t, o, `╭ MESSAGE #`)
	o.Types("G")
	close(more)
	o.Sees(`╭ A book\.depth `, `◀ 1,015`, `(?m)^│1,001┤`, `(?m)^│1,015┤`)

	command(o, "unplot book.depth")
	command(o, "plot book.depth as depth")
	o.Sees(`depth is plotted, with the past in the log`)
	close(still)
	o.Sees(`╭ A depth `, `◀ 1,025`)
	leave(t, o)
}

// TestAGapIsInTheLogTheChartAndTheHeader has a feed lose messages: the log, the chart and the header say so.
func TestAGapIsInTheLogTheChartAndTheHeader(t *testing.T) {
	t.Parallel()
	// A candle of five seconds stands in their middle, and what is hatched are the last three seconds before the gap was seen.
	// So the word that is written there has space if that is where such candles meet, on a busy machine too.
	c := append(subscribed(), feedtest.Do(func() { time.Sleep(untilNext(5*time.Second, 3900*time.Millisecond)) }))
	for seq := range 5 {
		c = append(c, numbered(seq), rest(20*time.Millisecond))
	}
	c = append(c, rest(3*time.Second), numbered(20)) // in the meantime, 15 messages were lost
	for seq := range 4 {
		c = append(c, rest(20*time.Millisecond), numbered(21+seq))
	}
	server := feedtest.New(t, append(c, feedtest.Silence(nil)))
	wide := terminaltest.Terminal{Columns: 240, Rows: 70}
	o := terminaltest.Start(t, sockeye(t, "--config", tickerConfig(t, server.URL(), "    seq: {at: seq, step: 1}"), "ticker"), wide)
	o.Sees(`\[1 ticker OPEN`)
	command(o, "window 15s")
	command(o, "candle 5s")
	command(o, "chart candle")
	o.Sees(`╭ A .*candle 5s +window 15s`, `GAP seq 4 to 20, 15 lost`, `gaps 1 `)
	o.Sees(`░ ?gap ?░`, `[┃█╻╹━]`, `"seq":24`)
	o.Types("E")
	o.Sees(`▸┄+ [\d:.]+ GAP seq 4 to 20, 15 lost`, `LOG +at #\d+`)
	o.Types("G")
	vanishes(t, o, `LOG +at #\d+`)
	leave(t, o)
}

// numbered is a price with a number in sequence.
func numbered(seq int) feedtest.Step {
	return feedtest.Send(fmt.Sprintf(`{"of":"A","price":%d,"seq":%d}`, 100+seq%7, seq))
}

// rest has a server do nothing for some time, which is then to be seen in the chart.
func rest(length time.Duration) feedtest.Step {
	return feedtest.Do(func() { time.Sleep(length) })
}

// untilNext returns how long it is until a moment within a period, which begins on the clock.
func untilNext(period, moment time.Duration) time.Duration {
	now := time.Now()
	return (now.Truncate(period).Add(period + moment).Sub(now)) % period
}
