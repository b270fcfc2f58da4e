package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// TestInspectedMessageIsGone lets go of the message that is inspected.
func TestInspectedMessageIsGone(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.inspects("size")
	for first, end := d.history().Range(); first < end; first, _ = d.history().Range() { // end: of what was there before
		d.feed().Note(event.Notice, strings.Repeat("x", 1<<10))
	}
	d.tick(time.Now())
	d.keys("P")
	d.sees("deep.size is plotted, with the past in the log")
	d.keys("!")
	if got := d.typed(); got != "alert C deep.size > 81" {
		t.Errorf("! begins %q", got)
	}
	d.keys("esc", "g", "c")
	d.sees("53 bytes sent to the terminal")
	d.keys("K", "J")
	d.sees(`p: "109.25"`)
}

// TestNoteIsNotInspected moves the log's cursor to a note while a message is inspected, which stays the one that keys are
// about.
func TestNoteIsNotInspected(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.inspects("p")
	d.feed().Note(event.Notice, "a note of ours")
	d.wait("the note", func() bool {
		_, end := d.history().Range()
		e, _ := d.history().Entry(end - 1)
		return string(e.Text) == "a note of ours"
	})
	d.tick(time.Now())
	d.focuses(inLog)
	d.keys("j")
	if entry := d.entry(); !strings.Contains(entry, "a note of ours") {
		t.Fatalf("the cursor is not on the note, but on %s", entry)
	}
	d.focuses(inInspector)
	d.keys("!")
	if got := d.typed(); got != "alert C value > 109.25" {
		t.Errorf("! begins %q", got)
	}
	d.keys("esc", "r", "c")
	d.sees("53 bytes sent to the terminal")
}

// TestTheFirstHitOfASearchIsInspected searches while a message is inspected: the log is scanned after the key, and the message that
// is found then is shown, as the one that the next key finds is.
func TestTheFirstHitOfASearchIsInspected(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.inspects("p")
	d.sees(`p: "109.25"`)
	d.keys("/")
	d.types("104.25")
	d.keys("enter")
	d.sees(`p: "104.25"`)
	if entry := d.entry(); !strings.Contains(entry, "104.25") {
		t.Errorf("the cursor is not on the hit, but on %s", entry)
	}
}

// TestTheEndOfAnInspectionGivesTheKeysBack: to the pane from which it was begun, if that has a place of its own.
func TestTheEndOfAnInspectionGivesTheKeysBack(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25", "●▸A")
	d.focuses(inList)
	d.keys("enter")
	d.sees("MESSAGE #")
	d.keys("esc")
	if got := d.focus(); got != inList {
		t.Errorf("at the end of an inspection from the watchlist the keys are in %q", got)
	}
	d.focuses(inLog)
	d.keys("enter", "esc")
	if got := d.focus(); got != inLog {
		t.Errorf("at the end of an inspection from the log the keys are in %q", got)
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.keys("W", "enter")
	d.sees("MESSAGE #")
	d.keys("esc")
	d.sees("LOG")
	d.misses("WATCHLIST")
}

// TestInspectLastUnderAFilter asks for the last message of a row that a filter of the log hides.
func TestInspectLastUnderAFilter(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25", "●▸A")
	d.keys("&")
	d.types("C ")
	d.keys("enter")
	d.misses("← A")
	d.focuses(inList)
	d.keys("g", "enter")
	d.sees("MESSAGE #", `s: "A"`, `p: "108.25"`)
}

// TestStepUnderAFilter steps from message to message of those that the log shows, with the log's cursor.
func TestStepUnderAFilter(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.keys("&")
	d.types("C ")
	d.keys("enter")
	d.misses("← A")
	d.keys("enter")
	d.sees(`p: "109.25"`)
	step := func(key, price string) {
		t.Helper()
		d.keys(key)
		d.sees(`p: "` + price + `.25"`)
		if entry := d.entry(); !strings.Contains(entry, `"p":"`+price+`.25"`) {
			t.Errorf("%s at %s: the log's cursor is on %s", key, price, entry)
		}
	}
	step("J", "109")
	step("K", "107")
	step("K", "105")
	step("K", "103")
	step("K", "101")
	d.keys("K", "K", "K") // notes and what was sent
	step("J", "103")
	// From a message that the filter hides, to one that it shows.
	d.focuses(inList)
	d.keys("g", "enter")
	d.sees(`p: "108.25"`)
	step("J", "109")
	d.focuses(inList)
	d.keys("enter")
	d.sees(`p: "108.25"`)
	step("K", "107")
}

// TestStepFromALiveLog steps on from the message that is inspected, wherever the log has gone meanwhile.
func TestStepFromALiveLog(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(feedtest.Silence(release),
		feedtest.Send(`{"s":"A","p":"2"}`), feedtest.Send(`{"s":"A","p":"3"}`), feedtest.Send(`{"s":"A","p":"4"}`))).URL()))
	d.sees("1.50")
	d.inspects("p")
	d.focuses(inLog)
	d.keys("G")
	close(release)
	d.sees(`"p":"4"`, `p: "1.50"`)
	d.focuses(inInspector)
	for _, key := range []struct{ key, price string }{{"J", "2"}, {"J", "3"}, {"J", "4"}, {"J", "4"}, {"K", "3"}} {
		d.keys(key.key)
		d.sees(`p: "` + key.price + `"`)
	}
}

// TestFindByValueWithEscapes filters and sets an alert by a text that is written with escapes, and finds the message.
func TestFindByValueWithEscapes(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	const message = `{"s":"A","p":"7","why":"a\/b \"\u00e9\""}`
	server := feedtest.New(t, talk(feedtest.Send(message), feedtest.Silence(release), feedtest.Send(message)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees(`"7"`)
	d.inspects("why")
	d.keys("&")
	d.sees(":nofilter shows everything again")
	d.misses(`"1.50"}`)
	if entry := d.entry(); !strings.Contains(entry, `"p":"7"`) {
		t.Errorf("the filter hides the message that has the value, the cursor is on %s", entry)
	}
	d.keys("!", "enter")
	d.sees("alert 1 is set: match ")
	close(release)
	d.sees("ALERT 1")
}

// TestFindByValueOfText does the same where the log shows a text of the message, and not the message.
func TestFindByValueOfText(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	const message = `{"s":"A","p":"7","why":"a\/b"}`
	server := feedtest.New(t, talk(feedtest.Send(message), feedtest.Silence(release), feedtest.Send(message)))
	d := drive(t, withEvents(t, server.URL(), `[{match: {s: "*", p: "*"}, label: s, value: p, text: why}]`))
	d.sees("a/b")
	d.inspects("why")
	d.keys("&")
	d.sees("hidden")
	if entry := d.entry(); !strings.Contains(entry, "a/b") {
		t.Errorf("the filter hides the message that has the value, the cursor is on %s", entry)
	}
	d.keys("!", "enter")
	d.sees("alert 1 is set: match ")
	close(release)
	d.sees("ALERT 1")
}

// withEvents is ticks with other rules for events.
func withEvents(t *testing.T, url, events string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(fmt.Sprintf(`
presets:
  alpha:
    url: %s
    params: {symbols: [A, B]}
    subscribe: {send: {op: sub, args: "${symbols}"}, ack: {op: subbed, s: "${symbol}"}, fail: {op: error, s: "${symbol}"}, reason: why}
    events: %s
`, url, events)))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// TestPlotWhatThePresetHas charts fields of a message that rules of the preset take already, and such that they do not.
func TestPlotWhatThePresetHas(t *testing.T) {
	t.Parallel()
	const message = `{"s":"A","p":"7","at":3,"data":[{"b":5,"c":6}]}`
	d := drive(t, withEvents(t, feedtest.New(t, talk(feedtest.Send(message))).URL(),
		`[{match: {s: "*", data: "*"}, label: $.s, each: data, values: {bid: b, at: $.p}}, {match: {s: "*", p: "*"}, label: s, values: {last: p}}]`))
	d.keys("r")
	d.sees(`"data"`)
	for _, test := range []struct{ path, want string }{
		{"data.0.b", "bid is in the chart"},
		{"data.0.c", "data.0.c is plotted, with the past in the log"},
		{"data.0.c", "data.0.c is in the chart"},
		{"p", "at is in the chart"},
		{"at", "at is a value of the preset: give the plot another name, as in :plot at as at2"},
	} {
		d.inspects(test.path[strings.LastIndexByte(test.path, '.')+1:])
		d.keys("P")
		d.sees(test.want)
	}
	if got := d.feed().Fields(); !slices.Equal(got, []string{"bid", "at", "last", "data.0.c"}) {
		t.Errorf("there are the fields %q", got)
	}
	d.command("unplot data.0.c")
	d.inspects("c")
	d.keys("P")
	d.sees("data.0.c is plotted, with the past in the log")
}

// TestPlotOffersTheNumbersOfTheMessage where the cursor is on none: by a part of their path or value.
func TestPlotOffersTheNumbersOfTheMessage(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.keys("enter", "P")
	d.sees("PLOT a number of this message", "p          109.25", "deep.size  81")
	d.types("siz")
	d.keys("enter")
	d.sees("deep.size is plotted, with the past in the log")
	if got := d.feed().Plots(); len(got) != 1 || got[0] != "deep.size" {
		t.Errorf("plots %v", got)
	}
	d.keys("g", "P")
	d.types("nowhere.to.be.seen")
	d.keys("enter")
	d.sees("nowhere.to.be.seen is plotted")
}
