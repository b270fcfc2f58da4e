package feed_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// A fault is what a server or a network does to a feed, and the reason that the feed gives. What is the same for all of
// them is in meets: the reason can be read, the program lives, the balance holds, what was wanted is subscribed again,
// and nothing is left behind.
type fault struct {
	name   string
	talk   feedtest.Conversation // the first connection; the second is a good one
	heard  int64                 // messages in talk
	preset string                // what the preset says beside ticks
	reason string                // of RETRY, as a regular expression for the whole of it

	greeting string // with which the good server begins; "" for none
}

// asks and good are what a feed says first, and a server that answers as it should.
var (
	asks = feedtest.Expect(`{"op":"sub","args":["A","B"]}`)
	good = feedtest.Conversation{asks, feedtest.Send(`{"op":"subbed","s":"A"}`), feedtest.Send(`{"op":"subbed","s":"B"}`), feedtest.Send(`{"s":"B","p":4711}`)}
)

// after is a good conversation and what it comes to.
func after(steps ...feedtest.Step) feedtest.Conversation {
	return append(append(feedtest.Conversation{}, good[:3]...), steps...)
}

// retryLater is ticks with a back-off of an hour: a retry waits until the test has the feed reconnect.
func retryLater(url string, more ...string) string {
	return strings.Replace(ticks(url, more...), "min: 10ms, max: 50ms", "min: 1h, max: 1h", 1)
}

// meets has a feed meet a fault, and the good server after it.
func (f *fault) meets(t *testing.T) {
	feedtest.CheckLeaks(t)
	f.meetsOn(t, feedtest.New(t, f.talk, f.second()))
}

// meetsInSimulatedTime is meets for a fault that takes a time: no good server is too slow for that, however slow the machine is. What
// is left behind ends the bubble with a panic.
func (f *fault) meetsInSimulatedTime(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		server := feedtest.NewSimulated(t, f.talk, f.second())
		f.meetsOn(t, server, feed.Connect(server.Connect))
	})
}

// second is the good server.
func (f *fault) second() feedtest.Conversation {
	if f.greeting == "" {
		return good
	}
	return append(feedtest.Conversation{feedtest.Send(f.greeting)}, good...)
}

func (f *fault) meetsOn(t *testing.T, server *feedtest.Server, options ...feed.Option) {
	s := watch(t, retryLater(server.URL(), f.preset), options...)
	s.fails(f.reason)
	if s.counts.In != f.heard {
		t.Errorf("%d messages have come in, the server has said %d", s.counts.In, f.heard)
	}
	s.feed.Reconnect()
	s.recovers()
	if got, said := s.counts.In-f.heard, int64(len(f.second())-1); got != said { // one step is ours
		t.Errorf("%d messages have come in from a good server, which has said %d", got, said)
	}
	server.Wait()
}

// fails waits for RETRY, and wants a reason that is fit to be shown.
func (s *screen) fails(reason string) {
	s.t.Helper()
	s.until("RETRY", func() bool { return s.status.State == event.Retry })
	if !regexp.MustCompile(`^(?:` + reason + `)$`).MatchString(s.status.Reason) {
		s.t.Errorf("the reason is\n%q\nwant\n%q", s.status.Reason, reason)
	}
	if n := len(s.status.Reason); n > 500 {
		s.t.Errorf("a reason of %d bytes", n)
	}
	if !strings.Contains(s.log(), s.status.Reason) || s.status.RetryAt.IsZero() {
		s.t.Errorf("the log does not give the reason, or the status no time of the next attempt, %v:\n%s", s.status.RetryAt, s.log())
	}
	for _, r := range s.rows.All() {
		if r.State == event.Live || r.State == event.SubscriptionStale {
			s.t.Errorf("%s is %d without a connection", r.Name, r.State)
		}
	}
}

// recovers waits for the good conversation, on a feed that has lost nothing silently.
func (s *screen) recovers() {
	s.t.Helper()
	s.until("data of a good server", func() bool {
		n := len(s.points)
		return n > 0 && s.points[n-1].Value == 4711 && s.status.State == event.Open && s.subscribed("A")() && s.subscribed("B")()
	})
	s.balances()
}

// balances compares what the counts say of the log with the log itself. that in = log + heartbeats + dropped is checked
// with every batch.
func (s *screen) balances() {
	s.t.Helper()
	kept := int64(0)
	for _, c := range s.history.Chunks() {
		kept += int64(c.Inbound())
	}
	if t := s.history.Totals(); kept+t.Evicted != t.Counts.Log {
		s.t.Errorf("%d messages are kept and %d evicted, and the counts are %+v", kept, t.Evicted, t.Counts)
	}
}

// TestAFaultOfTheHandshakeIsExplained has those that the session decides about, and one of each kind that the socket explains.
func TestAFaultOfTheHandshakeIsExplained(t *testing.T) {
	for _, f := range []fault{
		{name: "401", talk: feedtest.Conversation{feedtest.Refuse(401, nil, `{"error":"bad token"}`)},
			reason: `HTTP 401 Unauthorized: {"error":"bad token"} \(see the secrets in the url and headers\)`},
		{name: "no answer", talk: feedtest.Conversation{feedtest.NoAnswer()}, preset: "    connect_timeout: 250ms",
			reason: `no answer within 250ms \(connect_timeout\)`},
		{name: "a hello that never comes", talk: feedtest.Conversation{feedtest.Silence(nil)}, preset: "    connect_timeout: 250ms\n    hello: [{wait: {op: welcome}}]",
			reason: `step 1 of hello waited for \{op: welcome\}, and nothing came within 250ms \(connect_timeout\)`, greeting: `{"op":"welcome"}`},
	} {
		if f.preset != "" {
			t.Run(f.name, f.meetsInSimulatedTime)
		} else {
			t.Run(f.name, f.meets)
		}
	}
}

// TestAHandshakeThatNeverEndsIsGivenUp, although something arrives now and then, and the next attempt succeeds.
func TestAHandshakeThatNeverEndsIsGivenUp(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		server := feedtest.NewSimulated(t, good)
		first := true
		connect := func(ctx context.Context, network, address string) (net.Conn, error) {
			if !first {
				return server.Connect(ctx, network, address)
			}
			first = false
			here, there := net.Pipe()
			over := make(chan struct{})
			go func() {
				defer close(over)
				_, _ = io.Copy(io.Discard, there)
			}()
			go func() {
				defer there.Close()
				for {
					if _, err := there.Write([]byte("H")); err != nil {
						return
					}
					select {
					case <-over:
					case <-time.After(5 * time.Millisecond):
					}
				}
			}()
			return here, nil
		}
		s := watch(t, retryLater(server.URL(), "    connect_timeout: 250ms"), feed.Connect(connect))
		s.fails(`no answer within 250ms \(connect_timeout\)`)
		s.feed.Reconnect()
		s.recovers()
	})
}

// TestRetryAfterIsKept although the back-off would have the feed dial at once.
func TestRetryAfterIsKept(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		server := feedtest.NewSimulated(t, feedtest.Conversation{feedtest.Refuse(429, http.Header{"Retry-After": {"1"}}, "")}, good)
		begin := time.Now()
		s := watch(t, ticks(server.URL()), feed.Connect(server.Connect))
		s.recovers()
		if waited := time.Since(begin); waited < time.Second {
			t.Errorf("dialled again after %v, and the server asked for a second", waited)
		}
		if !s.logged("retry 1 in 1s, as the server asks")() {
			t.Errorf("the log does not say why it takes so long:\n%s", s.log())
		}
	})
}
