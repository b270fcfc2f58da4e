package alert_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
)

// add sets an alert of an operator.
func (c *conversation) add(v alert.View, text string) (number int) {
	c.t.Helper()
	rule, err := alertrule.Parse(text)
	if err != nil {
		c.t.Fatal(err)
	}
	if number, err = v.Add(rule); err != nil {
		c.t.Fatal(err)
	}
	return number
}

// waits compares how many alerts wait for operators.
func (c *conversation) waits(wanted map[alert.View]int) {
	c.t.Helper()
	for v, want := range wanted {
		if got := v.Unacknowledged(); got != want {
			c.t.Errorf("%d alerts wait for %+v, want %d", got, v, want)
		}
	}
}

// TestAnAlertIsOfItsOperator: the list, the rows, the levels of the chart and what is to be done about it.
func TestAnAlertIsOfItsOperator(t *testing.T) {
	c := start(t, config, "A > 100")
	alice, bob := c.set.Join("alice"), c.set.Join("bob")
	own := c.add(alice, "A > 50")
	c.bid("A", 60)
	c.want("raised A 60 > 50")
	c.waits(map[alert.View]int{alice: 1, bob: 0})
	if newest, ok := alice.Newest(); !ok || newest.Rule != own || !alice.Labels()[0] || len(bob.Labels()) > 0 {
		t.Errorf("%+v %v %v", newest, alice.Labels(), bob.Labels())
	}
	if active, _ := bob.Active(9); len(active) > 0 || len(alice.Rules()) != 2 || len(bob.Rules()) != 1 {
		t.Errorf("%+v, %+v, %+v", active, alice.Rules(), bob.Rules())
	}
	if a, b := alice.Levels(0, 0), bob.Levels(0, 0); !slices.Equal(a, []float64{100, 50}) || !slices.Equal(b, []float64{100}) {
		t.Errorf("%v %v", a, b)
	}
	if err := bob.Off(own); err == nil || !strings.Contains(err.Error(), "there is no alert 2") {
		t.Errorf("bob ends that of alice: %v", err)
	}
	if err := bob.Snooze(alert.Snooze{Rule: own, Until: c.now.Add(time.Hour)}); err == nil {
		t.Error("bob snoozes that of alice")
	}
	if err := bob.Off(1); err == nil || !strings.Contains(err.Error(), "alert 1 is of the configuration") {
		t.Errorf("bob ends one that alice has too: %v", err)
	}
	bob.AcknowledgeAll()
	c.waits(map[alert.View]int{alice: 1})
	if ended := bob.OffAll(); ended != 0 || len(alice.Rules()) != 2 {
		t.Errorf("bob ends %d", ended)
	}
	c.set.EndOf("alice")
	c.drain()
	c.want("over A switched off")
	c.waits(map[alert.View]int{alice: 0})
	if len(alice.Rules()) != 1 {
		t.Errorf("%+v", alice.Rules())
	}
}

// TestWhatOneAcknowledgesWaitsForOthers, and leaves the list once all who are there have seen it and it is over.
func TestWhatOneAcknowledgesWaitsForOthers(t *testing.T) {
	c := start(t, config, "A > 100")
	alice, bob := c.set.Join("alice"), c.set.Join("bob")
	c.bid("A", 101)
	alice.AcknowledgeAll()
	c.waits(map[alert.View]int{alice: 0, bob: 1})
	c.wait(alert.HoldDown)
	c.bid("A", 99)
	c.wait(time.Second)
	if active, _ := alice.Active(9); len(active) > 0 {
		t.Errorf("alice has %+v", active)
	}
	if active, _ := bob.Active(9); len(active) != 1 || !active[0].Over || active[0].Acknowledged {
		t.Errorf("bob has %+v", active)
	}
	bob.Leave()
	c.wait(time.Second)
	if active, _ := c.set.Of("bob").Active(9); len(active) > 0 {
		t.Errorf("it is kept for who has left: %+v", active)
	}
	c.bid("A", 102)
	c.waits(map[alert.View]int{alice: 1})
}

// TestASnoozeOfOneIsNoneOfOthers: what all have is raised, and does not wait for who snoozes it until that is over.
func TestASnoozeOfOneIsNoneOfOthers(t *testing.T) {
	c := start(t, config, "A > 100")
	alice, bob := c.set.Join("alice"), c.set.Join("bob")
	c.add(alice, "B > 100")
	if err := alice.Snooze(alert.Snooze{Until: c.now.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	c.wait(time.Second)
	c.bid("A", 101)
	c.bid("B", 101)
	c.want("raised A 101 > 100")
	c.waits(map[alert.View]int{alice: 0, bob: 1})
	change := alert.Change{Rule: 1, Name: "A"}
	if alice.Has(&change) || !bob.Has(&change) {
		t.Error("who snoozes it is notified, or the other is not")
	}
	if a, b := alice.Held(), bob.Held(); a.Count != 1 || len(a.Snoozes) != 1 || b.Count != 0 || len(b.Snoozes) != 0 {
		t.Errorf("%+v %+v", a, b)
	}
	c.wait(time.Minute)
	c.want("raised B 101 > 100")
	c.waits(map[alert.View]int{alice: 2, bob: 1})
}
