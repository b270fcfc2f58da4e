package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestWatchlistLeadsToTheMessage goes from a row of the watchlist to its last message, and from an alert to its row.
func TestWatchlistLeadsToTheMessage(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, append(prices(10), feedtest.Silence(more), feedtest.Send(`{"s":"C","p":"200"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("109.25", "▸A") // in the log, and in the watchlist
	d.keys("tab", "enter") // of A
	d.sees("MESSAGE #", `p: "108.25"`)
	d.keys("esc", "G", ":")
	d.types("alert C > 1")
	d.keys("enter")
	d.sees("alert 1 is set")
	d.command("alert OTHER > 1")
	d.sees("alert 2 is set, and waits: nothing is called OTHER so far")
	close(more)
	d.sees("ALERT 1")
	d.keys("A", "enter") // goes where it was raised
	d.misses("ALERTS")
	if row := d.selected(); !strings.HasPrefix(row, "C ") {
		t.Errorf("the cursor is on %q, and not on the row of the alert", row)
	}
}

// TestKeysThatDoNothingSaySo wants no key to be ignored in silence.
func TestKeysThatDoNothingSaySo(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(3))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("102.25")
	d.keys("x")
	d.sees("x does nothing here: ? shows what does")
	d.keys("tab", "tab", "/") // from the chart too
	d.types("n1")
	d.keys("enter")
	d.sees("/n1 1/1")
	d.keys("esc", "esc", ":")
	d.types("goto 00:00:00.001")
	d.keys("enter")
	d.sees("there is no entry of 00:00:00: the log goes from")
	d.command("goto #999")
	d.sees("the log has the entries from #0 to #")
	d.command("quit now")
	d.sees(":quit has no arguments")
}

// TestFrozenChartStandsStill freezes the screen, lets values come, and draws the chart anew in every way.
func TestFrozenChartStandsStill(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := feedtest.New(t, talk(
		feedtest.Send(`{"s":"A","p":"3.50"}`), feedtest.Silence(release),
		feedtest.Send(`{"s":"A","p":"99.50"}`), feedtest.Send(`{"s":"C","p":"7"}`),
	))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("3.50")
	d.keys("p")
	d.sees("frozen")
	close(release)
	d.wait("the values", func() bool { return d.history().Totals().Counts.Events >= 4 })
	for _, keys := range [][]string{{"v"}, {"v"}, {"v", "v"}, {"tab", "tab", "%"}, {"%"}, {"+"}, {"-"}} {
		d.keys(keys...)
		if screen := d.screen(); strings.Contains(screen, "99.5") || strings.Contains(screen, "+2743") {
			t.Fatalf("after %q the frozen chart has what came later:\n%s", keys, screen)
		}
	}
	d.keys("p")
	d.sees("99.50")
}

// TestFrozenCandlesStandStill does the same with candles that the feed itself has sent.
func TestFrozenCandlesStandStill(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	begin := time.Now().Truncate(time.Minute).Add(-2 * time.Minute)
	candle := func(minute int64, close float64) feedtest.Step {
		return feedtest.Send(fmt.Sprintf(`{"s":"A","p":{"o":10,"h":%v,"l":10,"c":%v,"t":%d}}`, max(10, close), close, begin.Unix()+60*(minute+1)))
	}
	conversation := append(talk()[:3], candle(0, 10), candle(1, 11), feedtest.Silence(release), candle(1, 500), candle(2, 700))
	d := drive(t, withEvents(t, feedtest.New(t, conversation).URL(), `[{match: {s: "*"}, label: s, ohlc: {open: p.o, high: p.h, low: p.l, close: p.c, end: p.t}}]`))
	d.command("window 5m")
	d.focuses(inChart)
	d.keys("z")
	d.command("chart candle")
	d.sees("C 11")
	d.keys("p")
	close(release)
	d.wait("all candles", func() bool { return d.history().Totals().Counts.Events >= 4 })
	d.command("chart line") // has all drawn anew
	d.command("chart candle")
	d.sees("C 11")
	if screen := d.screen(); strings.Contains(screen, "500") || strings.Contains(screen, "700") {
		t.Errorf("the frozen chart has what came later:\n%s", screen)
	}
	d.keys("p")
	d.sees("C 700")
}

// TestKeypad presses a digit that is a key of its own, and no character.
func TestKeypad(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.send(tea.KeyPressMsg{Code: tea.KeyKp1})
	d.says("? help")
	d.send(tea.KeyPressMsg{Code: tea.KeyKp2})
	d.says("there is no feed 2")
}

// TestSeriesOfARow walks through the numbers of one row before those of the next one.
func TestSeriesOfARow(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(4))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("103.25")
	d.command("plot deep.size as size")
	d.sees("size is plotted, with the past in the log")
	d.command("plot size")
	d.sees("size is in the chart")
}

// TestAWatchlistOverTheBodyLeadsToTheMessage is about a window that has no space for the watchlist beside the chart.
func TestAWatchlistOverTheBodyLeadsToTheMessage(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(30)).URL()))
	d.sees("129.25")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.keys("W")
	d.sees("WATCHLIST", "●▸A")
	d.keys("enter")
	d.sees("MESSAGE #")
	d.keys("esc")
	d.misses("MESSAGE #")
	d.sees("LOG")
}
