package model

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model/layout"
	"sockeye/widgets/chart"
)

// TestWatchlistLeadsToTheMessage goes from a row of the watchlist to its last message, and from an alert to its row.
func TestWatchlistLeadsToTheMessage(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(10))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("109.25", "▸A") // in the log, and in the watchlist
	d.keys("tab", "enter") // of A
	d.sees("MESSAGE #", `p: "108.25"`)
	d.keys("esc", "G", ":")
	d.types("alert C > 1")
	d.keys("enter")
	d.sees("alert 1 is set")
	d.keys(":")
	d.types("alert OTHER > 1")
	d.keys("enter")
	d.sees("alert 2 is set, and waits: nothing is called OTHER so far")
	d.m.list().ChartRow(2) // as from an alert
	d.keys("u")
	d.wait("what the cursor is on to be what u acts on", func() bool {
		i, _ := d.m.tab().List.Selected()
		return d.m.tab().Tab.Rows.At(d.m.tab().Tab.Selected()) == i
	})
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
	d.keys(":")
	d.types("goto #999")
	d.keys("enter")
	d.sees("the log has the entries from #0 to #")
	d.keys(":")
	d.types("quit now")
	d.keys("enter")
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
	d.wait("the values", func() bool { return d.m.tab().Tab.History().Totals().Counts.Events >= 4 })
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
	m := quiet(t, 120, 36)
	alpha := m.tabs.All[0]
	first := busy(1)
	alpha.Tab.History().Add(time.Now(), first)
	m.Update(batchMsg{tab: alpha, batch: first})
	begin := time.Now().Truncate(time.Minute).Add(-2 * time.Minute)
	show := func(minute int64, close float64) {
		b := *first
		b.Points, b.Candles = nil, append(b.Candles, candle(begin.Add(time.Duration(minute)*time.Minute), close))
		alpha.Tab.History().Add(time.Now(), &b)
		m.Update(batchMsg{tab: alpha, batch: &b})
		m.refresh()
	}
	m.window, m.shape.Focus, m.shape.Zoomed = 5*time.Minute, layout.Chart, true
	alpha.Tab.Chart.Kind, alpha.Tab.Chart.Own = chart.Candles, true
	m.arrange()
	show(0, 10)
	show(1, 11)
	m.Update(tea.KeyPressMsg{Code: 'p', Text: "p"})
	frozen := alpha.Chart.View()
	if !strings.Contains(frozen, "C 11") {
		t.Errorf("the chart has not the running candle\n%s", ansi.Strip(frozen))
	}
	show(1, 500)
	show(2, 700)
	if alpha.Chart.View() != frozen {
		t.Errorf("frozen as\n%s\nand the chart has what came later\n%s", ansi.Strip(frozen), ansi.Strip(alpha.Chart.View()))
	}
	m.Update(tea.KeyPressMsg{Code: 'p', Text: "p"})
	if now := ansi.Strip(alpha.Chart.View()); !strings.Contains(now, "C 700") {
		t.Errorf("live again, the chart has not the newest candle\n%s", now)
	}
}

// candle is one of a minute that has gone from 10 to a value.
func candle(begin time.Time, close float64) event.Candle {
	return event.Candle{
		Begin: begin.UnixNano(), End: begin.Add(time.Minute).UnixNano(), Open: 10, High: max(10, close), Low: min(10, close), Close: close,
	}
}

// TestKeypad presses a digit that is a key of its own, and no character.
func TestKeypad(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	m.Update(tea.KeyPressMsg{Code: tea.KeyKp1})
	if m.notices.Text != "" {
		t.Errorf("the first feed: %s", m.notices.Text)
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyKp2})
	if m.notices.Text != "there is no feed 2" {
		t.Errorf("the second feed: %q", m.notices.Text)
	}
}

// TestSeriesOfARow walks through the numbers of one row before those of the next one.
func TestSeriesOfARow(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(4))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("103.25")
	d.keys(":")
	d.types("plot deep.size as size")
	d.keys("enter")
	d.sees("size is plotted, with the past in the log")
	d.keys(":")
	d.types("plot size")
	d.keys("enter")
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
	d.wait("a row to be selected", func() bool { return d.m.tab().At(time.Now()).Row() != nil })
	d.keys("enter")
	d.sees("MESSAGE #")
	d.keys("esc")
	d.misses("MESSAGE #")
	d.sees("LOG")
}
