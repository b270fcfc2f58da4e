package socket_test

import (
	"context"
	"net/http"
	"regexp"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// newDialer returns a dialer with the limits of a feed.
func newDialer() *socket.Dialer {
	return &socket.Dialer{ReadLimit: 16 << 20, WriteLimit: 8 << 20, Redact: func(text string) string { return text }}
}

// client is a connection that runs.
type client struct {
	t        *testing.T
	conn     *socket.Conn
	messages chan string
	pings    chan bool // true for a pong
	end      chan socket.End
}

// each is a handler of messages, one by one.
func each(do func(at time.Time, m socket.Message)) func(time.Time, []socket.Message) {
	return func(at time.Time, messages []socket.Message) {
		for _, m := range messages {
			do(at, m)
		}
	}
}

// dial opens a connection and runs it.
func dial(t *testing.T, d *socket.Dialer, address string) *client {
	t.Helper()
	conn, end := d.Dial(t.Context(), address, http.Header{})
	if end != nil {
		t.Fatalf("no connection: %+v", *end)
	}
	c := &client{t: t, conn: conn, messages: make(chan string, 1<<14), pings: make(chan bool, 1<<14), end: make(chan socket.End, 1)}
	go func() {
		c.end <- conn.Run(socket.Handler{
			Messages: each(func(_ time.Time, m socket.Message) { c.messages <- string(m.Payload) }),
			Control:  func(pong bool) { c.pings <- pong },
		})
	}()
	t.Cleanup(func() { conn.Close(1000, "") })
	return c
}

// message returns the next message.
func (c *client) message() string {
	c.t.Helper()
	select {
	case m := <-c.messages:
		return m
	case end := <-c.end:
		if len(c.messages) > 0 {
			c.end <- end
			return <-c.messages
		}
		c.t.Fatalf("waited for a message, and the connection ended: %+v", end)
	case <-time.After(feedtest.Patience):
		c.t.Fatal("no message comes")
	}
	return ""
}

// ends returns how the connection ended.
func (c *client) ends() socket.End {
	c.t.Helper()
	select {
	case end := <-c.end:
		return end
	case <-time.After(feedtest.Patience):
		c.t.Fatal("the connection does not end")
	}
	return socket.End{}
}

// noConnection dials, and returns why there is no connection.
func noConnection(t *testing.T, d *socket.Dialer, address string) socket.End {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), feedtest.Patience)
	defer cancel()
	conn, end := d.Dial(ctx, address, http.Header{})
	if end == nil {
		conn.Close(1000, "")
		t.Fatal("there is a connection")
	}
	return *end
}

// wantReason compares a reason with a regular expression for the whole of it.
func wantReason(t *testing.T, end socket.End, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString(end.Reason) {
		t.Errorf("the reason is\n%q\nwant\n%q", end.Reason, pattern)
	}
	if n := len(end.Reason); n > 500 {
		t.Errorf("a reason of %d bytes", n)
	}
}

func TestMessagesPingsAndCloseGoBothWays(t *testing.T) {
	feedtest.CheckLeaks(t)
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.WantHeader("X-Kind", "monitor"),
		feedtest.Expect("hello"), feedtest.Send("welcome"), feedtest.SendBinary([]byte{0, 0xff}),
		feedtest.Ping("are you there"), feedtest.ExpectPong("are you there"),
		feedtest.Expect("bye"), feedtest.ExpectClose(4000),
	})
	d := newDialer()
	conn, failure := d.Dial(t.Context(), server.URL(), http.Header{"X-Kind": {"monitor"}})
	if failure != nil {
		t.Fatal(failure.Reason)
	}
	if !conn.Write([]byte("hello")) {
		t.Error("there is no space for a message")
	}
	conn.Ping()
	var messages []string
	pings, pongs := 0, 0
	answer := func() {
		if len(messages) == 2 && pings == 1 && pongs == 1 {
			conn.Write([]byte("bye"))
			conn.Close(4000, "")
		}
	}
	began := time.Now()
	end := conn.Run(socket.Handler{
		Messages: each(func(at time.Time, m socket.Message) {
			if messages = append(messages, string(m.Payload)); at.Before(began) || at.After(time.Now()) {
				t.Errorf("a message arrived at %v, between %v and now", at, began)
			}
			answer()
		}),
		Control: func(pong bool) {
			if pong {
				pongs++
			} else {
				pings++
			}
			answer()
		},
	})
	server.Wait()
	if end.Code != 4000 || len(messages) != 2 || messages[0] != "welcome" || messages[1] != "\x00\xff" {
		t.Errorf("%q, and the end is %+v", messages, end)
	}
}

// TestDialEndsWithItsContext while the server does not answer the handshake.
func TestDialEndsWithItsContext(t *testing.T) {
	feedtest.CheckLeaks(t)
	asked := make(chan struct{})
	server := feedtest.New(t, feedtest.Conversation{feedtest.CheckRequest(func(*http.Request) error { close(asked); return nil }), feedtest.NoAnswer()})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if _, end := newDialer().Dial(ctx, server.URL(), nil); end == nil || ctx.Err() == nil {
		t.Errorf("the end is %v, of the context %v", end, ctx.Err())
	}
}

// TestAFaultOfTheHandlerLeavesNothing but is not hidden from the caller.
func TestAFaultOfTheHandlerLeavesNothing(t *testing.T) {
	feedtest.CheckLeaks(t)
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send("x")})
	conn, end := newDialer().Dial(t.Context(), server.URL(), nil)
	if end != nil {
		t.Fatal(end.Reason)
	}
	defer func() {
		if recover() != "broken" {
			t.Error("the panic of the handler does not come through")
		}
	}()
	conn.Run(socket.Handler{Messages: each(func(time.Time, socket.Message) { panic("broken") })})
}
