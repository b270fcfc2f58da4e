package session_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

func TestWaitsGrowUpToTheMaximumAndBeginAnewAfterHealth(t *testing.T) {
	c := begin(t, "kraken")
	var waits []time.Duration
	for range 9 {
		c.s.Lost(c.now, session.End{Reason: "refused"})
		c.collect()
		c.wantState(event.Retry)
		waits = append(waits, c.status.RetryAt.Sub(c.now).Round(time.Millisecond))
		c.pass(c.status.RetryAt.Sub(c.now))
		c.wantState(event.Connecting)
	}
	// random returns the most that it may
	want := []time.Duration{500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000}
	for i := range want {
		want[i] *= time.Millisecond
	}
	if !reflect.DeepEqual(waits, want) {
		t.Errorf("waits %v, want %v", waits, want)
	}
	c.s.Opened(c.now)
	c.collect()
	for range 7 {
		c.pass(9 * time.Second)
		c.receive(heartbeat)
	}
	c.s.Lost(c.now, session.End{Reason: "gone"})
	c.collect()
	if wait := c.status.RetryAt.Sub(c.now).Round(time.Millisecond); wait != 500*time.Millisecond {
		t.Errorf("after a minute of health the wait is %v, want 500ms", wait)
	}
}

func TestCloseCodesOfStopEndTheFeed(t *testing.T) {
	const stop = `
url: ws://127.0.0.1:1
reconnect: {stop: [4400-4403, 4429]}
`
	for code, want := range map[int]event.State{4399: event.Retry, 4400: event.Failed, 4403: event.Failed, 4429: event.Failed, 1000: event.Retry, 0: event.Retry} {
		c := open(t, stop)
		c.s.Lost(c.now, session.End{Code: code, Reason: fmt.Sprint("closed by the server: ", code)})
		c.collect()
		c.wantState(want)
	}
	c := open(t, stop)
	c.s.Lost(c.now, session.End{Code: 4429, Reason: "too many"})
	c.collect()
	c.s.Reconnect(c.now)
	c.collect()
	c.wantState(event.Connecting)
	if c.dials != 2 {
		t.Errorf("R on a FAILED feed dialled %d times in all, want 2", c.dials)
	}
}

func TestAClosedFeedIsNotDialledBeforeReconnect(t *testing.T) {
	c := open(t, "kraken")
	c.s.Close(c.now)
	c.collect()
	c.wantState(event.Closed)
	if c.hangups != 1 {
		t.Fatal("not hung up")
	}
	c.s.Lost(c.now, session.End{Code: 1000})
	c.collect()
	c.pass(time.Hour)
	c.wantState(event.Closed)
	if c.dials != 1 {
		t.Fatal("dialled although closed by the operator")
	}
	c.sent = nil
	c.s.Reconnect(c.now)
	c.collect()
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`)

	c.s.Reconnect(c.now) // while open: no back-off
	c.collect()
	c.s.Lost(c.now, session.End{Code: 1000})
	c.collect()
	c.wantState(event.Connecting)
	if c.dials != 3 {
		t.Errorf("dialled %d times, want 3", c.dials)
	}
	c.s.Reconnect(c.now) // while dialling; and the handshake comes through all the same
	c.s.Opened(c.now)
	c.collect()
	c.wantState(event.Connecting)
	c.s.Lost(c.now, session.End{Reason: "operation was canceled"})
	c.collect()
	if c.dials != 4 {
		t.Errorf("dialled %d times, want 4", c.dials)
	}
}
