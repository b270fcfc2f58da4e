package model_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/feedtest"
	"sockeye/model"
)

func TestScreenShowsAFeed(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(feedtest.Send(`{"op":"beat"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("[1 alpha OPEN", "●▸A", "1.50", "✗ B", "rejected: not ␛[31mtoday", `{"s":"A","p":"1.50"}`, `→ {"op":"sub","args":["A","B"]}`)
	d.wait("the age of the heartbeat", func() bool { return regexp.MustCompile(`heartbeat \d`).MatchString(d.screen()) })
	d.command("balance")
	d.sees("+ 1 beats +")
	if strings.Contains(d.screen(), `"beat"`) {
		t.Errorf("a heartbeat is in the log:\n%s", d.screen())
	}
}

func TestEverySizeHoldsItsShape(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	shape := func(what string, width, height int) {
		t.Helper()
		d.send(tea.WindowSizeMsg{Width: width, Height: height})
		content := d.m.View().Content
		if width <= 0 || height <= 0 {
			if content != "" {
				t.Errorf("%s at %dx%d is not empty", what, width, height)
			}
			return
		}
		lines := strings.Split(content, "\n")
		if len(lines) != height {
			t.Errorf("%s at %dx%d has %d lines", what, width, height, len(lines))
		}
		for i, line := range lines {
			if w := ansi.StringWidth(line); w != width {
				t.Errorf("%s at %dx%d: line %d is %d wide: %q", what, width, height, i, w, ansi.Strip(line))
				return
			}
		}
	}
	for what, keys := range map[string][]string{
		"the screen": nil, "help": {"?"}, "the prompt": {":"}, "the picker": {"s"}, "the question": {"q"}, "the watchlist": {"W"}, "zoom": {"z"},
		"a complaint": {"9"},
	} {
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.keys(keys...)
		for width := -1; width < 140; width += 1 + width/6 {
			for height := -1; height < 44; height += 1 + height/4 {
				shape(what, width, height)
			}
		}
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		if what == "zoom" || what == "the watchlist" {
			d.keys(keys...) // end what they began
		}
		d.keys("esc", "esc")
	}
}

func TestFreezeAndLive(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	steps := []feedtest.Step{feedtest.Do(func() { <-more })}
	for i := range 40 {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"A","p":"%d.25"}`, 100+i)))
	}
	server := feedtest.New(t, talk(steps...))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50", "✗ B")
	d.keys("p")
	d.sees("LOG  frozen")
	close(more)
	d.sees("+40 new")
	if strings.Contains(d.screen(), "139.25") {
		t.Errorf("a frozen screen shows what is new:\n%s", d.screen())
	}
	d.keys("G")
	d.misses("LOG  frozen")
	d.sees(`{"s":"A","p":"139.25"}`, "139.25 ", "while frozen 00:", ": 40 messages, A ", "to 139.25")
	d.keys("p", "p")
	if strings.Contains(d.screen(), ": 0 messages") {
		t.Errorf("nothing was missed, and that is said:\n%s", d.screen())
	}
	d.keys("tab", "p") // from the watchlist as well
	d.sees("LOG  frozen")
}

func TestScrollingAndInspectingFreezeNothing(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(30)).URL()))
	d.sees("129.25")
	d.sees("●▸A") // a row is selected
	for _, test := range []struct {
		keys, back []string
	}{
		{[]string{"k"}, []string{"esc"}},
		{[]string{"k"}, []string{"G"}},
		{[]string{"space"}, []string{"esc"}},
		{[]string{"enter"}, []string{"esc"}},
		{[]string{"enter", "K"}, []string{"esc"}},
		{[]string{"k", "enter"}, []string{"esc", "esc"}},
		{[]string{"tab", "enter"}, []string{"esc"}},
	} {
		d.keys(test.keys...)
		if strings.Contains(strings.ToLower(d.screen()), "frozen") {
			t.Errorf("%q: the screen is frozen:\n%s", test.keys, d.screen())
		}
		for _, key := range test.back {
			if d.live() {
				t.Errorf("%q: the log is live before %q", test.keys, key)
			}
			d.keys(key)
		}
		if !d.live() || strings.Contains(d.screen(), "MESSAGE #") {
			t.Errorf("%q: after %q the log is not live", test.keys, test.back)
		}
	}
}

func TestSubscribeAndUnsubscribe(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(
		feedtest.Expect(`{"op":"sub","args":["C/D"]}`), feedtest.Send(`{"op":"subbed","s":"C/D"}`),
		feedtest.Expect(`{"op":"sub","args":["B"]}`), feedtest.Send(`{"op":"subbed","s":"B"}`),
		feedtest.Expect(`{"op":"unsub","args":["A"]}`), feedtest.Send(`{"op":"unsubbed","s":"A"}`),
		feedtest.Expect(`{"op":"sub","args":["A"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`),
		feedtest.Expect(`{"op":"unsub","args":["A","B","C/D"]}`),
	))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("●▸A", "✗ B", "1.50")
	d.keys("s")
	d.sees("SUBSCRIBE on alpha", "▸ B")
	d.types("C/D")
	d.sees("nothing known by this name")
	d.keys("enter")
	d.sees("◔ C/D", "no data for")
	d.keys("s")
	d.types("b")
	d.keys("enter") // the one that matches
	d.sees("◔ B")
	d.keys("u")
	d.sees("○▸A", "off")
	d.keys("tab", "space") // on the watchlist, space toggles
	d.sees("◔▸A")
	d.keys("U")
	d.sees("Unsubscribe all 3 on alpha (A, B, C/D)?")
	d.keys("n")
	d.misses("Unsubscribe all")
	d.keys("U", "U")
	d.sees("unsubscribing")
	server.Wait()
}

func TestRejectedIsTriedAgain(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(feedtest.Expect(`{"op":"sub","args":["B"]}`), feedtest.Send(`{"op":"subbed","s":"B"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("✗ B", "1.50")
	d.keys("tab", "r")
	d.sees("only a subscription that was rejected, ended, not sent or not answered")
	d.keys("j", "r")
	d.sees("◔▸B")
}

func TestCommands(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(
		feedtest.Expect(`{"op":"sub","args":["X","Y"]}`),
		feedtest.Expect(`{"op":"unsub","args":["X"]}`), feedtest.Send(`{"op":"unsubbed","s":"X"}`),
	), feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A","Y"]}`), feedtest.Send(`{"op":"subbed","s":"Y"}`)})
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("●▸A", "✗ B", "1.50")
	command := func(line string) {
		d.keys(":")
		d.types(line)
		d.sees(":" + strings.TrimRight(line, " "))
		d.keys("enter")
	}
	command("subb X")
	d.sees("no command :subb, did you mean :sub?")
	command("sub")
	d.sees("which symbol? for example :sub A")
	command("sub X Y")
	d.sees("◌ X", "◌ Y", "pending")
	command("unsub Z")
	d.sees("Z is not subscribed")
	command("unsub X")
	d.sees("○ X")
	command("unsub *")
	d.sees("Unsubscribe all 3")
	d.keys("esc")
	command("reconnect")
	d.sees("◔ Y", "reconnects 1")
	command("help")
	d.sees("HELP", "half a page up")
	d.keys("esc")
	command("close")
	d.sees("alpha CLOSED")
	command("close")
	d.sees("alpha is the only feed")
	command("open beta")
	d.sees("1 alpha CLOSED", "[2 beta OPEN 1 rejected]", "●▸A")
	d.keys("1")
	d.sees("[1 alpha CLOSED since ")
	command("close")
	d.misses("alpha")
	d.sees("[1 beta OPEN 1 rejected]")
	command("quit")
	d.wait("the end", func() bool { return d.quit })
}

func TestTabsReceiveAllTheTime(t *testing.T) {
	t.Parallel()
	alpha := feedtest.New(t, talk())
	beta := feedtest.New(t, talk(feedtest.Send(`{"s":"ONLY-BETA","p":7}`)))
	d := drive(t, ticks(t, "alpha", alpha.URL()), ticks(t, "beta", beta.URL()))
	d.sees("[1 alpha OPEN", "1.50")
	d.wait("beta's data", func() bool { return d.m.Feeds()[1].History().Totals().Counts.Events == 2 })
	if strings.Contains(d.screen(), "ONLY-BETA") {
		t.Error("the screen mixes feeds")
	}
	d.keys("f")
	d.sees("[2 beta OPEN", "ONLY-BETA")
	d.keys("3")
	d.sees("there is no feed 3")
	d.keys("F")
	d.sees("[1 alpha OPEN")
	d.keys("2")
	beta.Stop()
	d.sees("[2 beta RETRY")
	d.keys("1")
	d.sees("2 beta RETRY")
}

func TestLeaving(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50", "✗ B")
	d.keys("z")
	d.misses("WATCHLIST")
	d.keys("q") // ends the full screen first
	d.sees("WATCHLIST")
	d.keys("q")
	d.sees("Leave Sockeye?")
	d.keys("esc")
	d.misses("Leave Sockeye?")
	if d.quit {
		t.Fatal("left although the answer was no")
	}
	d.keys("q", "q")
	d.wait("the end", func() bool { return d.quit })
	d.quit = false
	d.keys("s", "ctrl+c") // at once, whatever is open
	d.wait("the end", func() bool { return d.quit })
}

func TestSmallScreens(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50", "✗ B")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	if s := d.screen(); strings.Contains(s, "WATCHLIST") {
		t.Errorf("the watchlist has no space at 80x24:\n%s", s)
	}
	d.keys("W")
	d.sees("WATCHLIST", "✗ B")
	d.keys("j", "W")
	d.misses("WATCHLIST")
	d.sees("rejected: not ␛[31mtoday") // the chart shows what is selected
	d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	d.sees("alpha OPEN", "LOG")
	d.send(tea.WindowSizeMsg{Width: 28, Height: 7})
	d.keys("j")
	d.sees("alpha OPEN")
	d.keys("U")
	d.sees("y/n Unsubscribe all 2")
	d.keys("n", "q")
	d.sees("y/n Leave Sockeye?")
	d.keys("n", ":")
	d.types("sub")
	d.sees(":sub")
}

func TestStatesAreNames(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, slices.Repeat([]feedtest.Conversation{{feedtest.Refuse(401, nil, "go \x1b[2Jaway\r\nnow")}}, 5000)...) // more than come in time
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("cannot connect: HTTP 401 Unauthorized: go ␛[2Jaway now", "RETRY")
}

func TestCommandLineCompletesAndRecalls(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(feedtest.Expect(`{"op":"sub","args":["B"]}`), feedtest.Expect("hello there")))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("●▸A", "✗ B", "1.50")
	d.keys(":")
	d.types("su")
	d.keys("tab")
	d.sees(":sub ")
	d.types("b") // whatever its case
	d.keys("tab")
	d.sees(":sub B ")
	d.keys("enter")
	d.sees("◌ B")
	d.keys(":", "tab")
	d.sees("unsub  send  resend  open")
	d.keys("esc", ":", "up")
	d.sees(":sub B")
	d.keys("down")
	d.misses(":sub B")
	d.types("send hello there")
	d.keys("enter")
	d.sees("Send to alpha: hello there")
	d.keys("y")
	d.sees("→ hello there")
	d.command("reload")
	d.sees("the last good one stays: line 3: no")
	d.command("window 90s")
	d.sees("window 1m30s")
	d.keys("+")
	d.sees("window 5m")
	file := t.TempDir() + "/feed.log"
	for _, want := range []string{"entries written, ", "exists already"} {
		d.command("write " + file)
		d.sees(want)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "\tevent\t{\"s\":\"A\",\"p\":\"1.50\"}\n") {
		t.Errorf("%v\n%s", err, text)
	}
	server.Wait()
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := driveWith(t, func(o *model.Options) { o.ReadOnly = true }, ticks(t, "alpha", server.URL()))
	d.sees("●▸A", "1.50")
	for _, keys := range [][]string{{"s"}, {"u"}, {"U"}, {"tab", "space"}} {
		d.keys(keys...)
		d.sees("--read-only")
		d.keys("esc")
	}
	d.command("send x")
	d.sees("--read-only")
}

func TestWatchlistIsSortedAndFiltered(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(
		feedtest.Send(`{"s":"zebra","p":1}`), feedtest.Send(`{"s":"ape","p":1}`), feedtest.Send(`{"s":"zebu","p":1}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("zebu")
	d.keys("tab", "o")
	d.sees("watchlist by label")
	d.keys("o")
	d.sees("watchlist by state")
	d.keys("/")
	d.types("ZEB")
	d.keys("enter")
	d.sees("2 of 5: zeb")
	d.keys("j")
	if row := d.selected(); !strings.HasPrefix(row, "zebu ") {
		t.Errorf("the cursor is on %s", row)
	}
	d.keys("esc")
	d.sees("reconnects 0")
}
