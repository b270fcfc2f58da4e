package model_test

import (
	"fmt"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/preset"
	"sockeye/widgets/chart"
)

// prices is a server that sends one price after the other, of A and of C by turns.
func prices(n int) feedtest.Conversation {
	var steps []feedtest.Step
	for i := range n {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"%s","p":"%d.25","deep":{"size":%d,"note":"n%d"}}`, []string{"A", "C"}[i%2], 100+i, i*i, i)))
	}
	return talk(steps...)
}

func TestSearchAndFilter(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(30))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("129.25")
	d.keys("/")
	d.types("n7")
	d.keys("enter")
	d.sees("/n7 1/1", `"note":"n7"`, "LOG  at #")
	d.keys("G")
	d.misses("LOG  at #")
	d.keys("esc", "esc")
	d.misses("/n7")
	d.keys("&")
	d.types(`"s":"C"`)
	d.keys("enter")
	d.wait("only C", func() bool { return !strings.Contains(d.screen(), `← A`) && strings.Contains(d.screen(), `← C`) })
	d.sees("hidden")
	d.keys("&")
	d.types("!n29")
	d.keys("enter")
	d.misses(`"note":"n29"`)
	d.keys("&")
	d.types("(")
	d.keys("enter")
	d.sees("missing closing")
	d.command("nofilter")
	d.sees("← A", `"note":"n29"`)
	d.keys("&")
	d.types("n29")
	d.keys("enter")
	d.misses("← A")
	d.keys("esc")
	d.sees("← A", "the log shows everything again")
}

func TestInspectStepAndPlot(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(10))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("109.25")
	d.keys("enter")
	d.sees("MESSAGE #", `p: "109.25"`, "size: 81")
	d.keys("K")
	d.sees(`p: "108.25"`)
	d.keys("J")
	d.sees(`p: "109.25"`)
	d.inspects("size")
	d.keys("P")
	d.sees("deep.size is plotted, with the past in the log")
	if got := d.feed().Plots(); len(got) != 1 || got[0] != "deep.size" {
		t.Errorf("plots %v", got)
	}
	d.keys("&")
	d.sees("hidden")
	d.keys("c")
	d.sees("2 bytes sent to the terminal")
	d.keys("esc")
	d.misses("MESSAGE #")
}

func TestPlottedFieldIsCharted(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Do(func() { <-more }), feedtest.Send(`{"s":"A","p":"1.75","deep":{"size":42}}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.command("plot deep.size as size")
	d.sees("size is plotted")
	close(more)
	d.sees("A size", "◀ 42")
	d.command("unplot size")
	d.sees("◀ 1.75")
	d.command("plot a..b")
	d.misses("? help")
}

// TestKindsOfChartsFollowEachOther by the same key, and after the last one there is none.
func TestKindsOfChartsFollowEachOther(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	for round := range 2 {
		seen := map[string]bool{}
		for range chart.Kinds {
			box := strings.Join(d.box("A"), "\n")
			if box == "" || seen[box] {
				t.Fatalf("round %d: there is no other chart after %d:\n%s", round, len(seen), d.screen())
			}
			seen[box] = true
			d.keys("v")
		}
		if d.box("A") != nil {
			t.Fatalf("round %d: after the last kind there is\n%s", round, d.screen())
		}
		d.keys("v")
	}
}

func TestChartKeys(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(20))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("119.25")
	command := func(line, want string) {
		t.Helper()
		d.command(line)
		d.sees(want)
	}
	d.keys("v", "v") // from wherever the keys are
	d.sees("candle 5s")
	for range len(chart.Kinds) - 1 {
		d.keys("v")
	}
	d.misses("candle 5s")
	command("chart pie", ":chart spark, line, candle")
	command("chart off", "LOG")
	d.misses("window 1m")
	command("chart candle", "candle 5s")
	command("candle 5s", "candle 5s")
	command("y 0 100", "locked from 0 to 100")
	command("y auto", "follows")
	command("y 9 1", ":y LOW HIGH")
	d.keys("tab", "tab") // the chart
	if got := d.focus(); got != inChart {
		t.Fatalf("the pane %q has the keys", got)
	}
	d.keys("i")
	d.sees("candles of 15s")
	d.keys("Y")
	d.sees("the y range is locked")
	d.keys("[")
	d.sees("moved back")
	d.keys("G")
	d.misses("moved back")
	d.keys("x")
	d.sees("stays on the chart")
	d.keys("j", "x")
	d.keys("v", "v")
	command("goto #3", "LOG  at #3 ")
	command("goto #99999", "the log has the entries from #0")
	command("goto -1m", "LOG  at #")
	command("goto noon", ":goto 14:03:21")
}

func TestOutagesAreSpans(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(), feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`)})
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	server.Stop()
	d.sees("alpha RETRY")
	server.Restart()
	d.sees("reconnects 1", "◔▸A", "no data")
	var outages []history.Outage
	d.wait("the outage", func() bool {
		d.history().View(nil, func(v history.View) { outages, _ = v.Outages() })
		return len(outages) == 1
	})
	if s := outages[0]; !s.From.Before(s.To) {
		t.Errorf("an outage from %v to %v", s.From, s.To)
	}
}

func TestAFeedWithoutSubscribeHasNoRowBesideItsLabels(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send(`{"s":"sensor.power","p":"812.5"}`), feedtest.Send(`{"s":"sensor.heat","p":"21"}`)})
	presets, err := preset.Parse("test.yaml", []byte("presets: {home: {url: \""+server.URL()+"\", events: [{match: {s: \"*\"}, label: s, value: p}]}}"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := drive(t, bound)
	d.sees("▸sensor.power", "◀ 812.5")
	d.keys("tab", "k")
	d.sees("▸sensor.power")
	d.misses(" home  ")
	d.keys("j")
	d.sees("▸sensor.heat", "◀ 21")
}
