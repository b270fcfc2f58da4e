package socket_test

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// numbered are messages of different sizes that begin with their numbers, a few of them large, and pings and pongs between them, as
// frames; and what a handler gets of them, in order.
func numbered(n int) (frames []byte, want []string) {
	const text, binary, ping, pong, fin = 0x01, 0x02, 0x09, 0x0a, 0x80
	for i := range n {
		size := 1000
		if i%1000 == 999 {
			size = 100 << 10
		}
		opcode := byte(text)
		if i%3 == 0 {
			opcode = binary
		}
		message := fmt.Appendf(nil, "%d ", i)
		message = append(message, bytes.Repeat([]byte("x"), size+i%256-len(message))...)
		frames = append(frames, feedtest.RawFrame(fin|opcode, message)...)
		want = append(want, fmt.Sprintf("%d of %d, binary: %t", i, len(message), opcode == binary))
		switch {
		case i%50 == 7:
			frames = append(frames, feedtest.RawFrame(fin|ping, nil)...)
			want = append(want, "ping")
		case i%50 == 11:
			frames = append(frames, feedtest.RawFrame(fin|pong, nil)...)
			want = append(want, "pong")
		}
	}
	return frames, want
}

// TestWhatIsReadAheadIsHandledInOrder with the pings and pongs between the messages.
func TestWhatIsReadAheadIsHandledInOrder(t *testing.T) {
	feedtest.CheckLeaks(t)
	frames, want := numbered(5000)
	server := feedtest.New(t, feedtest.Conversation{feedtest.SendRaw(frames), feedtest.Close(1000, "")})
	last := time.Now()
	conn, failure := newDialer().Dial(t.Context(), server.URL(), nil)
	if failure != nil {
		t.Fatal(failure.Reason)
	}
	var got []string
	end := conn.Run(socket.Handler{
		Messages: each(func(at time.Time, m socket.Message) {
			number, _, _ := bytes.Cut(m.Payload, []byte(" "))
			got = append(got, fmt.Sprintf("%s of %d, binary: %t", number, len(m.Payload), m.Binary))
			if at.Before(last) || at.After(time.Now()) {
				t.Errorf("a message arrived at %v, after one at %v", at, last)
			}
			if last = at; len(got)%500 == 0 {
				time.Sleep(10 * time.Millisecond) // so that more comes than is handled
			}
		}),
		Control: func(pong bool) { got = append(got, map[bool]string{false: "ping", true: "pong"}[pong]) },
	})
	if end.Code != 1000 {
		t.Errorf("the end is %+v", end)
	}
	if !slices.Equal(got, want) {
		for i := range got {
			if i >= len(want) || got[i] != want[i] {
				t.Fatalf("%d of %d came; %s has the place of %s", len(got), len(want), got[i], slices.Concat(want, make([]string, len(got)))[i])
			}
		}
		t.Fatalf("%d came, want %d", len(got), len(want))
	}
}

// TestMemoryOfALargeMessageIsGivenBackInAFlood which is read ahead.
func TestMemoryOfALargeMessageIsGivenBackInAFlood(t *testing.T) {
	const size, most = 15 << 20, 8 << 20
	large := feedtest.RawFrame(0x82, make([]byte, size))
	flood := bytes.Repeat(feedtest.RawFrame(0x82, make([]byte, 20<<10)), 50)
	server := feedtest.New(t, feedtest.Conversation{feedtest.SendRaw(large), feedtest.Stream(flood, 0)})
	conn, failure := newDialer().Dial(t.Context(), server.URL(), nil)
	if failure != nil {
		t.Fatal(failure.Reason)
	}
	inUse := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before, n := inUse(), 0
	conn.Run(socket.Handler{Control: func(bool) {}, Messages: each(func(time.Time, socket.Message) {
		if n++; n < 1000 {
			time.Sleep(100 * time.Microsecond) // so that more comes than is handled
		}
		if n == 1000 {
			if stay := inUse() - before; stay > most {
				t.Errorf("after a message of %d bytes and a thousand small ones, %d bytes stay", size, stay)
			}
			conn.Close(1000, "")
		}
	})})
	runtime.KeepAlive(large)
}

// TestAFaultOfTheHandlerLeavesNothingThatWasReadAhead while the server goes on.
func TestAFaultOfTheHandlerLeavesNothingThatWasReadAhead(t *testing.T) {
	feedtest.CheckLeaks(t)
	frames, _ := numbered(900)
	server := feedtest.New(t, feedtest.Conversation{feedtest.Stream(frames, 0)})
	conn, failure := newDialer().Dial(t.Context(), server.URL(), nil)
	if failure != nil {
		t.Fatal(failure.Reason)
	}
	defer func() {
		if recover() != "broken" {
			t.Error("the panic of the handler does not come through")
		}
	}()
	n := 0
	conn.Run(socket.Handler{Control: func(bool) {}, Messages: each(func(time.Time, socket.Message) {
		if n++; n == 3000 {
			time.Sleep(10 * time.Millisecond) // so that more waits
			panic("broken")
		}
	})})
}
