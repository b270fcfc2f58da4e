package model_test

import (
	"testing"

	"sockeye/feed/feedtest"
)

// TestASnoozeIsOnTheScreen, with what is held back, and is ended there.
func TestASnoozeIsOnTheScreen(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Silence(release), feedtest.Send(`{"s":"A","p":"100.25"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.alerts("A > 100 bell")
	for line, want := range map[string]string{
		"snooze":            "nothing holds alerts back",
		"snooze off":        "nothing is snoozed",
		"snooze off 3":      ":snooze off ends all",
		"snooze -1m":        ":snooze -1m: a duration must be more than zero; it is :snooze 30m",
		"snooze 30":         "a duration needs a unit",
		"snooze 25h":        "from 1s to 24h",
		"snooze 30m 7":      "there is no alert 7",
		"snooze 30m BTC-EU": "nothing is called BTC-EU here",
	} {
		d.command(line)
		d.sees(want)
	}
	d.command("snooze 30m")
	d.sees("SNOOZED until ")
	close(release)
	d.sees("100.25", ", 1 held back")
	d.misses("ALERT")
	d.keys("A")
	d.sees("snoozed until ", "held back")
	d.keys("esc")
	d.command("snooze off")
	d.sees("ALERT 1", "A 100.25 > 100")
	d.misses("SNOOZED")
}

// TestASnoozeOfAllIsOfFeedsThatAreOpenedLaterToo.
func TestASnoozeOfAllIsOfFeedsThatAreOpenedLaterToo(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.command("snooze 30m")
	d.sees("SNOOZED until ")
	d.command("open beta")
	d.sees("2 beta OPEN", "1.50")
	if held := d.m.Feeds()[1].Alerts().Held(); len(held.Snoozes) != 1 {
		t.Errorf("%+v", held)
	}
}
