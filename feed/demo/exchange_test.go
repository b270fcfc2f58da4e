package demo

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
)

func startTest(t testing.TB, p timing) *Exchange {
	t.Helper()
	x, err := start("127.0.0.1:0", p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return x
}

// peer is a client under a test's control.
type peer struct {
	testing.TB
	*websocket.Conn
}

// dial connects and reads the status.
func dial(t testing.TB, x *Exchange, query string) peer {
	t.Helper()
	return dialBy(t, websocket.DefaultDialer, x, query)
}

func dialBy(t testing.TB, dialer *websocket.Dialer, x *Exchange, query string) peer {
	t.Helper()
	ws, _, err := dialer.Dial(x.URL()+"/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	p := peer{t, ws}
	if got := p.next(); !strings.HasPrefix(got, `{"event":"systemStatus","version":"1.9.6","status":"online","connectionID":`) {
		t.Fatalf("first message = %s, want systemStatus", got)
	}
	return p
}

func (p peer) send(text string) {
	p.Helper()
	if err := p.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.Fatal(err)
	}
}

// next is the next message of any kind.
func (p peer) next() string {
	p.Helper()
	_ = p.SetReadDeadline(time.Now().Add(feedtest.Patience))
	_, payload, err := p.ReadMessage()
	if err != nil {
		p.Fatal(err)
	}
	return string(payload)
}

// nextData is the next message that is an array, of those of one channel name
// and pair.
func (p peer) nextData(tail string) string {
	p.Helper()
	for {
		if s := p.next(); strings.HasPrefix(s, "[") && strings.HasSuffix(s, tail) {
			return s
		}
	}
}

func TestBadSettingsAreRefused(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	for query, want := range map[string]string{
		"rate=0":             `bad rate "0": allowed is a number of updates a second from 0.1 to 1000000`,
		"rate=NaN":           `bad rate "NaN"`,
		"rate=1000001":       `bad rate "1000001"`,
		"rate=":              `bad rate ""`,
		"seed=1.5":           `bad seed "1.5": allowed is an integer`,
		"fault=flood":        `bad fault "flood": allowed are none, drop, stall, gap, garbage, reject`,
		"rates=3":            `unknown setting "rates": allowed are rate, seed and fault`,
		"rate=1&rate=2":      `"rate" is given 2 times`,
		"rate=%zz":           `the query cannot be read`,
		"fault=%1b%5b2J%0a":  `bad fault "\x1b[2J\n"`,
		"seed=1;rate=2":      `the query cannot be read`,
		"zeta=1&alpha=1":     `unknown setting "alpha"`,
		"rate=1&fault=&seed": `bad fault ""`,
	} {
		_, resp, err := websocket.DefaultDialer.Dial(x.URL()+"/?"+query, nil)
		if !errors.Is(err, websocket.ErrBadHandshake) {
			t.Errorf("%s: error %v, want a bad handshake", query, err)
			continue
		}
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: HTTP %d, want 400", query, resp.StatusCode)
		}
		if got := string(body); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: body %q, want one line that begins with %q", query, got, want)
		}
	}
}

func TestAnHTTPRequestIsRefused(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	base := "http" + strings.TrimPrefix(x.URL(), "ws")
	for path, want := range map[string]int{"/": http.StatusBadRequest, "/v2": http.StatusNotFound} {
		resp, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("GET %s: HTTP %d, want %d", path, resp.StatusCode, want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestAnAddressThatCannotBeUsedIsAnError(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	used := strings.TrimPrefix(x.URL(), "ws://")
	for _, addr := range []string{"", "localhost", "127.0.0.1:port", used} {
		if y, err := Start(addr); err == nil {
			y.Close()
			t.Errorf("Start(%q) succeeded", addr)
		} else if !strings.Contains(err.Error(), "HOST:PORT") {
			t.Errorf("Start(%q): %q does not say what to do", addr, err)
		}
	}
}

func TestEmptyHostIsLoopback(t *testing.T) {
	t.Parallel()
	x, err := Start(":0")
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if !strings.HasPrefix(x.URL(), "ws://127.0.0.1:") {
		t.Errorf("URL = %s, want loopback", x.URL())
	}
}

func TestURLOfAllInterfacesCanBeDialled(t *testing.T) {
	t.Parallel()
	if got := dialable(&net.TCPAddr{IP: net.IPv6unspecified, Port: 7}); got != "127.0.0.1:7" {
		t.Errorf("dialable = %s", got)
	}
}

// TestCloseEndsAllConnections has connections in every state when the exchange closes: flooding
// a client that does not read, idle, refused, and in the middle of a handshake.
func TestCloseEndsAllConnections(t *testing.T) { // not beside tests whose goroutines would be counted too
	before := goroutines()
	x, err := Start(feedtest.ReservePort(t))
	if err != nil {
		t.Fatal(err)
	}
	addr := strings.TrimPrefix(x.URL(), "ws://")

	flooded := dial(t, x, "rate=1000000")
	flooded.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	flooded.nextData(`"trade","XBT/USD"]`)
	idle := dial(t, x, "")
	half, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer half.Close()
	if _, err := io.WriteString(half, "GET / HTTP/1.1\r\nHost:"); err != nil {
		t.Fatal(err)
	}

	for range 2 {
		if err := x.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	if _, _, err := idle.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("after Close the client read %v, want an abrupt end", err)
	}

	// A goroutine that has signalled its end may take a moment to be gone.
	deadline := time.Now().Add(feedtest.Patience)
	for goroutines() > before {
		if time.Now().After(deadline) {
			var stacks bytes.Buffer
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			t.Fatalf("goroutines of the exchange are left:\n%s", stacks.String())
		}
		time.Sleep(time.Millisecond)
	}

	again, err := Start(addr)
	if err != nil {
		t.Fatalf("starting again on the same address: %v", err)
	}
	defer again.Close()
	dial(t, again, "")
}

// goroutines counts those that run the code of this package's server, or
// net/http's on its behalf.
func goroutines() int {
	var stacks bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&stacks, 2)
	n := 0
	for g := range strings.SplitSeq(stacks.String(), "\n\n") {
		if strings.Contains(g, "demo.(*client)") || strings.Contains(g, "demo.(*Exchange)") || strings.Contains(g, "net/http.(*conn)") {
			n++
		}
	}
	return n
}

// Nothing is buffered without end for a client that does not read.
func TestASlowClientIsDisconnected(t *testing.T) {
	t.Parallel()
	quick := defaultPace
	quick.writeTime = 100 * time.Millisecond
	x := startTest(t, quick)
	slow := dial(t, x, "rate=1000000")
	slow.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ticker"}}`)
	deadline := time.Now().Add(feedtest.Patience)
	for {
		x.mu.Lock()
		open := len(x.open)
		x.mu.Unlock()
		if open == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a client that does not read is still connected")
		}
		time.Sleep(10 * time.Millisecond)
	}
}
