package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// waits returns the time to the next attempt after an attempt that ended like this.
func (c *conversation) waits(end session.End) time.Duration {
	c.t.Helper()
	c.s.Lost(c.now, end)
	c.collect()
	c.wantState(event.Retry)
	return c.status.RetryAt.Sub(c.now).Round(time.Millisecond)
}

func TestRetryAfterIsObserved(t *testing.T) {
	for _, test := range []struct {
		after, want time.Duration
		said        string
	}{
		{0, 500 * time.Millisecond, "retry 1 in 500ms"},
		{100 * time.Millisecond, 500 * time.Millisecond, "retry 1 in 500ms"},
		{2 * time.Minute, 2 * time.Minute, "retry 1 in 2m, as the server asks"},
		{72 * time.Hour, time.Hour, "retry 1 in 1h; the server asks for 72h"},
	} {
		c := begin(t, "kraken")
		if got := c.waits(session.End{RetryAfter: test.after}); got != test.want {
			t.Errorf("asked for %v, waits %v, want %v", test.after, got, test.want)
		}
		if last := c.log[len(c.log)-1]; !strings.HasSuffix(last, test.said) {
			t.Errorf("says %q, want %q", last, test.said)
		}
		c.pass(test.want - time.Millisecond)
		if c.dials != 1 {
			t.Errorf("dialled before %v", test.want)
		}
		c.pass(10 * time.Millisecond)
		if c.dials != 2 {
			t.Errorf("not dialled after %v", test.want)
		}
	}
}

// TestTheWaitAfterARejectionIsLong is asked rarely from the first time on, and for ever: never FAILED.
func TestTheWaitAfterARejectionIsLong(t *testing.T) {
	c := begin(t, "kraken")
	for range 50 {
		if got := c.waits(session.End{Rejected: true, Reason: "HTTP 401 Unauthorized"}); got != 15*time.Second {
			t.Fatalf("waits %v", got)
		}
		c.pass(15 * time.Second)
		c.wantState(event.Connecting)
	}
	c.s.Reconnect(c.now) // the operator has mended the token, and does not wait
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.s.Lost(c.now, session.End{Reason: "refused"})
	c.collect()
	if got := c.status.RetryAt.Sub(c.now).Round(time.Millisecond); got != 500*time.Millisecond {
		t.Errorf("waits %v", got)
	}
}

// TestOurOwnCodeIsNoReasonToStop: the server answers our close frame with the same code.
func TestOurOwnCodeIsNoReasonToStop(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nreconnect: {max_age: 1h, stop: [1000]}\n")
	c.pass(time.Hour)
	if c.hangups != 1 {
		t.Fatal("not hung up")
	}
	c.s.Lost(c.now, session.End{Code: 1000, Reason: "closed by the server: 1000 normal closure"})
	c.collect()
	c.wantState(event.Retry)
	c.wantLog("connection lost: the connection is 1h old (max_age)")
}

// TestReasonsAreBounded has a server, or a certificate, with much to say.
func TestReasonsAreBounded(t *testing.T) {
	c := begin(t, "kraken")
	c.s.Lost(c.now, session.End{Reason: "x509: certificate is valid for " + strings.Repeat("é.example, ", 5000)})
	c.collect()
	if n := len(c.status.Reason); n > 500 || !strings.HasPrefix(c.status.Reason, "x509: ") {
		t.Errorf("a reason of %d bytes", n)
	}
	for _, line := range c.log {
		if len(line) > 600 {
			t.Errorf("a row of %d bytes", len(line))
		}
	}
}

// TestTheLastWishCountsWhileTheOldConnectionEnds: a feed ends as the operator said last.
func TestTheLastWishCountsWhileTheOldConnectionEnds(t *testing.T) {
	for name, over := range map[string]func(*conversation){
		"closed": func(c *conversation) { c.s.Close(c.now) },
		"failed": func(c *conversation) { c.receive(`{"type":"no"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t, "\nurl: ws://127.0.0.1:1\nhello: [{wait: {type: hi}, fail: {type: no}}]\n")
			over(c)
			c.s.Reconnect(c.now)
			c.collect()
			c.wantState(event.Connecting)
			since := c.status.Since
			c.now = c.now.Add(100 * time.Millisecond)
			c.s.Reconnect(c.now) // once more: it has been wanted for as long as before
			c.collect()
			if c.status.Since != since {
				t.Error("a second wish makes the first one younger")
			}
			c.s.Close(c.now)
			c.collect()
			c.wantState(event.Closed)
			c.s.Lost(c.now, session.End{Code: 1000})
			c.collect()
			c.wantState(event.Closed)
			if c.dials != 1 {
				t.Error("dials although the operator has closed it")
			}
		})
	}
}

// TestAMoveToABadAddressIsRefused is an address that lets us in and puts us out again. It is tried once, and by the operator never.
func TestAMoveToABadAddressIsRefused(t *testing.T) {
	const own, other, third = "ws://127.0.0.1:1", "ws://elsewhere/x", "ws://elsewhere/y"
	c := open(t, "\nurl: "+own+"\nreconnect: {match: [{type: move}], url: to}\n")
	move := func(to string) {
		c.s.Receive(c.now, []byte(`{"type":"move","to":"`+to+`"}`))
		c.s.Lost(c.now, session.End{})
	}
	move(other)
	c.wantURL(other)
	c.s.Opened(c.now)
	c.s.Lost(c.now, session.End{Code: 1008, Reason: "go away"})
	c.wantURL(own)

	c.s.Opened(c.now)
	move(other)
	c.wantURL(other)
	c.s.Opened(c.now)
	move(third) // and on
	c.wantURL(third)
	c.s.Opened(c.now)
	c.pass(time.Minute)
	c.s.Lost(c.now, session.End{Reason: "gone"})
	c.wantURL(third) // where it was good to be

	c.s.Opened(c.now)
	c.s.Reconnect(c.now)
	c.s.Lost(c.now, session.End{})
	if o := c.s.Orders(); !o.Dial || o.URL != own {
		t.Errorf("R dials %s, want %s", o.URL, own)
	}
}
