package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

const timed = `
url: ws://127.0.0.1:1
params: {symbols: [A]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {off: "${symbol}"}}
keepalive: {ping: true, every: 20s}
silence: 10s
stale: 5s
events: [{match: {s: "*"}, label: s, value: p}]
`

// jump lets time pass in which nothing runs, and then calls what is due.
func (c *conversation) jump(d time.Duration) {
	c.now = c.now.Add(d)
	c.s.Tick(c.now)
	c.collect()
}

// TestNothingIsSilentForTheTimeInWhichNothingRan: a process was suspended, or its machine slept, and what the server has sent
// meanwhile is read after the clock is.
func TestNothingIsSilentForTheTimeInWhichNothingRan(t *testing.T) {
	for _, d := range []time.Duration{13 * time.Second, time.Hour, 100 * 24 * time.Hour} {
		c := open(t, timed)
		c.receive(`{"on":"A"}`, `{"s":"A","p":1}`)
		c.jump(d)
		c.wantLog("nothing ran here for")
		c.wantLabels("A live")
		c.wantState(event.Open)
		c.receive(`{"s":"A","p":2}`)
		c.pass(4 * time.Second)
		c.wantLabels("A live")
		c.wantState(event.Open)
		if c.hangups != 0 {
			t.Errorf("after %v in which nothing ran, the server counts as dead", d)
		}
		// From then on it is judged as ever.
		c.pass(time.Second)
		c.wantLabels("A stale")
		c.pass(5 * time.Second)
		if c.hangups != 1 {
			t.Errorf("after %v in which nothing ran, a dead connection is not noticed", d)
		}
	}
}

// TestAPongThatWaitsToBeReadIsNotMissed: it came in while nothing ran.
func TestAPongThatWaitsToBeReadIsNotMissed(t *testing.T) {
	c := open(t, strings.Replace(timed, "silence: 10s", "", 1))
	c.receive(`{"on":"A"}`)
	c.pass(20 * time.Second)
	if c.pings != 1 {
		t.Fatalf("%d pings", c.pings)
	}
	c.jump(time.Hour)
	if c.hangups != 0 || c.pings != 2 {
		t.Errorf("%d hang-ups and %d pings: a ping is asked again before the server counts as dead", c.hangups, c.pings)
	}
	c.pass(20 * time.Second)
	if c.hangups != 1 {
		t.Error("a ping without an answer goes unnoticed")
	}
}

// TestWaitsBeginAnewAfterASuspension has the handshake, an unsubscribe and a retry under way.
func TestWaitsBeginAnewAfterASuspension(t *testing.T) {
	c := begin(t, timed)
	c.jump(time.Hour)
	if c.hangups != 0 {
		t.Error("the answer to the handshake may have come meanwhile")
	}
	c.pass(10 * time.Second)
	if c.hangups != 1 {
		t.Error("a handshake may last for ever")
	}

	c = open(t, timed)
	c.receive(`{"on":"A"}`)
	_ = c.s.Unsubscribe(c.now, "A")
	c.collect()
	c.jump(time.Hour)
	c.receive(`{"off":"A"}`)
	c.wantLabels("A off")

	c = open(t, timed)
	c.s.Lost(c.now, session.End{Reason: "gone"})
	c.collect()
	c.jump(time.Hour)
	if c.dials != 2 {
		t.Error("what was due while nothing ran is not done after it")
	}
}

// TestALateTickIsNoSuspension: ticks that are a little late are as good as any.
func TestALateTickIsNoSuspension(t *testing.T) {
	c := open(t, timed)
	c.receive(`{"on":"A"}`)
	c.jump(6500 * time.Millisecond)
	c.wantLabels("A stale")
	c.jump(5 * time.Second)
	if c.hangups != 1 {
		t.Error("a dead connection is not noticed")
	}
}

// TestNothingIsDueEarlierWhenTheClockGoesBack: a feed cannot see that, as its times are monotonic. The session goes on all the
// same: nothing is due before its time has come again.
func TestNothingIsDueEarlierWhenTheClockGoesBack(t *testing.T) {
	c := open(t, timed)
	c.receive(`{"on":"A"}`, `{"s":"A","p":1}`)
	for range 3 {
		c.jump(-time.Hour)
		c.receive(`{"s":"A","p":2}`)
		c.wantLabels("A live")
		c.wantState(event.Open)
	}
	c.beat(3*time.Hour, `{"s":"A","p":3}`)
	c.wantLabels("A live")
	if c.hangups != 0 {
		t.Error("the connection counts as dead because of the clock")
	}
	c.pass(10 * time.Second)
	if c.hangups != 1 {
		t.Error("a dead connection is not noticed after the clock has caught up")
	}
}

// TestWhatOnlySaysThatTheServerIsAliveIsNews has the age of the last frame known to who reads the batches.
func TestWhatOnlySaysThatTheServerIsAliveIsNews(t *testing.T) {
	for name, arrive := range map[string]func(c *conversation){
		"a ping":           func(c *conversation) { c.s.Alive(c.now, false) },
		"an empty message": func(c *conversation) { receive(t, c.s, c.now, nil) },
	} {
		c := open(t, clocks(1, ""))
		c.receive(`{"ok":"S0"}`)
		c.pass(5 * time.Second)
		arrive(c)
		c.collect()
		if !c.status.LastFrame.Equal(c.now) {
			t.Errorf("%s: the last frame was %v ago", name, c.now.Sub(c.status.LastFrame))
		}
	}
}
