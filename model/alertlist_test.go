package model_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// alerts sets alerts on the feed that is shown.
func (d *driver) alerts(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		before := len(d.feed().Alerts().Rules())
		d.command("alert " + text)
		d.wait("alert "+text, func() bool { return len(d.feed().Alerts().Rules()) > before })
	}
}

// waiting are the messages for which alerts in the list wait for the operator, newest first.
func (d *driver) waiting() (texts []string) {
	for _, line := range d.box("ALERTS") {
		if _, text, found := strings.Cut(line, `{"say":`); found && !strings.Contains(line, "acknowledged") {
			texts = append(texts, strings.Fields(text)[0])
		}
	}
	return texts
}

// TestCursorStaysOnItsAlert acknowledges the alert under the cursor when another one has come in just before the key.
func TestCursorStaysOnItsAlert(t *testing.T) {
	t.Parallel()
	one, two, three := make(chan struct{}), make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, talk(
		feedtest.Silence(one), feedtest.Send(`{"say":"one"}`), feedtest.Silence(two), feedtest.Send(`{"say":"two"}`),
		feedtest.Silence(three), feedtest.Send(`{"say":"three"}`),
	))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.alerts("match /one/", "match /two/", "match /three/")
	d.keys("A")
	d.sees("ALERTS", "nothing was raised")
	d.keys("a")
	d.sees("this one is set, and was not raised")
	close(one)
	d.sees(`{"say":"one"}`)
	d.keys("g")
	close(two)
	d.sees(`{"say":"two"}`)
	d.keys("a")
	if got := fmt.Sprint(d.waiting()); got != `["two"}]` {
		t.Errorf("after the first, %s waits", got)
	}
	close(three) // what is next to be acknowledged is under the cursor, and stays there
	d.sees(`{"say":"three"}`)
	d.keys("a")
	if got := fmt.Sprint(d.waiting()); got != `["three"}]` {
		t.Errorf("after the second, %s waits", got)
	}
	d.keys("A")
	d.misses("ALERTS")
}

// TestListOfAlertsScrolls reaches every alert that is set, in a window that has space for some of them.
func TestListOfAlertsScrolls(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	for n := range 50 {
		d.alerts(fmt.Sprintf("A > %d", 1001+n))
	}
	for _, size := range [][2]int{{120, 36}, {80, 12}, {30, 8}} {
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.keys("A")
		for n := range 50 {
			if want := fmt.Sprintf("A > %d", 1001+n); !strings.Contains(d.screen(), want) {
				t.Fatalf("%v: the cursor is on %s, which is not to be seen:\n%s", size, want, d.screen())
			}
			d.keys("j")
		}
		d.keys("g")
		d.sees("nothing was raised", "set on alpha")
		d.keys("G")
		d.sees("A > 1050")
		d.send(tea.KeyPressMsg{Code: tea.KeyPgUp})
		d.misses("A > 1050")
		d.keys("esc")
	}
}

// TestListOfAlertsNeedsSpace does not open a list where nothing of it would be seen, and takes no key for it.
func TestListOfAlertsNeedsSpace(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.send(tea.WindowSizeMsg{Width: 28, Height: 7})
	d.keys("A")
	d.sees("too small for the list")
	d.keys("q")
	d.sees("Leave Sockeye?")
}

// TestAnAlertIsEndedInTheList ends the alert under the cursor, one that is set and one that was raised.
func TestAnAlertIsEndedInTheList(t *testing.T) {
	t.Parallel()
	say := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Silence(say), feedtest.Send(`{"say":"one"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.alerts("match /one/", "A > 1001", "A > 1002")
	d.keys("A")
	d.keys("g", "j", "d")
	d.sees("alert 2 is ended: :alert A > 1001 sets it again", "A > 1002")
	close(say)
	d.sees(`{"say":"one"}`)
	d.keys("g", "d")
	d.sees("alert 1 is ended", "nothing was raised")
	if rules := d.feed().Alerts().Rules(); len(rules) != 1 || rules[0].Number != 3 {
		t.Errorf("there is left %v", rules)
	}
}

// TestTheListHasTheWholeTextOfAnAlert shows what does not fit into a line in further ones, over which the cursor passes.
func TestTheListHasTheWholeTextOfAnAlert(t *testing.T) {
	t.Parallel()
	say := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Silence(say), feedtest.Send(`{"say":"the quick brown fox jumps over the lazy dog, and halts"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.alerts("match /quick/")
	close(say)
	d.sees("ALERT 1")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 24})
	d.keys("A")
	d.sees(`and halts"}`)
	d.keys("j", "k", "enter")
	d.misses("ALERTS")
}
