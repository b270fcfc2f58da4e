package socket_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// TestCloseCodesAreNamed has every code that a server may send.
func TestCloseCodesAreNamed(t *testing.T) {
	codes := map[int]string{1000: "normal closure", 1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1005: "no code given", 1007: "invalid data",
		1008: "policy violation", 1009: "message too big", 1010: "extension missing", 1011: "internal error", 1012: "service restart", 1013: "try again later", 1014: "bad gateway",
		3000: "", 3999: "", 4000: "", 4999: ""}
	feedtest.CheckLeaks(t)
	for code, word := range codes {
		why := ""
		if code != websocket.CloseNoStatusReceived && code != 1014 { // gorilla reads no reason of the latter
			why = "\x1b[31m" + strings.Repeat("é", 50)
		}
		want := strings.TrimSpace(fmt.Sprintf("closed by the server: %d %s", code, word))
		if why != "" {
			want += ` "` + why + `"`
		}
		end := dial(t, newDialer(), feedtest.New(t, feedtest.Conversation{feedtest.Close(code, why)}).URL()).ends()
		if end.Reason != want || end.Code != code {
			t.Errorf("%+v, want %q", end, want)
		}
	}
}

// TestCloseCodeOutlivesAFailedWrite: the writer is at the answers to a thousand messages when the close frame comes in,
// after which nothing can be written.
func TestCloseCodeOutlivesAFailedWrite(t *testing.T) {
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.Close()
		raw := append(bytes.Repeat(feedtest.RawFrame(0x81, []byte("2")), 1000), feedtest.RawFrame(0x88, websocket.FormatCloseMessage(4401, "bad token"))...)
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
		conn, failure := newDialer().Dial(t.Context(), strings.Replace(server.URL, "http", "ws", 1), nil)
		if failure != nil {
			t.Fatal(failure.Reason)
		}
		end := conn.Run(socket.Handler{Messages: func(time.Time, []socket.Message) { conn.Write([]byte("3")) }})
		if end.Code != 4401 || end.Reason != `closed by the server: 4401 "bad token"` {
			t.Fatalf("%+v", end)
		}
	}
}

// TestWhatWaitsIsWrittenBeforeTheCloseFrame, and nothing that is queued after Close. All has a second for that, which is simulated.
func TestWhatWaitsIsWrittenBeforeTheCloseFrame(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		var talk feedtest.Conversation
		for i := range 200 {
			talk = append(talk, feedtest.Expect(fmt.Sprint(i)))
		}
		server := feedtest.NewSimulated(t, append(talk, feedtest.ExpectClose(1000)))
		d := newDialer()
		d.Connect = server.Connect
		c := dial(t, d, server.URL())
		for i := range 200 {
			c.conn.Write([]byte(fmt.Sprint(i)))
		}
		c.conn.Close(1000, "")
		c.conn.Write([]byte("late"))
		server.Wait()
		if end := c.ends(); end.Code != 1000 {
			t.Errorf("%+v", end)
		}
	})
}

// TestAServerThatReadsNothingDoesNotKeepTheConnection, however much waits for it: it has a second, which is simulated.
func TestAServerThatReadsNothingDoesNotKeepTheConnection(t *testing.T) {
	for name, start := range map[string]func(*httptest.Server){"ws": (*httptest.Server).Start, "wss": (*httptest.Server).StartTLS} {
		t.Run(name, func(t *testing.T) {
			feedtest.Bubble(t, func(t *testing.T) { serverReadsNothing(t, start) })
		})
	}
}

func serverReadsNothing(t *testing.T, start func(*httptest.Server)) {
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
	_ = server.Listener.Close()
	pipes := feedtest.NewPipes()
	server.Listener = pipes
	start(server)
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) })
	d := newDialer()
	d.TLS.Insecure = true
	d.Connect = pipes.Connect
	c := dial(t, d, strings.Replace(server.URL, "http", "ws", 1))
	long := bytes.Repeat([]byte("x"), d.WriteLimit-16<<10) // nearly as much as may wait, and together more than sockets hold
	if !c.conn.Write(long) {
		t.Error("there is no space for the first message")
	}
	<-begun
	if !c.conn.Write(long) {
		t.Error("there is no space for the second message")
	}
	if c.conn.Write(make([]byte, 32<<10)) {
		t.Error("there is space for more than may wait")
	}
	began := time.Now()
	c.conn.Close(1000, "")
	c.ends()
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v to close", took)
	}
}
