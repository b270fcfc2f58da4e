package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/preset"
)

// A value that moves around its level is one alert with a count, reported once, and over once.
func TestFlappingIsReportedOnce(t *testing.T) {
	c := start(t, config, "A > 100")
	for range 4 {
		c.bid("A", 101)
		if active := c.active(); active[0].Over || active[0].Text != "A 101 > 100" {
			t.Errorf("while it holds: %+v", active)
		}
		c.bid("A", 99)
		c.wait(2 * time.Second)
	}
	c.want("raised A 101 > 100")
	active := c.active()
	if len(active) != 1 || active[0].Count != 4 || !active[0].Over || active[0].Acknowledged || c.set.Unacknowledged() != 1 {
		t.Errorf("%+v", active)
	}
	c.wait(2 * time.Second)
	c.want("over A 101 > 100; over after 0s: 99 ×4")
	c.bid("A", 101)
	c.want("raised A 101 > 100 ×5")
}

func TestAcknowledgedAlertStaysUntilItIsOver(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100")
	c.bid("A", 101)
	c.bid("B", 101)
	active := c.active()
	if len(active) != 2 || active[0].Name != "B" || active[1].Name != "A" {
		t.Fatalf("%+v", active)
	}
	c.set.Acknowledge(active[1].ID)
	if n := c.set.Unacknowledged(); n != 1 {
		t.Errorf("%d alerts wait", n)
	}
	c.bid("A", 99)
	c.bid("B", 99)
	// A is done with, B waits for the operator, although it is over.
	if active := c.active(); len(active) != 1 || active[0].Name != "B" || !active[0].Over {
		t.Errorf("%+v", active)
	}
	c.bid("A", 101)
	if c.set.Unacknowledged() != 1 {
		t.Error("what is raised again at once counts as not acknowledged")
	}
	c.set.AcknowledgeAll()
	c.bid("A", 99)
	c.wait(11 * time.Second)
	if len(c.active()) != 0 || len(c.set.Rules()) != 2 {
		t.Errorf("left are %+v, %+v", c.active(), c.set.Rules())
	}
	c.bid("A", 101)
	if active := c.active(); len(active) != 1 || active[0].Count != 1 || active[0].Acknowledged {
		t.Errorf("%+v", active)
	}
}

// TestWhatIsHeldDownIsReportedIfItStillHolds has alerts that are raised again within ten seconds of having been reported, and acknowledged. If they still
// hold when those are over, that is reported, once, as it is then.
func TestWhatIsHeldDownIsReportedIfItStillHolds(t *testing.T) {
	bid := func(v float64) func(*conversation) { return func(c *conversation) { c.bid("A", v) } }
	second := func(c *conversation) { c.wait(time.Second) }
	for _, one := range []struct {
		alert           string
		it, ends, again func(c *conversation)
		want            []string
	}{
		{"A > 100", bid(101), bid(99), bid(102), []string{"raised A 101 > 100", "over A 101 > 100; over after 2s: 99 ×2", "raised A 102 > 100 ×2"}},
		{"A changes 50% in 1s", bid(160), bid(159), bid(300), []string{"raised A 160 +60% in 1s, from 100", "over A 160 +60% in 1s, from 100; over after 2s: 159 ×2", "raised A 300 +88.7% in 1s, from 159 ×2"}},
		{"A silent 1s", second, bid(1), second, []string{"raised A no data for 1s, no heartbeat yet", "over A no data for 1s, no heartbeat yet; over after 2s: data again ×2", "raised A no data for 8s, no heartbeat yet ×2"}},
	} {
		c := start(t, config, one.alert)
		c.bid("A", 100)
		one.it(c)
		c.want(one.want[0])
		reported := c.now
		c.wait(2 * time.Second)
		one.ends(c)
		one.again(c)
		c.set.AcknowledgeAll()
		c.wait(reported.Add(9 * time.Second).Sub(c.now))
		c.want()
		if n := c.set.Unacknowledged(); n != 0 {
			t.Errorf("%s: %d alerts wait before it is reported again", one.alert, n)
		}
		c.wait(time.Second)
		c.want(one.want[1:]...)
		if n := c.set.Unacknowledged(); n != 1 {
			t.Errorf("%s: %d alerts wait after that", one.alert, n)
		}
		c.wait(time.Hour)
		c.want()
	}
}

// A value that moves around its level for a minute is reported once in ten seconds at the most.
func TestFlappingIsReportedOnceInHoldDown(t *testing.T) {
	c := start(t, config, "A > 100")
	for n := range 60 {
		c.bid("A", []float64{101, 101, 99}[n%3])
		c.wait(time.Second)
	}
	raised := 0
	for n, line := range c.got {
		if strings.HasPrefix(line, "raised") != (n%2 == 0) {
			t.Fatalf("reported %q", c.got)
		}
		if n%2 == 0 {
			raised++
		}
	}
	if raised < 4 || raised > 6 {
		t.Errorf("reported %d times: %q", raised, c.got)
	}
}

// What was held down is not reported by a Tick that comes too late: the batch that says what has
// happened meanwhile is yet to come.
func TestALateTickReportsNothingThatWasHeldDown(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 101)
	c.bid("A", 99)
	c.bid("A", 102)
	c.want("raised A 101 > 100")
	c.now = c.now.Add(time.Minute)
	c.s.Receive(c.now, []byte(`{"s":"A","bid":99}`))
	c.set.Tick(c.now)
	c.pass()
	c.wait(10 * time.Second)
	c.want("over A 101 > 100; over after 1m: 99 ×2")
}

// TestSettingTheClockBackDropsAHeldDownChange sets the clock back while a change is held down: what it was from is dropped with that.
func TestSettingTheClockBackDropsAHeldDownChange(t *testing.T) {
	c := start(t, config, "A changes 50% in 1m")
	for _, v := range []float64{100, 160, 120, 170} {
		c.bid("A", v)
	}
	c.want("raised A 160 +60% in 1m, from 100")
	c.now = c.now.Add(-time.Hour)
	c.wait(20 * time.Second)
	c.bid("A", 171)
	c.wait(20 * time.Second)
	if len(c.got) != 1 || !strings.HasPrefix(c.got[0], "over A 160 +60% in 1m, from 100; over after ") {
		t.Errorf("reported %q", c.got)
	}
}

// An alert that was acknowledged, and is over and raised again in one batch, is reported again.
func TestAcknowledgedAlertIsReportedAgain(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 101)
	c.set.AcknowledgeAll()
	c.wait(20 * time.Second)
	c.receive(`{"s":"A","bid":99}`, `{"s":"A","bid":101}`)
	c.want("raised A 101 > 100", "over A 101 > 100; over after 20s: 99", "raised A 101 > 100 ×2")
	if c.set.Unacknowledged() != 1 {
		t.Error("no alert waits for the operator")
	}
}

func TestOnceIsRaisedOnce(t *testing.T) {
	c := start(t, config, "* > 100 once")
	c.bid("A", 101)
	c.bid("B", 101)
	c.wait(20 * time.Second)
	c.bid("A", 99)
	c.bid("A", 101)
	c.want("raised A 101 > 100", "over A 101 > 100; over after 20s: 99")
	if rules := c.set.Rules(); len(rules) != 1 || !rules[0].Spent {
		t.Errorf("%+v", rules)
	}
}

// TestManySilentLabelsAreReportedTogether lets every row of a wildcard fall silent at the same moment.
func symbols(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("s%d", i))
	}
	return strings.Join(names, ", ")
}

func TestOffEndsWhatWasRaised(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100", "match /x/")
	c.bid("A", 101)
	c.got = nil
	if err := c.set.Off(1); err != nil {
		t.Fatal(err)
	}
	c.drain()
	c.want("over A switched off")
	if err := c.set.Off(1); err == nil || err.Error() != "there is no alert 1: A shows all and their numbers" {
		t.Error(err)
	}
	c.bid("A", 99)
	c.bid("A", 101)
	c.want()
	if len(c.active()) != 0 {
		t.Errorf("%+v", c.active())
	}

	typed, err := alertrule.Parse("A > 200")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := c.set.Add(typed); err != nil || n != 4 {
		t.Errorf("%d, %v", n, err)
	}
	c.bid("A", 201)
	c.want("raised A 201 > 200")
	if rules := c.set.Rules(); len(rules) != 3 || rules[2].Number != 4 || rules[2].Labels != 1 || rules[2].Raised != 1 || rules[0].Raised != 0 {
		t.Errorf("%+v", rules)
	}
	c.set.OffAll()
	c.drain()
	c.got = nil
	c.receive(`{"s":"A","bid":300,"x":1}`)
	c.want()
	if err := c.set.Off(2); err == nil || err.Error() != "there is no alert 2: none is set" {
		t.Error(err)
	}
	for range preset.MaxAlerts {
		if _, err := c.set.Add(typed); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.set.Add(typed); err == nil {
		t.Error("there is no end to alerts")
	}
}

// TestACrossingThatIsOnlyCountedIsListedAsItWas: the last one, whose time the list has.
func TestACrossingThatIsOnlyCountedIsListedAsItWas(t *testing.T) {
	c := start(t, config, "A crosses 100")
	for _, v := range []float64{99, 101, 98} {
		c.bid("A", v)
	}
	c.want("raised A 101 crosses 100")
	if active := c.active(); len(active) != 1 || active[0].Text != "A 98 crosses downwards 100" || active[0].Count != 2 {
		t.Errorf("%+v", active)
	}
}

// TestEachOfABurstIsListedWithItsValue, also those that were reported together: while it holds, and when it is over.
func TestEachOfABurstIsListedWithItsValue(t *testing.T) {
	for alert, want := range map[string][2]string{
		"* > 100":             {"s0 150 > 100", "s0 150 > 100; over after 1s"},
		"* bid >= 100":        {"s0 bid 150 >= 100", "s0 bid 150 >= 100; over after 1s"},
		"* crosses 100":       {"s0 150 crosses 100", "s0 2 crosses downwards 100"},
		"* changes 50% in 5s": {"s0 150, changed by 50% or more in 5s", "s0 150, changed by 50% or more in 5s"},
	} {
		c := start(t, strings.Replace(config, "[A, B]", "["+symbols(9)+"]", 1), alert)
		all := func(bid string) {
			var messages []string
			for n := 8; n >= 0; n-- {
				messages = append(messages, fmt.Sprintf(`{"s":"s%d","bid":%s}`, n, bid))
			}
			c.receive(messages...)
		}
		all("1")
		all("150")
		text := func() string {
			for _, a := range c.active() {
				if a.Name == "s0" {
					return a.Text
				}
			}
			return "none"
		}
		if got := text(); got != want[0] {
			t.Errorf("%s is listed as %q, want %q", alert, got, want[0])
		}
		c.wait(time.Second)
		all("2")
		if got := text(); got != want[1] {
			t.Errorf("%s is listed as %q then, want %q", alert, got, want[1])
		}
	}
}
