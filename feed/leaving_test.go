package feed_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// TestCloseCodeOutlivesAFailedWrite asks a thousand questions and closes at once: the writer is at the answers when
// the close frame comes in, after which nothing can be written.
func TestCloseCodeOutlivesAFailedWrite(t *testing.T) {
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.Close()
		raw := bytes.Repeat([]byte{0x81, 1, '2'}, 1000)
		reason := websocket.FormatCloseMessage(4401, "bad token")
		raw = append(append(raw, 0x88, byte(len(reason))), reason...)
		if _, err := ws.NetConn().Write(raw); err != nil {
			t.Error(err)
		}
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	for range 20 {
		s := watch(t, `
    url: `+strings.Replace(server.URL, "http://", "ws://", 1)+`
    reply: [{match: "2", send: "3"}]
    reconnect: {min: 10ms, max: 50ms, stop: [4401]}
`)
		s.until("FAILED", func() bool { return s.status.State == event.Failed })
		if want := `closed by the server: 4401 "bad token"`; s.status.Reason != want || s.status.Reconnects != 0 {
			t.Fatalf("failed after %d reconnects with %q, want %q", s.status.Reconnects, s.status.Reason, want)
		}
		s.feed.Close()
	}
}

// TestWhatWaitsIsSentBeforeWeLeave unsubscribes and leaves in one breath.
func TestWhatWaitsIsSentBeforeWeLeave(t *testing.T) {
	for range 20 {
		server := feedtest.New(t, feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
			feedtest.Send(`{"op":"subbed","s":"A"}`),
			feedtest.Expect(`{"op":"unsub","args":["A"]}`),
			feedtest.ExpectClose(1000),
		})
		s := watch(t, ticks(server.URL()))
		s.until("A", s.subscribed("A"))
		if err := <-s.feed.Unsubscribe("A"); err != nil {
			t.Fatal(err)
		}
		s.feed.Close()
		server.Wait()
	}
}

// TestAServerThatTakesNothing is left in a moment, however much of what we say waits for it.
func TestAServerThatTakesNothing(t *testing.T) {
	for _, test := range []struct {
		name  string
		start func(*httptest.Server)
		more  string
		leave func(*screen)
	}{
		{"closed", (*httptest.Server).Start, "", func(s *screen) { s.feed.Close() }},
		{"reconnected, with TLS", (*httptest.Server).StartTLS, "\n    tls: {insecure: true}", func(s *screen) {
			s.feed.Reconnect()
			s.until("the next connection", func() bool { return s.status.Reconnects == 1 })
			s.feed.Close()
		}},
		{"given up", (*httptest.Server).Start, "\n    reconnect: {min: 10ms}", func(s *screen) {
			if err := <-s.feed.Send(strings.Repeat("x", 32<<10)); err != nil { // more than may wait
				s.t.Fatal(err)
			}
			s.until("the reason", s.logged("connection lost: the server does not read what we send"))
			s.until("the next connection", func() bool { return s.status.Reconnects == 1 })
			s.balances()
			s.feed.Close()
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			leavesNothing(t)
			begun, over := make(chan struct{}, 1), make(chan struct{})
			upgrader := websocket.Upgrader{}
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				ws, err := upgrader.Upgrade(w, r, nil)
				if err != nil {
					return
				}
				defer ws.Close()
				if _, reader, err := ws.NextReader(); err == nil {
					_, _ = reader.Read(make([]byte, 1))
					begun <- struct{}{}
				}
				<-over
			}))
			test.start(server)
			t.Cleanup(server.Close)
			t.Cleanup(func() { close(over) })
			s := watch(t, "\n    url: "+strings.Replace(server.URL, "http", "ws", 1)+test.more)
			s.until("OPEN", func() bool { return s.status.State == event.Open })
			long := strings.Repeat("x", 8<<20-16<<10) // nearly as much as may wait, and together more than sockets hold
			if err := <-s.feed.Send(long); err != nil {
				t.Fatal(err)
			}
			<-begun
			if err := <-s.feed.Send(long); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			test.leave(s)
			// Not a measure of speed: half of what a single write may take while nobody leaves.
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v to leave", took)
			}
		})
	}
}

// TestReconnectKeepsWhatWasOrdered unsubscribes and reconnects in one breath.
func TestReconnectKeepsWhatWasOrdered(t *testing.T) {
	for range 20 {
		server := feedtest.New(t,
			feedtest.Conversation{asks, good[1], good[2], feedtest.Expect(`{"op":"unsub","args":["A"]}`), feedtest.ExpectClose(1000)},
			feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["B"]}`)})
		s := watch(t, ticks(server.URL()))
		s.until("B", s.subscribed("B"))
		if err := <-s.feed.Unsubscribe("A"); err != nil {
			t.Fatal(err)
		}
		s.feed.Reconnect()
		server.Wait()
		s.feed.Close()
	}
}
