package socket_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// BenchmarkRead reads messages of 150 bytes, as fast as they come over loopback, beside a bare gorilla loop with the same
// read buffer.
func BenchmarkRead(b *testing.B) {
	const batch = 1000
	frames := bytes.Repeat(feedtest.RawFrame(0x81, bytes.Repeat([]byte("x"), 150)), batch)
	b.Run("bare", func(b *testing.B) {
		server := feedtest.New(b, feedtest.Conversation{feedtest.Stream(frames, 0)})
		ws, _, err := (&websocket.Dialer{ReadBufferSize: 64 << 10}).Dial(server.URL(), nil)
		if err != nil {
			b.Fatal(err)
		}
		defer ws.Close()
		buf := make([]byte, 4096)
		for b.Loop() {
			_, r, err := ws.NextReader()
			for err == nil {
				_, err = r.Read(buf)
			}
		}
	})
	b.Run("socket", func(b *testing.B) {
		server := feedtest.New(b, feedtest.Conversation{feedtest.Stream(frames, 0)})
		conn, end := newDialer().Dial(b.Context(), server.URL(), nil)
		if end != nil {
			b.Fatal(end.Reason)
		}
		done := false
		conn.Run(socket.Handler{Messages: each(func(time.Time, socket.Message) {
			if !done && !b.Loop() {
				done = true
				conn.Close(1000, "")
			}
		})})
	})
}
