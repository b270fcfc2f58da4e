package alert_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestARateIsRaisedAndEnds(t *testing.T) {
	c := start(t, config, "A rate < 2 for 3s", "* rate > 5")
	busy := func(label string, perSecond, seconds int) {
		for range seconds {
			for range perSecond {
				c.bid(label, 1)
			}
			c.wait(time.Second)
		}
	}
	busy("A", 3, 20)
	c.want()
	busy("A", 0, 3)
	c.want()
	busy("A", 0, 3)
	c.want("raised A rate 0.0/s < 2/s for 3s")
	busy("A", 9, 8)
	c.want("raised A rate 5.4/s > 5/s")
	busy("A", 9, 10)
	c.want("over A rate 0.0/s < 2/s for 3s; over after 3s: rate 3.6/s")
	busy("Z", 9, 10) // a label that came along
	if strings.Contains(strings.Join(c.got, ""), "Z") {
		t.Errorf("reported %q", c.got)
	}
}

// TestARateIsJudgedAfterEnoughSeconds says nothing about a rate before there were enough seconds.
func TestARateIsJudgedAfterEnoughSeconds(t *testing.T) {
	c := start(t, config, "A rate < 2")
	c.wait(4 * time.Second)
	c.want()
	c.wait(2 * time.Second)
	c.want("raised A rate 0.0/s < 2/s")
}

func TestSilenceIsRaisedAndEndsWithData(t *testing.T) {
	c := start(t, config, "silent 10s")
	for range 9 {
		c.wait(time.Second)
		c.receive(`{"hb":1}`)
		c.bid("B", 1)
	}
	c.bid("Z", 1) // a label that came along, and says nothing more
	c.want()
	c.wait(time.Second)
	c.want("raised A no data yet after 10s, heartbeat fine (1s ago)")
	c.wait(9 * time.Second)
	c.want("raised B no data for 10s, no heartbeat for 10s")
	c.wait(2 * time.Second)
	c.bid("A", 1)
	c.want("over A no data yet after 10s, heartbeat fine (1s ago); over after 11s: data again")
	c.bid("B", 1)
	c.want()
	c.wait(8 * time.Second)
	c.want("over B no data for 10s, no heartbeat for 10s; over after 2s: data again")
}

func TestSilenceOfALabelIsJudgedIfItIsNamed(t *testing.T) {
	c := start(t, config, "Z silent 10s", "A silent 1m")
	c.wait(20 * time.Second)
	c.want()
	c.bid("Z", 1)
	c.wait(10 * time.Second)
	c.want("raised Z no data for 10s, no heartbeat yet")
	c.wait(20 * time.Second)
	c.want()
	c.wait(10 * time.Second)
	c.want("raised A no data yet after 1m, no heartbeat yet")
}

// TestSilenceLastsAcrossReconnects raises once, although the connection comes and goes.
func TestSilenceLastsAcrossReconnects(t *testing.T) {
	c := start(t, config, "A silent 10s")
	c.bid("A", 1)
	c.wait(5 * time.Second)
	c.lose()
	c.wait(5 * time.Second)
	const why = "not connected: connection reset by peer (RETRY, read tcp 192.0.2.2:50022->192.0.2.1:443: read)"
	c.want("raised A no data for 10s, " + why)
	c.wait(time.Second)
	c.open()
	c.wait(30 * time.Second)
	c.lose()
	c.wait(9 * time.Second)
	c.open()
	c.want()
	c.bid("A", 1)
	c.want("over A no data for 10s, " + why + "; over after 40s: data again")

	if err := c.s.Unsubscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.receive(`{"bye":"A"}`)
	c.wait(time.Minute)
	c.want()
	if err := c.s.Subscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.receive(`{"ok":"A"}`)
	c.wait(9 * time.Second)
	c.want()
	c.wait(time.Second)
	c.want("raised A no data yet after 10s, no heartbeat yet ×2")
	c.s.Close(c.now)
	c.wait(20 * time.Second)
	c.want("over A no data yet after 10s, no heartbeat yet; over after 1s: closed by the operator ×2")
	c.wait(20 * time.Second)
	c.want()
}

// TestSilenceBeginsWithTheSubscription has a subscription that was never answered, and one that the operator closes with its last event.
func TestSilenceBeginsWithTheSubscription(t *testing.T) {
	c := start(t, strings.Replace(config, "[A, B]", "[A, B, C]", 1), "C silent 10s", "A silent 10s")
	c.wait(5 * time.Second)
	c.s.Receive(c.now, []byte(`{"s":"A","bid":1}`))
	c.s.Close(c.now)
	c.wait(30 * time.Second)
	c.want()
}

// TestAServerThatIsNeverUpIsSilent begins while there is no server, which then does not answer, and goes on until there is data. That is reported
// once.
func TestAServerThatIsNeverUpIsSilent(t *testing.T) {
	c := begin(t, config, "A silent 10s", "B silent 1m")
	c.fail("dial tcp 192.0.2.1:443: connect: connection refused")
	c.wait(9 * time.Second)
	c.want()
	c.wait(time.Second)
	const why = "A no data yet after 10s, not connected: connection refused (CONNECTING, dial tcp 192.0.2.1:443: connect)"
	c.want("raised " + why)
	c.s.Opened(c.now)
	c.wait(49 * time.Second)
	c.want()
	c.wait(time.Second)
	c.want("raised B no data yet after 1m, no heartbeat yet")
	c.receive(`{"ok":"A"}`, `{"ok":"B"}`)
	c.wait(time.Minute)
	c.bid("A", 1)
	c.want("over " + why + "; over after 1m50s: data again")
	c.wait(10 * time.Second)
	c.want("raised A no data for 10s, no heartbeat yet ×2")
}

// TestAFeedThatIsClosedIsNotSilent does not count the time for which the operator has closed the feed.
func TestAFeedThatIsClosedIsNotSilent(t *testing.T) {
	c := start(t, config, "A silent 10s", "Z silent 10s")
	c.bid("Z", 1)
	c.s.Receive(c.now, []byte(`{"s":"Z","bid":2}`))
	c.s.Close(c.now)
	c.wait(time.Minute)
	c.want()
	c.s.Reconnect(c.now)
	c.pass()
	c.wait(9 * time.Second)
	c.want()
	c.wait(time.Second)
	c.want("raised A no data yet after 10s, not connected (CONNECTING)")
}

// TestSilenceHasTheReasonOfALostConnection asks for it while the next attempt is under way. What matters comes first.
func TestSilenceHasTheReasonOfALostConnection(t *testing.T) {
	for reason, want := range map[string]string{
		"dial tcp [2001:db8::1]:443: i/o timeout":                   "i/o timeout (CONNECTING, dial tcp [2001:db8::1]:443)",
		"HTTP 503 Service Unavailable: try: later":                  "HTTP 503 Service Unavailable: try: later (CONNECTING)",
		"closed by the server: 1001 going away \"dial tcp x: bye\"": "closed by the server: 1001 going away \"dial tcp x: bye\" (CONNECTING)",
		"dial tcp: ": "dial tcp: (CONNECTING)",
	} {
		c := start(t, config, "A silent 10s")
		c.fail(reason)
		c.wait(10 * time.Second)
		c.want("raised A no data yet after 10s, not connected: " + want)
	}
}

func TestUnsubscribingEndsAnAlert(t *testing.T) {
	c := start(t, config, "A > 100")
	c.bid("A", 101)
	c.wait(20 * time.Second)
	c.got = nil
	if err := c.s.Unsubscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.receive(`{"bye":"A"}`)
	c.want("over A 101 > 100; over after 20s: no longer subscribed")
	c.bid("A", 102) // late data
	c.want()
}

// TestAnyLabelIsDataOfAFeedSubscribedAsAWhole is a feed that is subscribed as a whole: data under any label is its data.
func TestAnyLabelIsDataOfAFeedSubscribedAsAWhole(t *testing.T) {
	c := start(t, "presets:\n  x:\n    url: ws://h\n    events: [{match: {s: '*'}, label: s, value: v}]\n", "silent 10s")
	for range 30 {
		c.wait(time.Second)
		c.receive(`{"s":"A","v":1}`)
	}
	c.want()
	c.wait(10 * time.Second)
	c.want("raised x no data for 10s, connected")
	c.receive(`{"s":"B","v":1}`)
	c.wait(10 * time.Second)
	c.want("over x no data for 10s, connected; over after 0s: data again", "raised x no data for 10s, connected ×2")
}

// TestAFirstTickThatIsLateJudgesNothing stops the calls before the first Tick.
func TestAFirstTickThatIsLateJudgesNothing(t *testing.T) {
	c := start(t, config, "silent 10s")
	c.now = c.now.Add(time.Minute)
	c.set.Tick(c.now)
	c.bid("A", 1)
	c.bid("B", 1)
	c.wait(9 * time.Second)
	c.want()
}

// TestALateTickJudgesNothing stops the calls for a minute, as a terminal that is stopped does: what has happened meanwhile comes
// after the first Tick.
func TestALateTickJudgesNothing(t *testing.T) {
	c := start(t, config, "silent 10s", "A > 100 for 3s", "A rate < 1", "B rate > 5")
	for range 20 {
		c.bid("A", 101)
		c.bid("A", 99)
		c.bid("B", 1)
		c.wait(time.Second)
	}
	c.bid("A", 101)
	for range 60 {
		c.now = c.now.Add(time.Second)
		c.s.Receive(c.now, []byte(`{"s":"A","bid":99}`))
		c.s.Receive(c.now, []byte(`{"s":"B","bid":1}`))
	}
	c.set.Tick(c.now)
	c.pass()
	for range 20 {
		c.bid("A", 99)
		c.bid("B", 1)
		c.wait(time.Second)
	}
	c.want()
}

// TestLowRatesOfAFeedThatStopsAreOneAlert has labels with rates of their own, which come below the level one after the other.
func TestLowRatesOfAFeedThatStopsAreOneAlert(t *testing.T) {
	c := rows(t, 20, "* rate < 1", "* rate < 1 for 10s")
	send := func(d time.Duration, but ...int) {
		for range int(d / time.Second) {
			for i := range 20 {
				for range 2 + i {
					if !slices.Contains(but, i) {
						c.s.Receive(c.now, fmt.Appendf(nil, `{"s":"s%d","bid":1}`, i))
					}
				}
			}
			c.pass()
			c.wait(time.Second)
		}
	}
	send(time.Minute)
	send(30*time.Second, 3)
	c.want("raised s3 rate 0.0/s < 1/s", "raised s3 rate 0.0/s < 1/s for 10s")
	c.wait(30 * time.Second)
	c.want("raised rate < 1/s on 19 of 20, last event 4s ago, no heartbeat yet; s0, s1, s2 and 16 more",
		"raised rate < 1/s for 10s on 19 of 20, last event 14s ago, no heartbeat yet; s0, s1, s2 and 16 more")
	send(30*time.Second, 3)
	c.want("over rate < 1/s on 19 of 20, last event 4s ago, no heartbeat yet; s0, s1, s2 and 16 more; over after 28s: fast enough on 16 of 20",
		"over rate < 1/s for 10s on 19 of 20, last event 14s ago, no heartbeat yet; s0, s1, s2 and 16 more; over after 18s: fast enough on 16 of 20")
}

// TestARowIsRaisedAfterTheEndOfWhatItWasPartOf, and no sooner than any other alert is raised again.
func TestARowIsRaisedAfterTheEndOfWhatItWasPartOf(t *testing.T) {
	for back, lasted := range map[time.Duration]string{4 * time.Second: "2s", 5 * time.Second: "3s"} {
		c := rows(t, 3, "* rate < 0.4")
		c.feed(3, time.Minute)
		c.wait(back)
		c.feed(3, 20*time.Second, 0)
		const joint = "rate < 0.4/s on 3 of 3, last event 5s ago, no heartbeat yet; s0, s1, s2"
		c.want("raised "+joint, "over "+joint+"; over after "+lasted+": fast enough on 2 of 3", "raised s0 rate 0.0/s < 0.4/s")
	}
}
