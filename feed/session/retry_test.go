package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/session"
)

// waits returns the time to the next attempt after an attempt that ended like this.
func (c *conversation) waits(end session.End) time.Duration {
	c.t.Helper()
	c.s.Lost(c.now, end)
	c.settle()
	c.wantState(session.Retry)
	return c.status.RetryAt.Sub(c.now).Round(time.Millisecond)
}

func TestAServerThatWantsToBeLeftAlone(t *testing.T) {
	for _, test := range []struct {
		after, want time.Duration
		said        string
	}{
		{0, 500 * time.Millisecond, "retry 1 in 500ms"},
		{100 * time.Millisecond, 500 * time.Millisecond, "retry 1 in 500ms"},
		{2 * time.Minute, 2 * time.Minute, "retry 1 in 2m0s, as the server asks"},
		{72 * time.Hour, time.Hour, "retry 1 in 1h0m0s; the server asks for 72h0m0s"},
	} {
		c := talk(t, "kraken")
		if got := c.waits(session.End{After: test.after}); got != test.want {
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

// TestAServerThatDoesNotLetUsIn is asked rarely from the first time on, and for ever: never FAILED.
func TestAServerThatDoesNotLetUsIn(t *testing.T) {
	c := talk(t, "kraken")
	for range 50 {
		if got := c.waits(session.End{Unwelcome: true, Reason: "HTTP 401 Unauthorized"}); got != 30*time.Second {
			t.Fatalf("waits %v", got)
		}
		c.pass(30 * time.Second)
		c.wantState(session.Connecting)
	}
	c.s.Reconnect(c.now) // the operator has mended the token, and does not wait
	c.s.Lost(c.now, session.End{})
	c.settle()
	c.s.Lost(c.now, session.End{Reason: "refused"})
	c.settle()
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
	c.settle()
	c.wantState(session.Retry)
	c.wantLog("connection lost: the connection is 1h0m0s old (max_age)")
}

// TestReasonsAreBounded has a server, or a certificate, with much to say.
func TestReasonsAreBounded(t *testing.T) {
	c := talk(t, "kraken")
	c.s.Lost(c.now, session.End{Reason: "x509: certificate is valid for " + strings.Repeat("é.example, ", 5000)})
	c.settle()
	if n := len(c.status.Reason); n > 500 || !strings.HasPrefix(c.status.Reason, "x509: ") {
		t.Errorf("a reason of %d bytes", n)
	}
	for _, line := range c.log {
		if len(line) > 600 {
			t.Errorf("a row of %d bytes", len(line))
		}
	}
}
