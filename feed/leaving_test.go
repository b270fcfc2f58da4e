package feed_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"sockeye/feed"
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
		s.until("FAILED", func() bool { return s.status.State == feed.Failed })
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
		s.until("A", s.row("A", feed.Live))
		if err := s.feed.Unsubscribe("A"); err != nil {
			t.Fatal(err)
		}
		s.feed.Close()
		server.Wait()
	}
}
