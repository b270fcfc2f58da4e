package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestALevelIsRaisedAndEnds(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 100)
	c.bid("B", 200)
	c.want()
	c.bid("A", 100.5)
	c.want("raised A 100.5 > 100")
	c.bid("A", 101)
	c.want()
	c.wait(20 * time.Second)
	c.bid("A", 99)
	c.want("over A 100.5 > 100; over after 20s: 99")
	c.bid("A", 102)
	c.want("raised A 102 > 100 ×2")
}

func TestForHoldsBeforeItRaises(t *testing.T) {
	c := start(t, config, "A > 100 for 3s")
	c.bid("A", 101)
	c.wait(2 * time.Second)
	c.bid("A", 99) // interrupted
	c.bid("A", 101)
	c.wait(2 * time.Second)
	c.want()
	c.wait(time.Second) // nothing comes: the last value holds
	c.want("raised A 101 > 100 for 3s")

	c.bid("A", 99)
	c.wait(time.Minute)
	c.got = nil
	for range 30 {
		c.bid("A", 102)
		c.now = c.now.Add(100 * time.Millisecond)
	}
	c.want()
	c.bid("A", 103)
	c.want("raised A 103 > 100 for 3s ×2")
}

// TestALostConnectionInterruptsFor loses the connection while a level holds.
func TestALostConnectionInterruptsFor(t *testing.T) {
	c := start(t, config, "A > 100 for 3s")
	c.bid("A", 101)
	c.wait(2 * time.Second)
	c.lose()
	c.wait(6 * time.Second)
	c.open()
	c.wait(10 * time.Second)
	c.want()
	c.bid("A", 101)
	c.wait(2 * time.Second)
	c.want()
	c.wait(time.Second)
	c.want("raised A 101 > 100 for 3s")
}

// TestAStaleValueDoesNotHold has a subscription that falls silent while a level holds: what it said last is not known to hold.
func TestAStaleValueDoesNotHold(t *testing.T) {
	c := start(t, strings.Replace(config, "stale: 1h", "stale: 2s", 1), "A > 100 for 5s")
	c.bid("A", 101)
	c.wait(20 * time.Second)
	c.want()
}

// TestAHoldIsMeasuredInFeedTimeWithinTheBatches is about feeds whose own clock is wrong, and about batches that come late.
func TestAHoldIsMeasuredInFeedTimeWithinTheBatches(t *testing.T) {
	for _, off := range []time.Duration{-50 * time.Second, time.Hour} {
		c := start(t, config, "A > 100 for 3s")
		c.wait(2 * time.Minute)
		for i := range 4 {
			c.receive(fmt.Sprintf(`{"s":"A","bid":101,"t":%d}`, c.now.Add(off).UnixMilli()))
			if i < 3 {
				c.want()
				c.wait(time.Second)
			}
		}
		c.want("raised A 101 > 100 for 3s")
	}
	// A batch of five seconds that comes at once: the feed's times say that it held, and where it did not.
	c := start(t, config, "A > 100 for 3s", "B > 100 for 3s")
	c.wait(2 * time.Minute)
	for i := range 5 {
		c.now = c.now.Add(time.Second)
		b := 101
		if i == 2 {
			b = 99
		}
		c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"A","bid":101,"t":%d}`, c.now.UnixMilli()))
		c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"B","bid":%d,"t":%d}`, b, c.now.UnixMilli()))
	}
	c.pass()
	c.want("raised A 101 > 100 for 3s")
}

func TestHistoryRaisesNothing(t *testing.T) {
	c := start(t, config, "A > 100", "A crosses 50", "A changes 10 in 1m")
	old := c.now.Add(-2 * time.Minute).UnixMilli()
	c.receive(fmt.Sprintf(`{"s":"A","bid":200,"t":%d}`, old), fmt.Sprintf(`{"s":"A","bid":20,"t":%d}`, old+1))
	c.want()
	c.bid("A", 60)
	c.want()
	// What comes after a newer one is no news.
	c.receive(fmt.Sprintf(`{"s":"A","bid":300,"t":%d}`, c.now.Add(-time.Second).UnixMilli()))
	c.want()
}

func TestARuleIsAboutItsField(t *testing.T) {
	c := start(t, config, "A ask > 100", "A > 100", "A depth > 1")
	c.receive(`{"s":"A","ask":101}`)
	c.want("raised A ask 101 > 100", "raised A 101 > 100") // the first number that it has
	c.receive(`{"s":"A","bid":99,"ask":102}`)
	if _, err := c.s.Reader().Plot("depth", "", ""); err != nil {
		t.Fatal(err)
	}
	c.receive(`{"s":"A","bid":98,"ask":102,"depth":5}`)
	c.want("raised A depth 5 > 1")
	if active := c.active(); len(active) != 3 || !active[1].Over {
		t.Errorf("%+v", active)
	}
	if got := fmt.Sprint(c.set.Levels(0, 0), c.set.Levels(0, 1), c.set.Levels(1, 0), c.set.Levels(-1, 0)); got != "[100] [100] [] []" {
		t.Error(got)
	}
}

// TestARuleWithoutAFieldIsAboutTheFirstNumber has a row whose first number comes later than others: what these were says nothing about it.
func TestARuleWithoutAFieldIsAboutTheFirstNumber(t *testing.T) {
	c := start(t, config, "A crosses 100")
	c.receive(`{"s":"A","ask":101}`)
	c.receive(`{"s":"A","bid":99}`)
	c.want()
	c.receive(`{"s":"A","bid":101}`)
	c.want("raised A 101 crosses 100")
}

func TestCrossesIsRaisedOnEitherSide(t *testing.T) {
	c := start(t, config, "A crosses 100")
	c.bid("A", 101)
	c.bid("A", 100)
	c.bid("A", 102)
	c.want()
	c.bid("A", 100)
	c.bid("A", 99.5)
	c.want("raised A 99.5 crosses downwards 100")
	c.bid("A", 100.5)
	c.want()
	c.wait(11 * time.Second)
	c.bid("A", 99)
	c.want("raised A 99 crosses downwards 100 ×3")
	c.wait(20 * time.Second)
	c.want() // it has no end
}

func TestAChangeIsRaisedAndEnds(t *testing.T) {
	c := start(t, config, "A changes 2% in 1m", "A changes 50 in 1m", "B changes 2% in 1m")
	c.bid("A", 1000)
	c.wait(30 * time.Second)
	c.bid("A", 1015)
	c.wait(40 * time.Second)
	c.bid("A", 1019.9) // less than 2% above 1000, which held until 40s ago
	c.wait(30 * time.Second)
	c.bid("A", 1021)
	c.want()
	c.bid("A", 1036)
	c.want("raised A 1,036 +2.07% in 1m, from 1,015")
	c.bid("A", 971)
	c.want("raised A 971 -65 in 1m, from 1,036")
	c.wait(2 * time.Minute) // 971 holds meanwhile
	c.bid("A", 970)
	c.want("over A 1,036 +2.07% in 1m, from 1,015; over after 2m: 970", "over A 971 -65 in 1m, from 1,036; over after 2m: 970")
	c.wait(10 * time.Minute)
	c.bid("A", 1000)
	c.want("raised A 1,000 +3.09% in 1m, from 970 ×2")

	// What it was before the connection was lost says nothing about the last minute.
	c.bid("B", 1000)
	c.lose()
	c.wait(2 * time.Minute)
	c.got = nil
	c.open()
	c.bid("B", 2000)
	c.want()
	c.bid("B", 2100)
	c.want("raised B 2,100 +5% in 1m, from 2,000")
}

// TestNumbersHaveTheDecimalsThatTheyNeed has a feed write five, whatever a price moves by.
func TestNumbersHaveTheDecimalsThatTheyNeed(t *testing.T) {
	c := start(t, config, "A > 100")
	c.receive(`{"s":"A","bid":61207.50000}`)
	c.want("raised A 61,207.50 > 100")
	c.wait(20 * time.Second)
	c.receive(`{"s":"A","bid":99.12500}`)
	c.want("over A 61,207.50 > 100; over after 20s: 99.125")
}

// TestALongNumberIsSaidWithTheDigitsThatTheFeedGave: a float64 holds no others.
func TestALongNumberIsSaidWithTheDigitsThatTheFeedGave(t *testing.T) {
	c := start(t, config, "A > 10")
	c.receive(`{"s":"A","bid":11.411623477935791}`)
	c.want("raised A 11.411623477935791 > 10")
}
