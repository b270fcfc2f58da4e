package feed_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// A fault is what a server or a network does to a feed, and what the screen says about it. What is the same for all of
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

// patient is ticks, but for that a retry waits until the operator has seen it.
func patient(url string, more ...string) string {
	return strings.Replace(ticks(url, more...), "min: 10ms, max: 50ms", "min: 1h, max: 1h", 1)
}

// meets has a feed meet a fault, and the good server after it.
func (f *fault) meets(t *testing.T) {
	leavesNothing(t)
	second := good
	if f.greeting != "" {
		second = append(feedtest.Conversation{feedtest.Send(f.greeting)}, good...)
	}
	server := feedtest.New(t, f.talk, second)
	s := watch(t, patient(server.URL(), f.preset))
	s.fails(f.reason)
	if s.counts.In != f.heard {
		t.Errorf("%d messages have come in, the server has said %d", s.counts.In, f.heard)
	}
	s.feed.Reconnect()
	s.recovers()
	if got, said := s.counts.In-f.heard, int64(len(second)-1); got != said { // one step is ours
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
	for _, r := range s.rows {
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

// balances compares what the counts say of the log with the log itself. That in = log + heartbeats + dropped is looked at
// with every batch.
func (s *screen) balances() {
	s.t.Helper()
	kept := int64(0)
	for _, c := range s.history.Chunks() {
		kept += int64(c.Inbound())
	}
	if kept+s.history.Evicted() != s.counts.Log {
		s.t.Errorf("%d messages are kept and %d evicted, and the counts are %+v", kept, s.history.Evicted(), s.counts)
	}
}

// leavesNothing fails the test if goroutines, sockets or files are left when everything else that the test has started
// is cleaned up. It is called first.
func leavesNothing(t *testing.T) {
	goroutines, files := running(), opened()
	collecting := debug.SetGCPercent(-1) // the collector closes sockets that were forgotten
	t.Cleanup(func() {
		defer debug.SetGCPercent(collecting)
		deadline := time.Now().Add(patience)
		for {
			left := append(more(running(), goroutines), more(opened(), files)...)
			if len(left) == 0 {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("left behind:\n%s", strings.Join(left, "\n"))
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
}

// running counts the goroutines by what has started them.
func running() map[string]int {
	stacks := make([]byte, 256<<10)
	count := make(map[string]int)
	for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if _, creator, ok := strings.Cut(stack, "created by "); ok {
			count["goroutine of "+strings.Split(creator, " in goroutine")[0]]++
		}
	}
	return count
}

// opened counts the sockets and files of this process, where the system tells.
func opened() map[string]int {
	count := make(map[string]int)
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return count
	}
	for _, entry := range entries {
		to, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name()))
		switch {
		case err != nil: // the directory itself
		case strings.HasPrefix(to, "socket:"):
			count["socket"]++
		case strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/proc/"):
			count["file "+to]++
		}
	}
	return count
}

// more returns what there is more of than before.
func more(now, before map[string]int) (left []string) {
	for what, n := range now {
		if n > before[what] {
			left = append(left, fmt.Sprintf("%d %s, %d before", n, what, before[what]))
		}
	}
	return left
}

// TestHandshakeFaults are those before a connection is open.
func TestHandshakeFaults(t *testing.T) {
	html := "<!DOCTYPE html>\n<html><head>\n<title>502 Bad Gateway &mdash; edge 7</title></head><body>" + strings.Repeat("<p>x</p>", 1000)
	tomorrow := time.Now().Add(24 * time.Hour).UTC()
	for _, f := range []fault{
		{name: "301", talk: feedtest.Conversation{feedtest.Refuse(301, http.Header{"Location": {"wss://elsewhere"}}, "")},
			reason: `HTTP 301 Moved Permanently to wss://elsewhere \(redirects are not followed: put the right address into the preset\)`},
		{name: "400", talk: feedtest.Conversation{feedtest.Refuse(400, nil, "bad fault \"fire\"\n")},
			reason: `HTTP 400 Bad Request: bad fault "fire"`},
		{name: "401", talk: feedtest.Conversation{feedtest.Refuse(401, nil, `{"error":"bad token"}`)},
			reason: `HTTP 401 Unauthorized: {"error":"bad token"} \(see the secrets in the url and headers\)`},
		{name: "403", talk: feedtest.Conversation{feedtest.Refuse(403, nil, "")},
			reason: `HTTP 403 Forbidden \(see the secrets in the url and headers, and whether this address is allowed in\)`},
		{name: "404", talk: feedtest.Conversation{feedtest.Refuse(404, nil, "default backend - 404")},
			reason: `HTTP 404 Not Found: default backend - 404 \(see the path of the url\)`},
		{name: "410", talk: feedtest.Conversation{feedtest.Refuse(410, nil, "")},
			reason: `HTTP 410 Gone \(see the path of the url\)`},
		{name: "426", talk: feedtest.Conversation{feedtest.Refuse(426, nil, "")},
			reason: `HTTP 426 Upgrade Required \(see the url and subprotocols\)`},
		{name: "429 with a date", talk: feedtest.Conversation{feedtest.Refuse(429, http.Header{"Date": {tomorrow.Format(http.TimeFormat)}, "Retry-After": {tomorrow.Add(90 * time.Minute).Format(http.TimeFormat)}}, "slow down")},
			reason: `HTTP 429 Too Many Requests, try again after 1h30m0s: slow down`},
		{name: "429 with nonsense", talk: feedtest.Conversation{feedtest.Refuse(429, http.Header{"Retry-After": {"-5"}}, "")},
			reason: `HTTP 429 Too Many Requests`},
		{name: "502 with an HTML page", talk: feedtest.Conversation{feedtest.Refuse(502, nil, html)},
			reason: `HTTP 502 Bad Gateway: an HTML page, "502 Bad Gateway — edge 7"`},
		{name: "503 with a long word", talk: feedtest.Conversation{feedtest.Refuse(503, http.Header{"Retry-After": {"120"}}, strings.Repeat("é", 5000))},
			reason: `HTTP 503 Service Unavailable, try again after 2m0s: é{150}`},
		{name: "200", talk: feedtest.Conversation{feedtest.Refuse(200, nil, "hello")},
			reason: `HTTP 200 OK: hello`},
		{name: "no answer", talk: feedtest.Conversation{feedtest.NoAnswer()}, preset: "    connect_timeout: 250ms",
			reason: `no answer within 250ms \(connect_timeout\)`},
		{name: "a hello that never comes", talk: feedtest.Conversation{feedtest.Silence(nil)}, preset: "    connect_timeout: 250ms\n    hello: [{wait: {op: welcome}}]",
			reason: `step 1 of hello waited for \{op: welcome\}, and nothing came within 250ms \(connect_timeout\)`, greeting: `{"op":"welcome"}`},
	} {
		t.Run(f.name, func(t *testing.T) {
			f.meets(t)
		})
	}
}

// TestNobodyThere has no server that could answer, or one that is no WebSocket server. Then there is a good one at the
// same address.
func TestNobodyThere(t *testing.T) {
	says := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprint(conn, text)
			}
		}
	}
	for _, test := range []struct {
		name   string
		serve  func(net.Conn)
		reason string
	}{
		{name: "hangs up", serve: func(conn net.Conn) { conn.Close() }, reason: `the server hung up during the handshake|read tcp .*: connection reset by peer`},
		{name: "speaks something else", serve: says("SSH-2.0-OpenSSH_9.7\r\n" + strings.Repeat("x", 100_000) + "\r\n"), reason: `malformed HTTP response "SSH-2\.0-OpenSSH_9\.7"`},
		{name: "a status without end", serve: says("HTTP/1.1 200 " + strings.Repeat("x", 900_000) + "\r\n\r\n"), reason: `HTTP 200 x+`},
		{name: "headers without end", serve: func(conn net.Conn) {
			defer conn.Close()
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\n")
			for {
				if _, err := fmt.Fprintf(conn, "X-Pad: %s\r\n", strings.Repeat("x", 60_000)); err != nil {
					return
				}
			}
		}, reason: `the server's answer to the handshake has no end`},
		{name: "a byte now and then", serve: func(conn net.Conn) {
			defer conn.Close()
			for {
				if _, err := conn.Write([]byte("H")); err != nil {
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		}, reason: `no answer within 250ms \(connect_timeout\)`},
		{name: "an answer to another key", serve: says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm8=\r\n\r\n"),
			reason: `HTTP 101 Switching Protocols, but not as a WebSocket server would say it`},
	} {
		t.Run(test.name, func(t *testing.T) {
			leavesNothing(t)
			var again atomic.Bool
			server := feedtest.New(t, good)
			url := "ws://" + listen(t, func(conn net.Conn) {
				if !again.Swap(true) {
					test.serve(conn)
					return
				}
				to, err := net.Dial("tcp", strings.TrimPrefix(server.URL(), "ws://"))
				if err != nil {
					t.Error(err)
					return
				}
				tunnel(conn, to)
			})
			more := ""
			if strings.Contains(test.reason, "connect_timeout") {
				more = "    connect_timeout: 250ms"
			}
			s := watch(t, patient(url, more))
			s.fails(test.reason)
			s.feed.Reconnect()
			s.recovers()
		})
	}
	t.Run("refused", func(t *testing.T) {
		leavesNothing(t)
		server := feedtest.New(t, good)
		server.Stop()
		s := watch(t, patient(server.URL()))
		s.fails(`dial tcp 127\.0\.0\.1:\d+: connect: connection refused`)
		server.Restart()
		s.feed.Reconnect()
		s.recovers()
	})
}

// TestCertificates has those that nobody should trust, until the server has a better one, or its authority is known.
func TestCertificates(t *testing.T) {
	for _, test := range []struct {
		name   string
		server func(testing.TB, ...feedtest.Conversation) *feedtest.Server
		mend   func(*feedtest.Server)
		tls    string // what the preset says beside the authority
		known  bool   // the authority, from the start
		reason string
	}{
		{name: "expired", server: feedtest.NewExpiredTLS, known: true, mend: func(s *feedtest.Server) { s.Renew() },
			reason: `TLS: the certificate is not valid at this time, or the clock of this machine is wrong: current time \S+ is after \S+`},
		{name: "wrong name", server: feedtest.NewTLS, known: true, mend: func(s *feedtest.Server) { s.Renew("other.example") }, tls: ", server_name: other.example",
			reason: `TLS: x509: certificate is valid for localhost, not other\.example`},
		{name: "unknown authority", server: feedtest.NewTLS, mend: func(*feedtest.Server) {},
			reason: `TLS: the certificate is signed by an authority that this machine does not know`},
	} {
		t.Run(test.name, func(t *testing.T) {
			leavesNothing(t)
			server := test.server(t, good)
			ca := filepath.Join(t.TempDir(), "ca.pem")
			trust := func(s *feedtest.Server) {
				if err := os.WriteFile(ca, s.CA(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if trust(server); !test.known {
				trust(feedtest.NewTLS(t))
			}
			s := watch(t, patient(server.URL(), "    tls: {ca: "+ca+test.tls+"}"))
			s.fails(test.reason)
			test.mend(server)
			trust(server)
			s.feed.Reconnect()
			s.recovers()
			server.Wait()
		})
	}
	t.Run("no TLS", func(t *testing.T) {
		leavesNothing(t)
		s := watch(t, patient(strings.Replace(feedtest.New(t).URL(), "ws:", "wss:", 1)))
		s.fails(`TLS: the server does not speak it \(first record does not look like a TLS handshake\); is it ws:// instead of wss://\?`)
	})
}

// TestRetryAfterIsObeyed dials at once by back-off, but not by the server's wish.
func TestRetryAfterIsObeyed(t *testing.T) {
	leavesNothing(t)
	server := feedtest.New(t, feedtest.Conversation{feedtest.Refuse(429, http.Header{"Retry-After": {"1"}}, "")}, good)
	s := watch(t, ticks(server.URL()))
	begin := time.Now()
	s.recovers()
	if waited := time.Since(begin); waited < time.Second {
		t.Errorf("dialled again after %v, and the server asked for a second", waited)
	}
	if !s.logged("retry 1 in 1s, as the server asks")() {
		t.Errorf("nobody says why it takes so long:\n%s", s.log())
	}
}
