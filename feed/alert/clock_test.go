package alert_test

import (
	"testing"
	"time"
)

// TestSettingTheClockBackChangesNoJudgement has the clock of the machine an hour ahead, until it is set right: what comes after that is older than
// what came before, and is judged as ever.
func TestSettingTheClockBackChangesNoJudgement(t *testing.T) {
	c := start(t, config, "A > 100 for 3s", "B crosses 5", "A changes 50% in 4s", "A rate > 3", "B silent 10s", "gap")
	second := func(a, b float64, times int) {
		for range times {
			c.bid("A", a)
		}
		c.bid("B", b)
		c.wait(time.Second)
	}
	for range 20 {
		second(99, 4, 1)
	}
	c.receive(`{"n":1}`, `{"n":3}`)
	second(99, 6, 1)
	c.want("raised GAP seq 1 to 3, 1 lost", "raised B 6 crosses 5")

	c.now = c.now.Add(-time.Hour)
	second(99, 4, 1) // twice within ten seconds: counted
	for range 2 {
		second(101, 4, 1)
	}
	c.want()
	second(101, 4, 1)
	c.want("raised A 101 > 100 for 3s")
	for range 6 {
		second(101, 4, 1)
	}
	c.receive(`{"n":5}`)
	second(160, 6, 1)
	c.want("raised GAP seq 3 to 5, 1 lost ×2", "raised A 160 +58.4% in 4s, from 101", "raised B 6 crosses 5 ×3")
	for range 6 {
		second(160, 6, 5)
	}
	c.want("raised A rate 3.4/s > 3/s")
	c.wait(8 * time.Second)
	c.got = nil
	c.wait(2 * time.Second)
	c.want("raised B no data for 10s, no heartbeat yet")
}

// TestAHoldLastsAcrossAClockThatIsSetBack sets it back while a hold has begun: it lasts as long as it does.
func TestAHoldLastsAcrossAClockThatIsSetBack(t *testing.T) {
	c := start(t, config, "A > 100 for 3s", "A rate > 3", "B < 5", "B silent 15s", "L* > 5")
	burst := func(from, to rune, bid float64) {
		for label := from; label <= to; label++ {
			c.bid("L"+string(label), bid)
		}
	}
	burst('h', 'n', 4)
	burst('a', 'g', 6)
	c.wait(10 * time.Second)
	c.got = nil
	c.bid("B", 4)
	for range 2 {
		for range 5 {
			c.bid("A", 101)
		}
		c.wait(time.Second)
	}
	c.want("raised B 4 < 5")
	c.s.Receive(c.now, []byte(`{"s":"B","bid":6}`)) // is handed on after the clock was set
	c.now = c.now.Add(-time.Hour)
	c.pass()
	c.wait(time.Second)
	c.want("raised A 101 > 100 for 3s")
	c.wait(8 * time.Second)
	c.want("over B 4 < 5; over after 2s: 6")
	c.wait(6 * time.Second)
	c.want("raised B no data for 15s, no heartbeat yet")
	burst('h', 'n', 6)
	c.wait(time.Second)
	c.want("raised Lh 6 > 5", "raised Li 6 > 5", "raised Lj 6 > 5", "raised Lk 6 > 5", "raised Ll 6 > 5", "raised 2 more: L* > 5 ×2")
}

// TestRatesAndSilenceCountAcrossAClockThatIsSetBack are counted before it and after it.
func TestRatesAndSilenceCountAcrossAClockThatIsSetBack(t *testing.T) {
	c := start(t, config, "A rate > 3", "B silent 6s") // which never comes
	for n := range 6 {
		if n == 3 {
			c.now = c.now.Add(-time.Hour)
		}
		for range 5 {
			c.bid("A", 1)
		}
		c.wait(time.Second)
	}
	c.want("raised A rate 5.0/s > 3/s", "raised B no data yet after 6s, no heartbeat yet")
}
