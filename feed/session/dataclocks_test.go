package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// clocks is a preset that says nothing about when data is stale, with a number of symbols.
func clocks(symbols int, more string) string {
	var names []string
	for i := range symbols {
		names = append(names, fmt.Sprintf("S%d", i))
	}
	return `
url: ws://127.0.0.1:1
params: {symbols: [` + strings.Join(names, ", ") + `]}
` + more + `
subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}}
heartbeat: [{hb: 1}]
events: [{match: {s: "*"}, label: s, time: t, value: p}]
`
}

// rhythm has symbols acknowledged, and each have an event a second for some time, with a heartbeat.
func rhythm(c *conversation, symbols int, length time.Duration) {
	for i := range symbols {
		c.receive(fmt.Sprintf(`{"ok":"S%d"}`, i))
	}
	speak(c, symbols, length)
}

// speak has the first of the symbols have an event a second.
func speak(c *conversation, symbols int, length time.Duration) {
	for range length / time.Second {
		c.pass(time.Second)
		c.receive(`{"hb":1}`)
		for i := range symbols {
			c.receive(fmt.Sprintf(`{"s":"S%d","p":1}`, i))
		}
	}
}

func TestASymbolThatFallsSilentIsStale(t *testing.T) {
	c := open(t, clocks(3, ""))
	rhythm(c, 3, time.Minute)
	c.wantLabels("S0 live", "S1 live", "S2 live")
	c.log = nil
	speak(c, 2, 20*time.Second)
	c.wantLabels("S0 live", "S1 live", "S2 stale")
	c.wantState(event.Open)
	c.wantLog("5 stale: no data on S2 for 8.6s, where 1.1s is usual; heartbeat 590ms ago")
	c.receive(`{"s":"S2","p":1}`)
	c.wantLabels("S0 live", "S1 live", "S2 live")
}

// TestNothingIsSaidToBeUsualBeforeItIsKnown: after one event, silence is judged by `first`.
func TestNothingIsSaidToBeUsualBeforeItIsKnown(t *testing.T) {
	c := open(t, clocks(1, ""))
	rhythm(c, 1, time.Second)
	c.log = nil
	c.pass(31 * time.Second)
	c.wantLabels("S0 stale")
	c.wantLog("5 stale: no data on S0 for 30s; heartbeat 30s ago")
}

func TestSymbolsThatFallSilentTogetherAreOneEvent(t *testing.T) {
	c := open(t, clocks(12, ""))
	rhythm(c, 12, time.Minute)
	for i := range 12 { // they do not become stale at the same moment
		c.pass(50 * time.Millisecond)
		c.receive(fmt.Sprintf(`{"s":"S%d","p":1}`, i))
	}
	c.log = nil
	speak(c, 0, time.Minute)
	c.wantState(event.Stale)
	stale := 0
	for _, line := range c.log {
		if strings.Contains(line, "stale") {
			stale++
		}
	}
	if stale != 1 || !strings.Contains(strings.Join(c.log, "\n"), "5 stale: no data for 8s on 12 of 12; heartbeat 40ms ago") {
		t.Errorf("it is reported %d times: %q", stale, c.log)
	}
	c.log = nil
	speak(c, 12, 20*time.Second)
	c.wantState(event.Open)
}

func TestASubscriptionWithoutAFirstEventIsStale(t *testing.T) {
	for first, wait := range map[string]time.Duration{"": 30 * time.Second, "first: 2m": 2 * time.Minute} {
		c := open(t, clocks(1, first))
		c.receive(`{"ok":"S0"}`)
		c.pass(wait - time.Second)
		c.wantLabels("S0 subscribed")
		c.pass(2 * time.Second)
		c.wantLabels("S0 stale")
		c.wantState(event.Stale)
	}
}

func TestALabelSaysSinceWhenItsFirstEventIsAwaited(t *testing.T) {
	c := open(t, clocks(1, ""))
	c.receive(`{"ok":"S0"}`)
	c.pass(time.Second)
	since := c.labels.At(0).Awaited
	if since.IsZero() || !since.Equal(c.labels.At(0).Since) {
		t.Errorf("%+v", c.labels.At(0))
	}
	c.pass(time.Minute)
	c.wantLabels("S0 stale")
	if !c.labels.At(0).Awaited.Equal(since) {
		t.Errorf("stale: %+v", c.labels.At(0))
	}
	rhythm(c, 1, time.Minute)
	c.pass(time.Minute)
	c.wantLabels("S0 stale")
	if !c.labels.At(0).Awaited.IsZero() {
		t.Errorf("stale after data: %+v", c.labels.At(0))
	}
}

func TestNoFirstEventIsAwaitedAfterOneAtTheTimeOfTheAcknowledgement(t *testing.T) {
	c := open(t, clocks(1, "stale: 2s"))
	c.receive(`{"ok":"S0"}`, `{"s":"S0","p":1}`)
	c.pass(time.Minute)
	c.wantLabels("S0 stale")
	if !c.labels.At(0).Awaited.IsZero() {
		t.Errorf("%+v", c.labels.At(0))
	}
}

func TestAMessageThatComesWithTheHandshakeIsTheFirstEvent(t *testing.T) {
	c := open(t, "url: ws://127.0.0.1:1\nstale: 2s\n")
	receive(t, c.s, c.now.Add(-time.Millisecond), []byte(`{"status":"online"}`))
	c.pass(time.Minute)
	c.wantState(event.Stale)
	if !c.labels.At(0).Awaited.IsZero() {
		t.Errorf("%+v", c.labels.At(0))
	}
}

func TestOldEventsAloneAreHistory(t *testing.T) {
	c := open(t, clocks(1, ""))
	c.receive(`{"ok":"S0"}`)
	c.receive(`{"s":"S0","t":"2026-03-01T11:00:00Z","p":1}`)
	c.pass(time.Second)
	c.wantLabels("S0 live")
	if !c.labels.At(0).History {
		t.Errorf("after an event of an hour ago: %+v", c.labels.At(0))
	}
	c.receive(`{"s":"S0","p":1}`)
	c.pass(time.Second)
	if c.labels.At(0).History {
		t.Errorf("after an event of now: %+v", c.labels.At(0))
	}
}

func TestStaleOffIsNever(t *testing.T) {
	c := open(t, clocks(1, "stale: off"))
	rhythm(c, 1, time.Minute)
	c.pass(24 * time.Hour)
	c.wantLabels("S0 live")
}

func TestALateSymbolIsMarked(t *testing.T) {
	c := open(t, clocks(2, ""))
	rhythm(c, 2, time.Minute)
	speak(c, 1, 5*time.Second)
	if labels := c.labels; labels.At(0).Late || !labels.At(1).Late || labels.At(1).State != event.Live {
		t.Errorf("%+v", labels)
	}
	c.receive(`{"s":"S1","p":1}`)
	if labels := c.labels; labels.At(1).Late {
		t.Errorf("%+v", labels)
	}
}

// TestAClosedMarketIsNoFault has a market that closes some two minutes after noon by UTC, when conversations begin.
func TestAClosedMarketIsNoFault(t *testing.T) {
	c := open(t, clocks(1, `hours: {from: "09:00", to: "12:02:05", zone: UTC}`))
	rhythm(c, 1, 2*time.Minute)
	c.wantState(event.Open)
	c.pass(5 * time.Minute)
	c.wantState(event.MarketClosed)
	c.pass(20*time.Hour + 53*time.Minute + 5*time.Second)
	c.wantState(event.Open)
	c.pass(time.Minute)
	c.wantState(event.Stale)
}

// TestWhatIsUnsubscribedIsNotExpected has two of three symbols left when they fall silent.
func TestWhatIsUnsubscribedIsNotExpected(t *testing.T) {
	c := open(t, clocks(3, ""))
	rhythm(c, 3, time.Minute)
	_ = c.s.Unsubscribe(c.now, "S2")
	c.log = nil
	speak(c, 0, time.Minute)
	if !strings.Contains(strings.Join(c.log, "\n"), "on 2 of 2;") {
		t.Errorf("%q", c.log)
	}
}

// TestALabelThatFallsSilentIsStale has a feed whose one subscription brings data of several labels, one of them seldom.
func TestALabelThatFallsSilentIsStale(t *testing.T) {
	c := open(t, strings.Replace(clocks(1, ""), "params: {symbols: [S0]}\n", "", 1))
	c.receive(`{"s":"seldom","p":1}`)
	for range 30 {
		c.pass(time.Second)
		c.receive(`{"s":"A","p":1}`, `{"s":"B","p":1}`)
	}
	c.log = nil
	for range 20 {
		c.pass(time.Second)
		c.receive(`{"s":"A","p":1}`)
	}
	c.wantLabels("x live", "seldom label", "A label", "B label, stale")
	c.wantState(event.Open)
	c.wantLog("5 stale: no data on B for 8.")
	c.receive(`{"s":"B","p":1}`)
	c.wantLabels("x live", "seldom label", "A label", "B label")
	c.wantLog("4 B data again after 20s")
}

// TestAFeedWithoutSubscriptionsCountsItsLabelsOnly: its own row, which all events are data of, is not shown beside them.
func TestAFeedWithoutSubscriptionsCountsItsLabelsOnly(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
events: [{match: {s: "*"}, label: s, value: p}]
`)
	for range 30 {
		c.pass(time.Second)
		c.receive(`{"s":"A","p":1}`, `{"s":"B","p":1}`)
	}
	c.log = nil
	c.pass(20 * time.Second)
	c.wantState(event.Stale)
	c.wantLog("5 stale: no data for 8.6s on 2 of 2; no heartbeat yet")
}

// TestWhatIsOldLongAfterTheSubscriptionIsLate has a server whose events are all of March: the first ones may be history.
func TestWhatIsOldLongAfterTheSubscriptionIsLate(t *testing.T) {
	for name, text := range map[string]string{"a symbol": clocks(1, ""), "a feed without symbols": strings.Replace(clocks(1, ""), "params: {symbols: [S0]}\n", "", 1)} {
		c := open(t, text)
		c.receive(`{"ok":"S0"}`, `{"ok":"x"}`)
		old := `{"s":"S0","t":"2025-03-01T11:00:00Z","p":1}`
		for range 9 {
			c.pass(time.Second)
			c.receive(old)
		}
		if c.batch.Lags.Total() > 0 || !c.labels.At(0).History {
			t.Errorf("%s, after nine seconds: %d lags, %+v", name, c.batch.Lags.Total(), c.labels.At(0))
		}
		for range 5 {
			c.pass(time.Second)
			c.receive(old)
		}
		if n := c.batch.Lags.Total(); n < 4 || c.batch.Lags.Quantile(0.5) < 72*time.Hour || c.labels.At(0).History {
			t.Errorf("%s, later: %d lags of %v, %+v", name, n, c.batch.Lags.Quantile(0.5), c.labels.At(0))
		}
	}
}

// TestWhatIsNoIntervalIsNotLearned has events whose distance says nothing about how often they come: the rhythm stays one of a
// second.
func TestWhatIsNoIntervalIsNotLearned(t *testing.T) {
	known := func(c *conversation) int {
		r := c.s.Freshness().Rhythms().Labels["S0"]
		return r.Intervals.Added()
	}
	for what, play := range map[string]func(c *conversation){
		"the records of one message": func(c *conversation) {
			c.receive(`{"all":[{"s":"S0","p":1},{"s":"S0","p":2},{"s":"S0","p":3}]}`)
			c.pass(time.Second)
			c.receive(`{"all":[{"s":"S0","p":1},{"s":"S0","p":2},{"s":"S0","p":3}]}`)
		},
		"messages of one read": func(c *conversation) {
			c.receive(`{"s":"S0","p":1}`, `{"s":"S0","p":2}`)
			c.pass(time.Second)
			c.receive(`{"s":"S0","p":1}`, `{"s":"S0","p":2}`)
		},
		"what was received after a time in which nothing ran": func(c *conversation) {
			c.jump(time.Hour)
			c.receive(`{"s":"S0","p":1}`)
		},
		"what was received after another connection": func(c *conversation) {
			c.s.Lost(c.now, session.End{})
			c.pass(time.Minute)
			c.s.Opened(c.now)
			c.receive(`{"ok":"S0"}`, `{"s":"S0","p":1}`)
		},
		"heartbeats": func(c *conversation) { c.receive(`{"hb":1}`, `{"hb":1}`) },
	} {
		c := open(t, strings.Replace(clocks(1, ""), "events: [", `events: [{match: {all: "*"}, each: all, label: s, value: p}, `, 1))
		rhythm(c, 1, 20*time.Second)
		before := known(c)
		play(c)
		want := before
		if strings.HasSuffix(what, "of one message") || strings.HasSuffix(what, "of one read") {
			want++ // from the first ones to the second ones
		}
		if after := known(c); after != want || before < 15 {
			t.Errorf("%s: %d intervals become %d, not %d", what, before, after, want)
		}
	}
}

// TestWhatWasPlannedOnAnEarlierConnectionIsNotLate has one be lost for longer than a judgement may be late: it does not count as a
// time in which nothing ran, which would begin all silence anew.
func TestWhatWasPlannedOnAnEarlierConnectionIsNotLate(t *testing.T) {
	c := open(t, clocks(1, ""))
	rhythm(c, 1, 20*time.Second)
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.pass(7 * time.Second)
	c.wantState(event.Connecting)
	c.log = nil
	c.s.Opened(c.now)
	c.collect()
	rhythm(c, 1, 20*time.Second)
	for _, line := range c.log {
		if strings.Contains(line, "nothing ran here") {
			t.Error(line)
		}
	}
	c.wantLabels("S0 live")
}
