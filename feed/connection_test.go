package feed_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// TestThePresetSaysHowToConnect: TLS, compression, subprotocols, headers and the limit of a message come to the socket.
func TestThePresetSaysHowToConnect(t *testing.T) {
	server := feedtest.NewTLS(t, feedtest.Conversation{
		feedtest.WantSubprotocols("a", "b"), feedtest.Subprotocol("b"), feedtest.WantHeader("X-Kind", "monitor"),
		feedtest.WantHeader("Sec-Websocket-Extensions", "permessage-deflate; server_no_context_takeover; client_no_context_takeover"), feedtest.Compression(),
		asks, feedtest.Send(`{"s":"A","p":"1.50","pad":"` + strings.Repeat("x", 1000) + `"}`), feedtest.Send(strings.Repeat("x", 1<<20+1)),
	})
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, server.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	s := watch(t, retryLater(server.URL(), "    tls: {ca: "+ca+"}\n    compression: true\n    subprotocols: [a, b]\n    headers: {X-Kind: monitor}\n    max_frame: 1MiB"))
	s.until("the point", func() bool { return len(s.points) == 1 && s.points[0].Value == 1.5 })
	s.fails(`a message is larger than 1MiB \(max_frame\)`)

	s = watch(t, retryLater("ws://feed.example", "    proxy: http://me:pw@127.0.0.1:1"))
	s.fails("the proxy http://127\\.0\\.0\\.1:1 \\(set by `proxy` of the preset\\): it cannot be reached: .*")
	if strings.Contains(s.log(), "pw@") {
		t.Error("the password of the proxy is in the log")
	}
}

func TestNoSubprotocolIsANotice(t *testing.T) {
	s := watch(t, ticks(feedtest.New(t, feedtest.Conversation{asks}).URL(), "    subprotocols: [graphql-ws]"))
	s.until("the notice", s.logged("the server has chosen none of the subprotocols that were offered: graphql-ws"))
	s.until("open", s.logged("open"))
}

// TestHeadersWithSecretsGoToNoOtherHost to which the server sends us; the other headers do.
func TestHeadersWithSecretsGoToNoOtherHost(t *testing.T) {
	for hosts, want := range map[string]string{"": "", ", hosts: [\"127.0.0.*\"]": "Bearer token-1234"} {
		heard := make(chan http.Header, 10)
		second := feedtest.New(t, feedtest.Conversation{feedtest.CheckRequest(func(r *http.Request) error {
			heard <- r.Header
			return nil
		}), asks})
		other := strings.TrimPrefix(second.URL(), "ws://")
		server := feedtest.New(t, feedtest.Conversation{feedtest.WantHeader("Authorization", "Bearer token-1234"), feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"move":"ws://` + other + `/x"}`), feedtest.Silence(nil)})
		t.Setenv("NETWORK_TOKEN", "token-1234")
		text := ticks(server.URL(), "    headers: {Authorization: \"Bearer ${secret:NETWORK_TOKEN}\", X-Kind: monitor}")
		s := watch(t, strings.Replace(text, "min: 10ms", "match: [{move: \"*\"}], url: move"+hosts+", min: 10ms", 1))
		if want == "" {
			s.until("what was not sent", s.logged("not sent, as "+other+" may have no secrets; to allow it, add 127.0.0.1 to reconnect.hosts: the header Authorization"))
		}
		second.Wait()
		if h := <-heard; h.Get("Authorization") != want || h.Get("X-Kind") != "monitor" {
			t.Errorf("with %q, the other host hears %v", hosts, h)
		}
		s.feed.Close()
	}
}

// TestCloseSendsWhatWasAskedFor: an unsubscribe is sent, although the feed is closed right after it. The second that it has for that
// is simulated.
func TestCloseSendsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	for range 20 {
		feedtest.Bubble(t, func(t *testing.T) {
			server := feedtest.NewSimulated(t, feedtest.Conversation{
				feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
				feedtest.Send(`{"op":"subbed","s":"A"}`),
				feedtest.Expect(`{"op":"unsub","args":["A"]}`),
				feedtest.ExpectClose(1000),
			})
			s := watch(t, ticks(server.URL()), feed.Connect(server.Connect))
			s.until("A", s.subscribed("A"))
			if err := <-s.feed.Unsubscribe("A"); err != nil {
				t.Fatal(err)
			}
			s.feed.Close()
			server.Wait()
		})
	}
}

// TestReconnectSendsWhatWasAskedFor before it closes the connection, in the same second.
func TestReconnectSendsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	for range 20 {
		feedtest.Bubble(t, func(t *testing.T) {
			server := feedtest.NewSimulated(t,
				feedtest.Conversation{asks, good[1], good[2], feedtest.Expect(`{"op":"unsub","args":["A"]}`), feedtest.ExpectClose(1000)},
				feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["B"]}`)})
			s := watch(t, ticks(server.URL()), feed.Connect(server.Connect))
			s.until("B", s.subscribed("B"))
			if err := <-s.feed.Unsubscribe("A"); err != nil {
				t.Fatal(err)
			}
			s.feed.Reconnect()
			server.Wait()
			s.feed.Close()
		})
	}
}

// TestAServerThatDoesNotReadIsGivenUp when more waits for it than may, and the next connection is made.
func TestAServerThatDoesNotReadIsGivenUp(t *testing.T) {
	feedtest.CheckLeaks(t)
	begun, over := make(chan struct{}, 1), make(chan struct{})
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) })
	s := watch(t, "\n    url: "+strings.Replace(server.URL, "http", "ws", 1)+"\n    reconnect: {min: 10ms}")
	s.until("OPEN", func() bool { return s.status.State == event.Open })
	send := func(size int) {
		t.Helper()
		if err := <-s.feed.Send(strings.Repeat("x", size)); err != nil {
			t.Fatal(err)
		}
	}
	send(8<<20 - 16<<10) // nearly as much as may wait, and together more than sockets hold
	<-begun
	send(8<<20 - 16<<10)
	send(32 << 10) // more than may wait
	s.until("the reason", s.logged("connection lost: the server does not read what we send"))
	s.until("the next connection", func() bool { return s.status.Reconnects == 1 })
	s.balances()
	s.feed.Close()
}
