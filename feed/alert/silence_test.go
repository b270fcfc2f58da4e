package alert_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// manyRows is the usual configuration with so many symbols, s0, s1 and so on, and the silence of data as learned.
func manyRows(n int) string {
	learned := strings.Replace(config, "stale: 1h", "stale: auto", 1)
	return strings.Replace(learned, "[A, B]", "["+symbols(n)+"]", 1)
}

// rows opens a feed of many symbols, all of which are agreed to.
func rows(t *testing.T, n int, alerts ...string) *conversation {
	t.Helper()
	c := start(t, manyRows(n), alerts...)
	c.agree(n)
	return c
}

func (c *conversation) agree(n int) {
	for i := range n {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"ok":"s%d"}`, i))
	}
	c.pass()
}

// feed has events on all symbols but some, once a second.
func (c *conversation) feed(n int, d time.Duration, but ...int) {
	for range int(d / time.Second) {
		for i := range n {
			if !slices.Contains(but, i) {
				c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"s%d","bid":1}`, i))
			}
		}
		c.pass()
		c.wait(time.Second)
	}
}

func TestSilenceWithoutATimeIsRaisedWhenTheDataIsStale(t *testing.T) {
	c := rows(t, 3, "silent")
	c.feed(3, time.Minute)
	c.feed(3, 7*time.Second, 1)
	c.want()
	c.feed(3, 2*time.Second, 1)
	c.want("raised s1 no data for 9s, no heartbeat yet")
	c.feed(3, 10*time.Second)
	c.want("over s1 no data for 9s, no heartbeat yet; over after 1s: data again")
}

// TestSilenceWithoutATimeCountsAcrossALostConnection: what was learned holds while nothing can be.
func TestSilenceWithoutATimeCountsAcrossALostConnection(t *testing.T) {
	c := rows(t, 3, "s1 silent")
	c.feed(3, time.Minute)
	c.lose()
	c.wait(6 * time.Second)
	c.want()
	c.wait(3 * time.Second)
	c.want("raised s1 no data for 9s, not connected: connection reset by peer (CONNECTING, read tcp 192.0.2.2:50022->192.0.2.1:443: read)")
}

func TestSilenceWithoutATimeIsNeverRaisedWhereDataIsNeverStale(t *testing.T) {
	c := start(t, strings.Replace(config, "stale: 1h", "stale: off", 1), "silent", "A silent 30s")
	c.bid("A", 1)
	c.wait(10 * time.Minute)
	c.want("raised A no data for 30s, no heartbeat yet")
}

// TestAFeedThatIsDownIsReportedOnce, with how many rows it has and which, and for as long as it is down, whatever attempts are made.
func TestAFeedThatIsDownIsReportedOnce(t *testing.T) {
	c := rows(t, 40, "silent bell")
	c.feed(40, time.Minute)
	c.lose()
	const why = "no data for 9s on 40 of 40, not connected: connection reset by peer (CONNECTING, read tcp 192.0.2.2:50022->192.0.2.1:443: read); s0, s1, s2 and 37 more"
	c.wait(30 * time.Second)
	c.want("raised " + why)
	if n, marked := c.set.Unacknowledged(), len(c.set.Labels()); n != 1 || marked != 40 {
		t.Errorf("%d alerts wait on %d labels, want 1 on 40", n, marked)
	}
	for range 5 { // connected, without data
		c.open()
		c.agree(40)
		c.wait(20 * time.Second)
		c.lose()
		c.wait(10 * time.Second)
	}
	c.want()
	c.open()
	c.agree(40)
	c.feed(40, 5*time.Second)
	c.want("over " + why + "; over after 2m53s: data again on 40 of 40")
	c.feed(40, 2*time.Minute)
	c.want()
}

// TestAFeedThatFallsSilentIsReportedOnce while it is connected, although its rows have different rhythms.
func TestAFeedThatFallsSilentIsReportedOnce(t *testing.T) {
	c := rows(t, 10, "silent")
	for i := range 300 {
		slow := []int{8, 9}
		if i%10 == 0 {
			slow = nil
		}
		c.feed(10, time.Second, slow...)
	}
	c.wait(10 * time.Minute)
	c.want("raised no data for 9s on 10 of 10, no heartbeat yet; s0, s1, s2 and 7 more")
}

// TestWhatFailsWithTheFeedIsPartOfItsAlert: of rows so different that the first one seemed to be alone, the alert goes on as one of all.
func TestWhatFailsWithTheFeedIsPartOfItsAlert(t *testing.T) {
	c := rows(t, 2, "silent")
	for i := range 600 {
		var slow []int
		if i%20 != 0 {
			slow = []int{1}
		}
		c.feed(2, time.Second, slow...)
	}
	c.wait(20 * time.Second)
	c.want("raised s0 no data for 9s, no heartbeat yet")
	c.wait(10 * time.Minute)
	c.want()
	if active := c.active(); len(active) != 1 || !strings.HasPrefix(active[0].Text, "no data for 2m33s on 2 of 2, ") || len(c.set.Labels()) != 2 {
		t.Errorf("listed %+v", active)
	}
	c.feed(2, 15*time.Second)
	if len(c.got) != 1 || !strings.HasPrefix(c.got[0], "over no data for ") {
		t.Errorf("reported %q", c.got)
	}
}

// TestARowThatIsSilentAmongActiveOnesStandsFirst, before what is newer: it is the graver sign.
func TestARowThatIsSilentAmongActiveOnesStandsFirst(t *testing.T) {
	c := rows(t, 3, "silent", "s2 > 100")
	c.feed(3, time.Minute)
	c.feed(3, 10*time.Second, 1)
	c.receive(`{"s":"s2","bid":101}`)
	newest, _ := c.set.Newest()
	if active := c.active(); len(active) != 2 || active[0].Name != "s1" || newest.Name != "s1" {
		t.Errorf("first is %+v, and the header has %+v", active, newest)
	}
}

// TestARowThatStaysSilentWhenTheOthersAreBackIsReported, once it has had its time.
func TestARowThatStaysSilentWhenTheOthersAreBackIsReported(t *testing.T) {
	c := rows(t, 3, "silent")
	c.feed(3, time.Minute)
	c.wait(20 * time.Second)
	c.got = nil
	c.feed(3, 5*time.Second, 2)
	c.want("over no data for 9s on 3 of 3, no heartbeat yet; s0, s1, s2; over after 13s: data again on 2 of 3")
	c.feed(3, 10*time.Second, 2)
	if len(c.got) != 1 || !strings.HasPrefix(c.got[0], "raised s2 no data for ") {
		t.Errorf("reported %q", c.got)
	}
}

// TestAMarketThatIsClosedIsNotSilent, and has its time anew when it opens.
func TestAMarketThatIsClosedIsNotSilent(t *testing.T) {
	from, to := time.Unix(1_800_000_000, 0).UTC().Add(2*time.Minute), time.Unix(1_800_000_000, 0).UTC().Add(4*time.Minute)
	hours := fmt.Sprintf("    hours: {from: %q, to: %q}\n", to.Format("15:04:05"), from.Format("15:04:05"))
	c := start(t, manyRows(3)+hours, "silent", "s0 silent 1s")
	c.agree(3)
	c.feed(3, 2*time.Minute-2*time.Second)
	c.wait(2*time.Minute + 4*time.Second)
	if got := strings.Join(c.got, "\n"); strings.Contains(got, "of 3") {
		t.Errorf("reported %s", got)
	}
	c.wait(40 * time.Second)
	if got := strings.Join(c.got, "\n"); !strings.Contains(got, "raised no data yet after") {
		t.Errorf("reported %s", got)
	}
}

// TestAMarketThatIsClosedIsNotTooSlow: what was too slow before is over then, and nothing is raised until it opens.
func TestAMarketThatIsClosedIsNotTooSlow(t *testing.T) {
	from, to := time.Unix(1_800_000_000, 0).UTC().Add(time.Minute), time.Unix(1_800_000_000, 0).UTC().Add(3*time.Minute)
	hours := fmt.Sprintf("    hours: {from: %q, to: %q}\n", to.Format("15:04:05"), from.Format("15:04:05"))
	c := start(t, manyRows(3)+hours, "* rate < 0.5")
	c.agree(3)
	c.feed(3, 30*time.Second)
	c.feed(3, 28*time.Second, 1)
	c.want("raised s1 rate 0.4/s < 0.5/s")
	c.wait(2 * time.Minute)
	c.want("over s1 rate 0.4/s < 0.5/s; over after 27s: the market is closed")
	c.wait(10 * time.Second)
	c.want("raised rate < 0.5/s on 3 of 3, no event yet, no heartbeat yet; s0, s1, s2")
}

// TestWhatWasNotReceivedWhileTheMachineStoodStillIsNoSilence.
func TestWhatWasNotReceivedWhileTheMachineStoodStillIsNoSilence(t *testing.T) {
	c := rows(t, 3, "silent")
	c.feed(3, time.Minute)
	c.now = c.now.Add(time.Hour)
	c.set.Tick(c.now)
	c.wait(2 * time.Second)
	c.feed(3, time.Minute)
	c.want()
}

// TestTheEndOfAnOutageNamesWhatHadFailed, although it has events again.
func TestTheEndOfAnOutageNamesWhatHadFailed(t *testing.T) {
	c := rows(t, 3, "silent")
	c.feed(3, time.Minute)
	c.wait(20 * time.Second)
	for i := range 3 {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"s%d","bid":1}`, i))
	}
	b := c.s.Seal()
	c.set.Receive(c.now, b, c.s.Reader().Fields())
	c.set.Tick(c.now.Add(time.Second))
	changes := c.set.Drain()
	if len(changes) != 1 || !slices.Equal(changes[0].Names, []string{"s0", "s1", "s2"}) || changes[0].Lasted <= 0 {
		t.Errorf("%+v", changes)
	}
}
