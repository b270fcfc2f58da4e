package alert_test

import (
	"testing"
	"time"
)

// TestAnAlertIsOverWhenItsValueEnds, with the feed's word, and begins anew when there is one again.
func TestAnAlertIsOverWhenItsValueEnds(t *testing.T) {
	c := start(t, config, "A > 100", "A ask > 5", "A changes 2 in 1m", "A > 200 for 3s")
	c.receive(`{"s":"A","bid":101,"ask":6}`)
	c.want("raised A 101 > 100", "raised A ask 6 > 5")
	c.receive(`{"s":"A","bid":104}`)
	c.want("raised A 104 +3 in 1m, from 101")
	c.wait(20 * time.Second)
	c.receive(`{"s":"A"}`)
	c.want()
	c.receive(`{"s":"A","bid":"unavailable","ask":null}`)
	c.want("over A 101 > 100; over after 20s: no value: unavailable", "over A 104 +3 in 1m, from 101; over after 20s: no value: unavailable", "over A ask 6 > 5; over after 20s: ask has no value")
	c.wait(time.Minute)
	c.receive(`{"s":"A","bid":"unavailable"}`)
	c.want()
	c.receive(`{"s":"A","bid":105}`)
	c.want("raised A 105 > 100 ×2")

	// What does not hold to the end of its time is not raised.
	c.receive(`{"s":"A","bid":201}`)
	c.wait(2 * time.Second)
	c.receive(`{"s":"A","bid":null}`)
	c.got = nil
	c.wait(5 * time.Second)
	c.want()
}

// TestAGapThatIsFilledAtOnceIsNone.
func TestAGapThatIsFilledAtOnceIsNone(t *testing.T) {
	c := start(t, config, "gap")
	c.receive(`{"s":"A","bid":1,"n":1}`, `{"s":"A","bid":1,"n":3}`, `{"s":"A","bid":1,"n":2}`)
	c.want()
	c.receive(`{"s":"A","bid":1,"n":5}`)
	c.want("raised GAP seq 3 to 5, 1 lost")
}

// TestAGapAlertNamesTheNewestGap, and is over when what was missing has come late.
func TestAGapAlertNamesTheNewestGap(t *testing.T) {
	c := start(t, config, "gap")
	text := func() string {
		newest, _ := c.set.Newest()
		return newest.Text
	}
	c.receive(`{"s":"A","bid":1,"n":1}`)
	c.receive(`{"s":"A","bid":1,"n":3}`)
	c.want("raised GAP seq 1 to 3, 1 lost")
	c.receive(`{"s":"A","bid":1,"n":2}`)
	if got := text(); got != "GAP seq 1 to 3, 1 lost; over: it came late" {
		t.Errorf("shown as %s", got)
	}
	c.receive(`{"s":"A","bid":1,"n":7}`)
	if got := text(); got != "GAP seq 3 to 7, 3 lost" {
		t.Errorf("shown as %s", got)
	}
}

// TestLargeNumbersOfAlertsAreNotGuessed: of a number beyond 2^53 the last digits are not known.
func TestLargeNumbersOfAlertsAreNotGuessed(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100")
	c.receive(`{"s":"A","bid":8389766036995847940}`, `{"s":"B","bid":9007199254740991}`)
	c.want("raised A 8.38977e+18 > 100", "raised B 9,007,199,254,740,991 > 100")
}
