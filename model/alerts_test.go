package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/notify"
	"sockeye/model"
	"sockeye/model/terminal"
)

// commands has alerts run some.
func commands(all ...notify.Command) func(*model.Options) {
	return func(o *model.Options) { o.UI.Commands = all }
}

// TestAlert sets an alert by command, sees it raised, and acknowledges it.
func TestAlert(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Silence(release), feedtest.Send(`{"s":"A","p":"100.25","why":"\u001b[2Jhalted"}`), feedtest.Send(`{"s":"A","p":"99.75"}`)))
	written := filepath.Join(t.TempDir(), "written.json")
	d := driveWith(t, commands(notify.Command{Name: "page", Args: []string{"/bin/sh", "-c", "cat > " + written}, Timeout: patience}), ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	for _, wrong := range []struct{ typed, want string }{
		{"alert A >", "number"}, {"alert A > 100 run pgae", "did you mean `page`?"}, {"alert off 7", "there is no alert 7"}, {"alert off x", "x is no number"},
	} {
		d.command(wrong.typed)
		d.sees(wrong.want)
	}
	d.command("alert A > 100 bell notify run page")
	d.sees("alert 1 is set: A > 100 bell notify run page")
	d.command("alert match /HALT|halt/")
	d.sees("alert 2 is set")
	d.command("chart line")
	close(release)
	d.sees("ALERT 2", "A 100.25 > 100", "!!!! ", "alert 100")
	if strings.Contains(d.m.View().Content, "\x1b[2J") {
		t.Error("the text of a message reaches the terminal as it is")
	}
	d.wait("the bell to ring, and a notification", func() bool {
		return strings.Contains(d.raw, terminal.Bell+"\x1b]9;sockeye alpha: A 100.25 > 100\a")
	})
	d.wait("the command to have run", func() bool {
		text, err := os.ReadFile(written)
		return err == nil && strings.Contains(string(text), `"state":"raised","label":"A","value":100.25,`)
	})
	d.keys("A")
	d.sees("ALERTS", "raised, last", "over, last", "set on alpha", "A > 100 bell notify run page", "match /HALT|halt/")
	d.keys("enter") // to where it was raised
	d.misses("ALERTS")
	d.sees("LOG  at #")
	d.keys("G", "A", "a", "a")
	d.sees("acknowledge")
	d.keys("esc")
	d.misses("ALERT 2")
	d.keys("a")
	d.misses("ALERT 1")
	d.keys("a")
	d.sees("no alert waits")
	d.command("alert off")
	d.sees("2 alerts ended")
	d.keys("A")
	d.sees("none: for example :alert A > 99.75 for 3s bell")
}

// TestAlertOff ends several at once, and none of them if one is not there.
func TestAlertOff(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.alerts("A > 1", "match /x/", "gap")
	off := func(numbers, want string, left int) {
		t.Helper()
		d.command("alert off " + numbers)
		d.sees(want)
		if rules := d.feed().Alerts().Rules(); len(rules) != left {
			t.Errorf("off %s: left are %+v", numbers, rules)
		}
	}
	off("2 9", "there is no alert 9", 3)
	off("2 x", "x is no number", 3)
	off("2 3", "alert 2, 3 ended", 1)
}

// TestNeverUp watches a feed that was never there.
func TestNeverUp(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t)
	server.Stop()
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.alerts("A silent 1s")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.sees("ALERT 1", "A no data yet after ", "not connected: connection refused")
}

// TestFailedCommandOfAnotherFeed runs a command for an alert of a feed that is not shown.
func TestFailedCommandOfAnotherFeed(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	alpha := feedtest.New(t, talk(feedtest.Silence(release), feedtest.Send(`{"s":"A","p":"100.25"}`)))
	d := driveWith(t, commands(notify.Command{Name: "page", Args: []string{"/no/such/pager"}, Timeout: patience}),
		ticks(t, "alpha", alpha.URL()), ticks(t, "beta", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.alerts("A > 100 run page")
	d.keys("f")
	d.sees("[2 beta OPEN")
	close(release)
	d.wait("the command to fail", func() bool {
		h := d.history()
		_, end := h.Range()
		e, _ := h.Entry(end - 1)
		return e.Kind == event.Trouble && strings.Contains(string(e.Text), "command page: ")
	})
	d.keys("f")
	d.sees("command page: ", "/no/such/pager")
}

// TestAlertOnASwitchCanBeRaised: it begins at the other side of what the switch is.
func TestAlertOnASwitchCanBeRaised(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"on": ":alert A flag < 1", "off": ":alert A flag > 0"} {
		d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(feedtest.Send(`{"s":"A","p":"2.50","flag":"`+state+`"}`))).URL()))
		d.sees("2.50")
		d.inspects("flag")
		d.keys("!")
		d.sees(want)
	}
}

// TestAlertOnField begins an alert at a field that no preset names.
func TestAlertOnField(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(10))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("109.25")
	d.inspects("size")
	d.keys("!")
	d.sees(":alert C deep.size > 81")
	d.keys("enter")
	d.sees("alert 1 is set: C deep.size > 81")
	d.keys("j", "!") // the note below it is a text
	d.sees(":alert match /n9/")
}

// TestAlertOnARowIsAtItsLastValueOrWhenItIsSilent begins an alert in the watchlist.
func TestAlertOnARowIsAtItsLastValueOrWhenItIsSilent(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50", "●▸A")
	d.focuses(inList)
	d.keys("!")
	d.sees(":alert A > 1.5", "tab: alert A silent")
	d.keys("tab", "enter")
	d.sees("alert 1 is set: A silent")
	d.keys("j", "!") // B has no value
	if typed := d.typed(); typed != "alert B silent" {
		t.Errorf("the line begins as %q", typed)
	}
}
