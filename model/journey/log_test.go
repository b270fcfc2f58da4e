//go:build unix

package journey

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

func TestFreezeAndGoLive(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, slices.Concat(
		subscribed(), ticks(1, 5),
		feedtest.Conversation{feedtest.Silence(more)}, ticks(6, 45),
		feedtest.Conversation{feedtest.Silence(nil)},
	))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +5 `, `← A .*"price":5`)
	o.Types("p")
	o.Sees(`(?m)^ ?FROZEN 00:0\d`, `╭ LOG +frozen 00:0\d`, `values frozen`)
	entries := pane(o.Screen(), "LOG")

	close(more)
	o.Sees(`frozen 00:\d\d +\+40 new +G live`)
	balances(t, o, `in 47 = 47 log `)
	frozen := o.Screen()
	if now := pane(frozen, "LOG"); !slices.Equal(now, entries) {
		t.Errorf("the entries of a frozen log were\n%s\nand are\n%s", strings.Join(entries, "\n"), strings.Join(now, "\n"))
	}
	if !regexp.MustCompile(`●▸A +5 `).MatchString(frozen.String()) {
		t.Errorf("a value of the frozen watchlist has changed:\n%s", frozen)
	}

	o.Types("G")
	o.Sees(`▸──── [\d:.]+ while frozen 00:\d\d: 40 messages, A 6(–| to )45 ────`, `← A .*"price":45`, `●▸A +45 `)
	vanishes(t, o, `LOG +frozen`)
	leave(t, o)
}

// TestScrollingPinsTheLogAlone scrolls up in a log that goes on.
func TestScrollingPinsTheLogAlone(t *testing.T) {
	t.Parallel()
	_, config := startExchange(t)
	o := open(t, "--config", config, "demo", "-p", "rate=100")
	o.Sees(`● ETH/USD +[\d,]+\.\d+`)
	balances(t, o, `in [1-9]\d\d = `)
	o.Types("k") // one key: of several, the first pins and the others move the cursor later
	o.Sees(`LOG +at #\d+ +\+[1-9][\d,]* new`)
	entries := pane(o.Screen(), "LOG")
	o.Sees(`LOG +at #\d+ +\+[1-9]\d\d new`)
	if strings.Contains(o.Screen().String(), "frozen") {
		t.Errorf("something is frozen\n%s", o.Screen())
	}
	if now := pane(o.Screen(), "LOG"); !slices.Equal(now, entries) {
		t.Errorf("the entries of a pinned log were\n%s\nand are\n%s", strings.Join(entries, "\n"), strings.Join(now, "\n"))
	}
	o.Types("\x1b[F") // end
	vanishes(t, o, `LOG +at #`)
	leave(t, o)
}

func TestFilterAndSearch(t *testing.T) {
	t.Parallel()
	c := subscribed()
	for price := 1; price <= 8; price++ { // 16 entries, three about the subscription, and two notes, which no filter hides
		c = append(c, tick("A", price), tick("B", 100+price))
	}
	server := feedtest.New(t, append(c, feedtest.Silence(nil)))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`● B +108 `, `← B .*"price":108`)

	o.Types("&\"of\":\"B\",\r")
	o.Sees(`╭ LOG +& "of":"B", +hidden 11 ─`)
	o.Sees(`← B .*"price":101`, `← B .*"price":108`)
	if shown := strings.Join(pane(o.Screen(), "LOG"), "\n"); strings.Contains(shown, "← A ") {
		t.Errorf("entries of A are not hidden:\n%s", shown)
	}

	o.Types("/price\":10[1-3]\r")
	o.Sees(`╭ LOG .* /price":10\[1-3\] +3/3 `, `▸[\d:.]+ ← B .*"price":103`)
	o.Types("N")
	o.Sees(` 2/3 `, `▸[\d:.]+ ← B .*"price":102`)
	o.Types("NN") // around
	o.Sees(` 3/3 `, `▸[\d:.]+ ← B .*"price":103`)
	o.Types("n")
	o.Sees(` 1/3 `, `▸[\d:.]+ ← B .*"price":101`)

	o.Types("\\")
	o.Sees(`╭ LOG .*unfiltered \\ back`, `← A .*"price":1,`, `▸[\d:.]+ ← B .*"price":101`)
	o.Types("\\")
	o.Sees(`hidden 11 `, `▸[\d:.]+ ← B .*"price":101`)

	command(o, "nofilter")
	vanishes(t, o, `hidden \d`)
	command(o, "exclude price.:10")
	o.Sees(`╭ LOG .*!price\.:10 .*hidden 8 `, `← A .*"price":8,`)
	if shown := strings.Join(pane(o.Screen(), "LOG"), "\n"); strings.Contains(shown, "← B ") {
		t.Errorf("entries of B are not hidden:\n%s", shown)
	}
	for _, layer := range []string{`LOG +at #`, `/price`, `hidden \d`} {
		o.Types("\x1b")
		vanishes(t, o, layer)
	}
	leave(t, o)
}

// TestFilterByKey types what is to be hidden after the key, as in less.
func TestFilterByKey(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 3), feedtest.Conversation{feedtest.Silence(nil)}))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`← A .*"price":3`)
	o.Types("&!op.:\r")
	o.Sees(`╭ LOG +!op.: +hidden 3 ─`)
	o.Until("no entry that says op", func(s terminaltest.Screen) bool {
		return !strings.Contains(strings.Join(pane(s, "LOG"), "\n"), `"op":`)
	})
	o.Types("\x1b") // the filter is a layer
	o.Sees(`the log shows everything again`, `"op":"subbed"`)
	leave(t, o)
}
