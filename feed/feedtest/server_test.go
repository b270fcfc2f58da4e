package feedtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// recorder is a reporter that a test can inspect.
type recorder struct {
	mu       sync.Mutex
	failures []string
	cleanups []func()
	context  context.Context // of the test; cancelled at its end
	cancel   func()
	reported chan struct{} // gets a value per failure
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.context }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
	r.reported <- struct{}{}
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

// end is the end of the recorded test; it returns all failures, one a line.
func (r *recorder) end() string {
	r.cancel()
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.failures, "\n")
}

// record starts a server whose failures do not fail the test. Its timeout is
// one that the tests below either use up or do not come near.
func record(timeout time.Duration, conversations ...Conversation) (*recorder, *Server) {
	r := &recorder{reported: make(chan struct{}, 100)}
	r.context, r.cancel = context.WithCancel(context.Background())
	return r, start(r, timeout, nil, conversations)
}

// reaches waits until a conversation has begun and so many of its steps are done.
func reaches(s *Server, connection, steps int) {
	for {
		s.mu.Lock()
		there, changed := s.dials >= connection && s.at[connection-1] >= steps, s.changed
		s.mu.Unlock()
		if there {
			return
		}
		<-changed
	}
}

func dial(t *testing.T, s *Server) *websocket.Conn {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(s.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(timeout))
	return ws
}

func send(t *testing.T, ws *websocket.Conn, text string) {
	t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, ws *websocket.Conn) string {
	t.Helper()
	_, payload, err := ws.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	return string(payload)
}

// TestAScriptThatIsFollowedPasses plays all that goes right.
func TestAScriptThatIsFollowedPasses(t *testing.T) {
	free := make(chan struct{})
	done := false
	s := New(t, Conversation{
		Expect("one"), Send("1"),
		SendBinary([]byte{0, 255}),
		Ping("p"), ExpectPong("p"),
		Do(func() { done = true }),
		Silence(free),
		SendRaw([]byte{0x81, 2, 'h', 'i'}),
		Expect("early"), Expect("late"),
		Close(4001, "enough"),
	})
	ws := dial(t, s)
	send(t, ws, "one")
	if got := read(t, ws); got != "1" {
		t.Errorf("got %q", got)
	}
	if kind, payload, err := ws.ReadMessage(); kind != websocket.BinaryMessage || !bytes.Equal(payload, []byte{0, 255}) || err != nil {
		t.Errorf("got kind %d, %q, %v", kind, payload, err)
	}
	send(t, ws, "early")
	close(free)
	if got := read(t, ws); got != "hi" { // reading answers the ping, too
		t.Errorf("got %q", got)
	}
	if !done {
		t.Error("Do was passed over")
	}
	send(t, ws, "late")
	var closed *websocket.CloseError
	if _, _, err := ws.ReadMessage(); !errors.As(err, &closed) || closed.Code != 4001 || closed.Text != "enough" {
		t.Errorf("the connection ended with %v", err)
	}
	s.Wait()
	want := []Frame{
		{1, websocket.TextMessage, "one"},
		{1, websocket.TextMessage, "early"},
		{1, websocket.PongMessage, "p"},
		{1, websocket.TextMessage, "late"},
		{1, websocket.CloseMessage, "4001 "},
	}
	if got := s.Received(); !reflect.DeepEqual(got, want) {
		t.Errorf("received %v\nwant %v", got, want)
	}
}

// TestADeviationFromTheScriptFailsTheTest does wrong what a client can do wrong, and reads the failure.
func TestADeviationFromTheScriptFailsTheTest(t *testing.T) {
	text := func(s string) func(*testing.T, *websocket.Conn) {
		return func(t *testing.T, ws *websocket.Conn) { send(t, ws, s) }
	}
	hangUp := func(_ *testing.T, ws *websocket.Conn) { ws.Close() }
	for _, test := range []struct {
		name   string
		script Conversation
		client func(*testing.T, *websocket.Conn)
		want   string
	}{
		{"wrong text", Conversation{Send("x"), Expect("a")}, text("b"), `feedtest: connection 1, step 2, Expect: want "a", got "b"`},
		{"binary for text", Conversation{Expect("a")}, func(_ *testing.T, ws *websocket.Conn) {
			_ = ws.WriteMessage(websocket.BinaryMessage, []byte("a"))
		}, `connection 1, step 1, Expect: want "a", got binary "a"`},
		{"extra at the end", Conversation{Send("x")}, text("b"), `connection 1, after the last step: want no more than 0 messages, got "b"`},
		{"extra in an empty conversation", Conversation{}, text("b"), `connection 1, after the last step: want no more than 0 messages, got "b"`},
		{"extra in silence", Conversation{Silence(nil)}, text("b"), `connection 1, step 1, Silence: want no more than 0 messages, got "b"`},
		{"extra before a drop", Conversation{Ping("x"), ExpectPong("y"), Drop()}, func(t *testing.T, ws *websocket.Conn) {
			send(t, ws, "b")
			_ = ws.WriteControl(websocket.PongMessage, []byte("y"), time.Now().Add(timeout))
		}, `connection 1, step 3, Drop: want no more than 0 messages, got "b"`},
		{"one too many", Conversation{Silence(nil), Expect("a")}, func(t *testing.T, ws *websocket.Conn) {
			send(t, ws, "a")
			send(t, ws, "b")
		}, `connection 1, step 1, Silence: want no more than 1 messages, got "b"`},
		{"wrong pong", Conversation{ExpectPong("y")}, func(_ *testing.T, ws *websocket.Conn) {
			_ = ws.WriteControl(websocket.PongMessage, []byte("z"), time.Now().Add(timeout))
		}, `connection 1, step 1, ExpectPong: want pong "y", got pong "z"`},
		{"hangs up before a message", Conversation{Expect("a")}, hangUp, `connection 1, step 1, Expect: want "a", got the end of the connection: `},
		{"hangs up before a pong", Conversation{ExpectPong("a")}, hangUp, `connection 1, step 1, ExpectPong: want pong "a", got the end of the connection: `},
		{"hangs up for a close frame", Conversation{ExpectClose(1000)}, hangUp, `connection 1, step 1, ExpectClose: want a close frame with code 1000, got websocket: close 1006`},
		{"closes with the wrong code", Conversation{ExpectClose(1000)}, func(_ *testing.T, ws *websocket.Conn) {
			_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1001, ""), time.Now().Add(timeout))
		}, `connection 1, step 1, ExpectClose: want a close frame with code 1000, got websocket: close 1001`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, s := record(timeout, test.script)
			test.client(t, dial(t, s))
			<-r.reported
			if got := r.end(); !strings.Contains(got, test.want) || strings.Contains(got, "\n") {
				t.Errorf("the failure is\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestAnUnfinishedScriptFailsTheTest: the test ends, or time is up, before the client has done its part.
func TestAnUnfinishedScriptFailsTheTest(t *testing.T) {
	r, s := record(timeout, Conversation{Send("x"), Expect("a")})
	read(t, dial(t, s))
	if got, want := r.end(), `feedtest: connection 1, step 2, Expect: want "a", got the end of the test`; got != want {
		t.Errorf("at the end of the test:\n%s\nwant\n%s", got, want)
	}

	r, s = record(time.Millisecond, Conversation{Expect("a")})
	dial(t, s)
	<-r.reported
	if got, want := r.end(), `feedtest: connection 1, step 1, Expect: want "a", got nothing`; got != want {
		t.Errorf("when time is up:\n%s\nwant\n%s", got, want)
	}
}

func TestAFinishedScriptPasses(t *testing.T) {
	r, s := record(timeout,
		Conversation{Send("x"), Silence(nil), Send("never")},
		Conversation{Send("x"), Silence(make(chan struct{}))},
		Conversation{Send("x")},
		Conversation{Expect("never begun")},
	)
	for range 2 {
		read(t, dial(t, s))
	}
	ws := dial(t, s)
	read(t, ws)
	ws.Close()
	if got := r.end(); got != "" {
		t.Errorf("failures where nothing is expected:\n%s", got)
	}
}

// TestAClientMayHangUpWhileItIsSentTo: a client of which nothing is expected may hang up at any time.
func TestAClientMayHangUpWhileItIsSentTo(t *testing.T) {
	r, s := record(timeout, slices.Repeat(Conversation{Send(strings.Repeat("x", 1<<20))}, 100))
	ws := dial(t, s)
	read(t, ws)
	ws.Close()
	s.Wait()
	if got := r.end(); got != "" {
		t.Errorf("failures:\n%s", got)
	}
}

func TestADialWithoutAScriptFailsTheTest(t *testing.T) {
	r, s := record(timeout, Conversation{})
	dial(t, s)
	if _, resp, err := websocket.DefaultDialer.Dial(s.URL(), nil); err == nil || resp == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("the second dial gave %v", err)
	}
	<-r.reported
	if got, want := r.end(), "feedtest: connection 2 is one more than there are conversations"; got != want {
		t.Errorf("the failure is\n%s\nwant\n%s", got, want)
	}
}

func TestWaitFailsWithWhatIsMissing(t *testing.T) {
	r, s := record(timeout,
		Conversation{Send("x"), Silence(make(chan struct{})), Send("y")},
		Conversation{NoAnswer()},
	)
	dial(t, s)
	reaches(s, 1, 1)
	s.timeout = 50 * time.Millisecond // of Wait alone: no step needs it from here on
	s.Wait()
	want := "connection 1, step 2, Silence\nconnection 2: not dialled"
	if got := r.end(); !strings.HasSuffix(got, want) {
		t.Errorf("Wait fails with\n%s\nwant an end of\n%s", got, want)
	}

	r, s = record(timeout, Conversation{Expect("a")})
	send(t, dial(t, s), "b")
	<-r.reported
	s.Wait()
	if got := r.end(); !strings.HasSuffix(got, "\nfeedtest: a conversation has failed") {
		t.Errorf("Wait after a failure: %s", got)
	}
}

func TestAScriptThatCannotBePlayedFails(t *testing.T) {
	for want, script := range map[string]Conversation{
		"conversation 1: step 2, WantURI, is about the handshake: put it first": {Send("x"), WantURI("/")},
		"conversation 1: step 1, Drop, ends the connection: put it last":        {Drop(), Send("x")},
		"conversation 1: step 1, Refuse, ends the connection: put it last":      {Refuse(500, nil, ""), Send("x")},
		"conversation 1: step 1 is empty":                                       {Step{}},
	} {
		r, _ := record(timeout, script)
		if got := r.end(); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestDropIsAReset(t *testing.T) {
	s := New(t, Conversation{Expect("x"), Drop()})
	ws := dial(t, s)
	send(t, ws, "x")
	if _, _, err := ws.ReadMessage(); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection ended with %v, want a reset", err)
	}
}

func TestPingsAreAnswered(t *testing.T) {
	s := New(t, Conversation{Expect("a"), IgnorePings(), Send("x"), Expect("b"), Send("y")})
	ws := dial(t, s)
	var pongs []string
	ws.SetPongHandler(func(p string) error { pongs = append(pongs, p); return nil })
	ping := func(p string) {
		if err := ws.WriteControl(websocket.PingMessage, []byte(p), time.Now().Add(timeout)); err != nil {
			t.Fatal(err)
		}
	}
	ping("answered")
	send(t, ws, "a")
	read(t, ws)
	ping("ignored")
	send(t, ws, "b")
	read(t, ws)
	if !slices.Equal(pongs, []string{"answered"}) {
		t.Errorf("pongs %q, want the first only", pongs)
	}
	if got := s.Received(); len(got) != 4 || got[2].String() != `ping "ignored"` {
		t.Errorf("received %v", got)
	}
}

func TestExpectCloseComparesTheCode(t *testing.T) {
	s := New(t, Conversation{ExpectClose(websocket.CloseNormalClosure)}, Conversation{ExpectClose(websocket.CloseAbnormalClosure)})
	ws := dial(t, s)
	closing := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "closing")
	if err := ws.WriteControl(websocket.CloseMessage, closing, time.Now().Add(timeout)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("the close was answered with %v", err)
	}
	dial(t, s).Close()
	s.Wait()
	if got := s.Received()[0].Payload; got != "1000 closing" {
		t.Errorf("received close %q", got)
	}
}

// TestRawIsSentByteForByte writes what no library would, and 20 MiB of it.
func TestRawIsSentByteForByte(t *testing.T) {
	const size = 20 << 20
	large := append([]byte{0x82, 127, 0, 0, 0, 0, size >> 24, size >> 16 & 0xff, size >> 8 & 0xff, size & 0xff}, make([]byte, size)...)
	s := New(t,
		Conversation{SendRaw(large)},
		Conversation{SendRaw([]byte{0x83, 0})}, // an opcode that does not exist
		Conversation{SendRaw([]byte{0x81, 100, 'h', 'a', 'l', 'f'}), Drop()},
	)
	if got := read(t, dial(t, s)); len(got) != size {
		t.Errorf("%d bytes, want %d", len(got), size)
	}
	if _, _, err := dial(t, s).ReadMessage(); err == nil || !strings.Contains(err.Error(), "opcode") {
		t.Errorf("a bad opcode gave %v", err)
	}
	if _, _, err := dial(t, s).ReadMessage(); err == nil {
		t.Error("half a frame was read as a message")
	}
}

func TestAStoppedServerRestartsAtItsAddress(t *testing.T) {
	s := New(t, Conversation{Expect("never")}, Conversation{Silence(nil)}, Conversation{Send("back")})
	url := s.URL()
	first, second := dial(t, s), dial(t, s)
	s.Stop()
	s.Stop()
	for _, ws := range []*websocket.Conn{first, second} {
		if _, _, err := ws.ReadMessage(); !websocket.IsUnexpectedCloseError(err) && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("Stop ended a connection with %v", err)
		}
	}
	if _, _, err := websocket.DefaultDialer.Dial(url, nil); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("dialling a stopped server: %v", err)
	}
	s.Restart()
	if s.URL() != url {
		t.Errorf("URL = %s, was %s", s.URL(), url)
	}
	if got := read(t, dial(t, s)); got != "back" {
		t.Errorf("got %q", got)
	}
	s.Wait()
}

func TestRestartOfARunningServerFails(t *testing.T) {
	r, s := record(timeout)
	s.Restart()
	if got := r.end(); !strings.Contains(got, "call Stop before") {
		t.Errorf("the failure is %q", got)
	}
}

func TestAStepMayStopTheServer(t *testing.T) {
	var s *Server
	s = New(t, Conversation{Expect("x"), Do(func() { s.Stop() }), Send("lost")})
	ws := dial(t, s)
	send(t, ws, "x")
	if _, _, err := ws.ReadMessage(); err == nil {
		t.Error("the connection outlived the server")
	}
}

// TestNothingIsLeft ends a test with a connection in every state.
func TestNothingIsLeft(t *testing.T) {
	r, s := record(timeout, Conversation{Silence(nil)}, Conversation{}, Conversation{NoAnswer()})
	dial(t, s)
	dial(t, s)
	go func() { _, _, _ = websocket.DefaultDialer.Dial(s.URL(), nil) }()
	s.Wait()
	if got := r.end(); got != "" {
		t.Error(got)
	}
	deadline := time.Now().Add(timeout)
	for {
		var stacks bytes.Buffer
		_ = pprof.Lookup("goroutine").WriteTo(&stacks, 2)
		if !strings.Contains(stacks.String(), "feedtest.(*connection)") && !strings.Contains(stacks.String(), "http.(*conn)") && !strings.Contains(stacks.String(), "http.(*Server)") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left running:\n%s", stacks.String())
		}
		time.Sleep(time.Millisecond) // a goroutine that has signalled its end takes a moment to go
	}
}
