package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alert"
)

func (c *conversation) snooze(d time.Duration, rule int, label string) {
	c.t.Helper()
	if err := c.set.Snooze(alert.Snooze{Rule: rule, Label: label, Until: c.now.Add(d)}); err != nil {
		c.t.Fatal(err)
	}
}

// TestASnoozeHoldsBackWhatIsRaised, counts it, and when it ends reports what still holds.
func TestASnoozeHoldsBackWhatIsRaised(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100", "match /halt/")
	c.snooze(time.Minute, 0, "")
	c.bid("A", 101)
	c.bid("B", 101)
	c.receive(`{"halt":1}`)
	c.wait(30 * time.Second)
	c.bid("B", 99)
	c.wait(29 * time.Second)
	c.want()
	if held := c.set.Held(); held.Count != 3 || len(held.Snoozes) != 1 || !held.Snoozes[0].Until.Equal(c.now.Add(time.Second)) || c.set.Unacknowledged() != 0 {
		t.Errorf("%+v", held)
	}
	c.wait(2 * time.Second)
	c.want("raised A 101 > 100")
	if held := c.set.Held(); held.Count != 0 || len(held.Snoozes) != 0 {
		t.Errorf("%+v", held)
	}
	c.wait(10 * time.Second)
	c.bid("A", 99)
	c.want("over A 101 > 100; over after 11s: 99")
}

// TestWhatWasRaisedBeforeASnoozeIsOverDuringIt: who was notified of the one is notified of the other.
func TestWhatWasRaisedBeforeASnoozeIsOverDuringIt(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 101)
	c.got = nil
	c.snooze(time.Hour, 0, "")
	c.wait(20 * time.Second)
	c.bid("A", 99)
	c.want("over A 101 > 100; over after 20s: 99")
	c.bid("A", 101)
	c.bid("A", 99)
	c.wait(time.Minute)
	c.want()
}

func TestASnoozeIsOfOneAlertOrOfOneLabel(t *testing.T) {
	c := start(t, config, "A > 100", "A > 200", "B > 100")
	c.snooze(time.Minute, 2, "")
	c.snooze(time.Minute, 0, "B")
	c.bid("A", 201)
	c.bid("B", 101)
	c.wait(30 * time.Second)
	c.want("raised A 201 > 100")
	if n := c.set.EndSnoozes(); n != 2 {
		t.Errorf("%d snoozes ended", n)
	}
	c.wait(time.Second)
	c.want("raised A 201 > 200", "raised B 101 > 100")
	for err, z := range map[string]alert.Snooze{
		"there is no alert 4: A shows all and their numbers": {Rule: 4, Until: c.now.Add(time.Hour)},
		"nothing is called C here":                           {Label: "C", Until: c.now.Add(time.Hour)},
	} {
		if got := c.set.Snooze(z); got == nil || got.Error() != err {
			t.Errorf("%+v: %v", z, got)
		}
	}
}

// TestAnOutageIsHeldBackAsOne, and reported when the snooze ends, as one.
func TestAnOutageIsHeldBackAsOne(t *testing.T) {
	c := rows(t, 40, "silent")
	c.feed(40, time.Minute)
	c.snooze(time.Minute, 0, "")
	c.lose()
	c.wait(50 * time.Second)
	c.want()
	if held := c.set.Held(); held.Count != 1 {
		t.Errorf("%+v", held)
	}
	c.wait(20 * time.Second)
	if len(c.got) != 1 || !strings.HasPrefix(c.got[0], "raised no data for 1m1s on 40 of 40, not connected: ") {
		t.Errorf("reported %q", c.got)
	}
}

// TestAMaintenanceWindowHoldsAlertsBack until it ends, also across midnight.
func TestAMaintenanceWindowHoldsAlertsBack(t *testing.T) {
	begin := time.Unix(1_800_000_000, 0).UTC()
	quiet := fmt.Sprintf("    quiet: [{from: %q, to: %q}, {from: %q, to: %q}]\n", begin.Add(-23*time.Hour).Format("15:04:05"), begin.Add(time.Minute).Format("15:04:05"),
		begin.Add(time.Minute).Format("15:04:05"), begin.Add(2*time.Minute).Format("15:04:05"))
	c := start(t, config+quiet, "A > 100", "B > 100")
	c.bid("A", 101)
	c.bid("B", 101)
	c.bid("B", 99)
	c.wait(119 * time.Second)
	c.want()
	if held := c.set.Held(); held.Count != 2 || !held.Quiet.Equal(begin.Add(2*time.Minute)) {
		t.Errorf("%+v", held)
	}
	c.wait(2 * time.Second)
	c.want("raised A 101 > 100")
}
