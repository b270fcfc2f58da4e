// Package demo is the embedded exchange: a real WebSocket server with
// the messages of Kraken's public v1 feed and a made-up market, with faults on
// request. Candles are numbered, one more on a connection with each, which Kraken's
// are not: so what FaultGap leaves out can be seen. With it Sockeye can be tried, shown and tested without a network.
//
// Each connection has a market and settings of its own, taken from the query
// of its URL ([Start] lists them), so that connections cannot disturb each
// other and a seed gives the same prices for every number of connections. Two
// goroutines serve a connection: one reads requests, one does everything else.
//
// What a client sends is bounded in size and cannot end the exchange, and a
// client that does not read is disconnected: nothing is buffered for it.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxConnections = 256              // open, from which on handshakes get HTTP 503; those under way together may pass it
	maxHeader      = 16 << 10         // bytes of handshake headers
	maxRequest     = 16 << 10         // bytes of one message from a client
	handshakeTime  = 5 * time.Second  // for a client to send its handshake
	idleTime       = 10 * time.Second // for an HTTP client that was refused to close its connection
)

// Exchange is a running server. Its methods may be called from any goroutine.
type Exchange struct {
	url    string
	timing timing
	http   http.Server

	// running counts the goroutines that serve: the accept loop, and one for
	// each connection from its acceptance to the end of its handler.
	running sync.WaitGroup
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex
	open    map[*websocket.Conn]struct{}
	closing bool
}

// Start begins to serve on addr, HOST:PORT, and returns once it listens. An
// empty host means 127.0.0.1: other machines reach the exchange only if addr
// names an interface or 0.0.0.0. Port 0 picks a free port; see [Exchange.URL].
//
// A client chooses, in the query of the URL that it connects to:
//
//	rate   data frames a second over all its subscriptions, 0.1 to 1,000,000, best effort (20)
//	seed   an integer: the same seed gives the same walk of prices, per pair (1)
//	fault  none, drop, stall, gap, garbage, reject, mute or quiet (none); see
//	       [Fault]
//
// Anything else there is answered with HTTP 400 and one line that says what is
// wrong and what is allowed.
func Start(addr string) (*Exchange, error) {
	return start(addr, defaultPace)
}

func start(addr string, p timing) (*Exchange, error) {
	l, err := Listen(addr)
	if err != nil {
		return nil, err
	}
	return serve(l, p), nil
}

// Listen listens on HOST:PORT for an exchange; without a host, on 127.0.0.1. The error says what is wrong and what is allowed.
func Listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("exchange: cannot listen on %q: %w; give HOST:PORT, such as 127.0.0.1:0", addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("exchange: cannot listen on %q: %w; choose another HOST:PORT, or port 0 for a free one", addr, err)
	}
	return l, nil
}

// Serve starts an exchange that accepts connections from a listener, which it closes.
func Serve(l net.Listener) *Exchange { return serve(l, defaultPace) }

func serve(l net.Listener, p timing) *Exchange {
	x := &Exchange{
		url:    "ws://" + dialable(l.Addr()),
		timing: p,
		open:   make(map[*websocket.Conn]struct{}),
	}
	x.ctx, x.cancel = context.WithCancel(context.Background())
	x.http = http.Server{
		Handler:           http.HandlerFunc(x.serve),
		ReadHeaderTimeout: handshakeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ConnState:         x.track,
		// net/http would write to standard error, which may be a full screen.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	x.running.Go(func() {
		// Serve ends when Close closes the listener; there is no caller to report to
		// of another reason, and dialling will show it.
		_ = x.http.Serve(batchListener{l, p.writeTime})
	})
	return x
}

// URL is the address to dial, ws://HOST:PORT, without a query. An exchange
// that listens on all interfaces gives its loopback address.
func (x *Exchange) URL() string { return x.url }

// Close stops listening, disconnects every client without a close frame, and
// returns when all goroutines of the exchange have ended. The address can be
// listened on again at once. Closing again does nothing.
func (x *Exchange) Close() error {
	x.cancel()
	err := x.http.Close() // the listener, and connections still in their handshake

	x.mu.Lock()
	x.closing = true
	for ws := range x.open {
		_ = ws.Close()
	}
	x.mu.Unlock()

	x.running.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// track counts a connection in when it is accepted. One that becomes a
// WebSocket is counted out by serve, any other here.
func (x *Exchange) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		x.running.Add(1)
	case http.StateClosed:
		x.running.Done()
	}
}

// serve answers one handshake and, if it is accepted, returns at the end of the
// connection.
func (x *Exchange) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.Error(w, fmt.Sprintf("no such path %q: the feed is at /", r.URL.Path), http.StatusNotFound)
		return
	}
	set, err := parseSettings(r.URL.RawQuery)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !x.hasPlace() {
		http.Error(w, fmt.Sprintf("%d connections are open, which is the limit: close one first", maxConnections), http.StatusServiceUnavailable)
		return
	}

	upgrader := websocket.Upgrader{
		Error: func(w http.ResponseWriter, _ *http.Request, status int, reason error) {
			http.Error(w, reason.Error(), status)
		},
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		// Before the hijack, Upgrade has answered and net/http goes on with the
		// connection; after it, the connection is closed and ours to count out.
		if hijacked(w) {
			x.running.Done()
		}
		return
	}
	defer x.running.Done()
	defer ws.Close()
	if !x.add(ws) {
		return
	}
	defer x.remove(ws)

	ws.SetReadLimit(maxRequest)
	newClient(ws, set, x.timing).run(x.ctx)
}

// hijacked reports whether w's connection was hijacked from net/http.
func hijacked(w http.ResponseWriter) bool {
	_, err := w.Write(nil)
	return errors.Is(err, http.ErrHijacked)
}

func (x *Exchange) hasPlace() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.open) < maxConnections
}

// add registers ws for Close; false if the exchange is closed already.
func (x *Exchange) add(ws *websocket.Conn) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closing {
		return false
	}
	x.open[ws] = struct{}{}
	return true
}

func (x *Exchange) remove(ws *websocket.Conn) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.open, ws)
}

// dialable is the HOST:PORT by which this machine reaches a listener on a.
func dialable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: tcp.Port}).String()
}
