package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset"
)

// TestFlapping lets a value hang about its level: that is one alert with a count, told once, and over once.
func TestFlapping(t *testing.T) {
	c := start(t, config, "A > 100")
	for range 4 {
		c.bid("A", 101)
		if active := c.set.Active(); active[0].Over || active[0].Text != "A 101 > 100" {
			t.Errorf("while it holds: %+v", active)
		}
		c.bid("A", 99)
		c.wait(2 * time.Second)
	}
	c.want("raised A 101 > 100")
	active := c.set.Active()
	if len(active) != 1 || active[0].Count != 4 || !active[0].Over || active[0].Acknowledged || c.set.Unacknowledged() != 1 {
		t.Errorf("%+v", active)
	}
	c.wait(2 * time.Second)
	c.want("over A 101 > 100; over after 0s: 99 ×4")
	c.bid("A", 101)
	c.want("raised A 101 > 100 ×5")
}

func TestAcknowledge(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100")
	c.bid("A", 101)
	c.bid("B", 101)
	active := c.set.Active()
	if len(active) != 2 || active[0].Label != "B" || active[1].Label != "A" {
		t.Fatalf("%+v", active)
	}
	c.set.Acknowledge(active[1].ID)
	if n := c.set.Unacknowledged(); n != 1 {
		t.Errorf("%d alerts wait", n)
	}
	c.bid("A", 99)
	c.bid("B", 99)
	// A is done with, B waits for the operator, although it is over.
	if active := c.set.Active(); len(active) != 1 || active[0].Label != "B" || !active[0].Over {
		t.Errorf("%+v", active)
	}
	c.bid("A", 101)
	if c.set.Unacknowledged() != 1 {
		t.Error("what is raised again at once wants to be acknowledged again")
	}
	c.set.AcknowledgeAll()
	c.bid("A", 99)
	c.wait(11 * time.Second)
	if len(c.set.Active()) != 0 || len(c.set.Rules()) != 2 {
		t.Errorf("left are %+v, %+v", c.set.Active(), c.set.Rules())
	}
	c.bid("A", 101)
	if active := c.set.Active(); len(active) != 1 || active[0].Count != 1 || active[0].Acknowledged {
		t.Errorf("%+v", active)
	}
}

// TestToldAgain has an alert that was acknowledged, and is over and raised again in one batch.
func TestToldAgain(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 101)
	c.set.AcknowledgeAll()
	c.wait(20 * time.Second)
	c.say(`{"s":"A","bid":99}`, `{"s":"A","bid":101}`)
	c.want("raised A 101 > 100", "over A 101 > 100; over after 20s: 99", "raised A 101 > 100 ×2")
	if c.set.Unacknowledged() != 1 {
		t.Error("nobody waits for the operator")
	}
}

func TestOnce(t *testing.T) {
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

// TestManyRows lets every row of a wildcard fall silent at the same moment.
func TestManyRows(t *testing.T) {
	c := start(t, strings.Replace(config, "[A, B]", "["+symbols(40)+"]", 1), "silent 10s bell")
	for n := range 40 {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"ok":"s%d"}`, n))
	}
	c.pass()
	c.wait(30 * time.Second)
	if len(c.told) != 6 || c.told[5] != "raised 35 more: silent 10s bell ×35" {
		t.Errorf("told %q", c.told)
	}
	if n := c.set.Unacknowledged(); n != 40 {
		t.Errorf("%d alerts are listed, want 40", n)
	}
}

func symbols(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("s%d", i))
	}
	return strings.Join(names, ", ")
}

func TestOff(t *testing.T) {
	c := start(t, config, "A > 100", "B > 100", "match /x/")
	c.bid("A", 101)
	c.told = nil
	if err := c.set.Off(1); err != nil {
		t.Fatal(err)
	}
	c.take()
	c.want("over A switched off")
	if err := c.set.Off(1); err == nil || err.Error() != "there is no alert 1: A shows all and their numbers" {
		t.Error(err)
	}
	c.bid("A", 99)
	c.bid("A", 101)
	c.want()
	if len(c.set.Active()) != 0 {
		t.Errorf("%+v", c.set.Active())
	}

	typed, err := preset.ParseAlert("A > 200")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := c.set.Add(typed); err != nil || n != 4 {
		t.Errorf("%d, %v", n, err)
	}
	c.bid("A", 201)
	c.want("raised A 201 > 200")
	if rules := c.set.Rules(); len(rules) != 3 || rules[2].Number != 4 || rules[2].Rows != 1 || rules[2].Raised != 1 || rules[0].Raised != 0 {
		t.Errorf("%+v", rules)
	}
	c.set.OffAll()
	c.take()
	c.told = nil
	c.say(`{"s":"A","bid":300,"x":1}`)
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
