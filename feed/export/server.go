package export

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// What clients may cost. Others wait until a connection is closed, which none can prevent for long.
const (
	mostConnections = 256
	idleTimeout     = time.Minute // for its next request
	mostHeader      = 16 << 10    // bytes
)

var (
	headerTimeout = 5 * time.Second  // for it to send its request
	writeTimeout  = 10 * time.Second // for it to read the answer
)

// newServer returns a server in which no client can have more than its bound.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadTimeout: headerTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: mostHeader}
}

// limited is a listener that has mostConnections at the most; others are accepted when one of them is closed.
type limited struct {
	net.Listener
	slots chan struct{} // of capacity mostConnections
}

func newLimited(l net.Listener) *limited {
	return &limited{l, make(chan struct{}, mostConnections)}
}

// Accept implements [net.Listener].
func (l *limited) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept() // before there is a slot, so that it ends when the listener is closed
	if err != nil {
		return nil, err
	}
	l.slots <- struct{}{}
	return &slotted{Conn: conn, free: sync.OnceFunc(func() { <-l.slots })}, nil
}

// slotted is a connection that frees its slot when it is closed.
type slotted struct {
	net.Conn
	free func()
}

// Close implements [net.Conn].
func (c *slotted) Close() error {
	defer c.free()
	return c.Conn.Close()
}

// handler returns what is served.
func (e *Exporter) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", e.scrapes)
	mux.HandleFunc("GET /probe", e.probe)
	mux.HandleFunc("GET /healthz", e.health)
	mux.HandleFunc("GET /readyz", e.ready)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, index) })
	return mux
}

// index is what a browser gets.
const index = `Sockeye, a monitor for WebSocket feeds

/metrics   for Prometheus
/probe?target=PRESET   test a preset once; debug=true says what was found
/healthz   is the program well
/readyz    is every feed connected
`

// health says whether the program is well.
func (e *Exporter) health(w http.ResponseWriter, _ *http.Request) {
	if !e.healthy() {
		http.Error(w, "a feed is not read any more", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// ready says whether all feeds are connected, and of each its state.
func (e *Exporter) ready(w http.ResponseWriter, _ *http.Request) {
	code, lines := http.StatusOK, ""
	for _, x := range e.feeds {
		state := x.state()
		if !state.Ready() {
			code = http.StatusServiceUnavailable
		}
		lines += x.name + " " + state.String() + "\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(code)
	fmt.Fprint(w, lines)
}
