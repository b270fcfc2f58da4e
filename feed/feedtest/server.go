// Package feedtest is a scripted WebSocket server for the tests of feeds and
// of the built program. A test says, connection by connection, what the server
// does and what the client must send, byte for byte and in order:
//
//	s := feedtest.New(t,
//		feedtest.Conversation{
//			feedtest.WantHeader("Authorization", "Bearer 1234"),
//			feedtest.Expect(`{"op":"subscribe"}`),
//			feedtest.Send(`{"price":1}`),
//			feedtest.Drop(),
//		},
//		feedtest.Conversation{
//			feedtest.Expect(`{"op":"subscribe"}`),
//			feedtest.Silence(nil),
//		},
//	)
//
// The server is a real one, on loopback, over TCP or TLS. What does not go by
// the script fails the test, with the connection, the step, and what was wanted
// and got. When the test ends, so does all that the server started.
//
// The package checks clients and depends on no preset and no feed. It may be
// imported by tests only.
package feedtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Patience is how long a test waits for what must come, and a server for its
// client. It is no measure of speed: only a test that fails waits for so long.
const Patience = 2 * time.Minute

const timeout = Patience // of the servers of tests that use the package

// Server plays conversations. Its methods may be called from any goroutine,
// those that can end the test ([Server.Wait], [Server.Restart]) from the
// test's own only.
type Server struct {
	t             reporter
	timeout       time.Duration
	conversations []Conversation
	place         place

	playing sync.WaitGroup // accept loops and conversations

	mu       sync.Mutex
	run      *run         // nil while stopped
	cert     *certificate // nil without TLS
	dials    int
	at       []int // by conversation: steps done
	received []Frame
	failed   bool
	changed  chan struct{} // closed and replaced whenever dials, at or failed change
}

// place is where a server listens, over all stops and restarts.
type place interface {
	address() string // host and port
	listen() (net.Listener, error)
	release() // for good
}

// port is a port of 127.0.0.1 that nothing else gets.
type port struct {
	addr string
	free func()
}

func (p *port) address() string { return p.addr }

func (p *port) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", p.addr)
	if err == nil {
		p.addr = l.Addr().String()
	}
	return l, err
}

func (p *port) release() { p.free() }

// ReservePort returns an address on loopback for a server that is closed and
// started again: nothing else gets its port until t ends.
func ReservePort(t testing.TB) (address string) {
	t.Helper()
	address, release, err := reservePort()
	if err != nil {
		t.Fatalf("feedtest: cannot reserve a port: %v", err)
	}
	t.Cleanup(release)
	return address
}

// run is the time from a start to the following stop.
type run struct {
	listener net.Listener
	http     http.Server
	stopped  chan struct{}
	final    bool                     // it was stopped by the end of the test; under Server.mu
	conns    map[*connection]struct{} // under Server.mu
}

// reporter is the part of testing.TB that is used, so that the package's own
// tests can see it fail a test.
type reporter interface {
	Helper()
	Cleanup(func())
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// New starts a server that plays the nth conversation with the nth client that
// sends it a handshake, whatever the path. A dial beyond the last conversation
// fails the test; [slices.Repeat] makes many of one. It stops when t ends, and
// then fails t if a client has not done what a conversation expects, unless
// that conversation was never begun, or its client has left at the end of t before its first step (but see
// [Server.Wait]).
func New(t testing.TB, conversations ...Conversation) *Server {
	t.Helper()
	return start(t, timeout, nil, conversations)
}

// NewTLS is New with TLS and a certificate of the server's own, for 127.0.0.1
// and localhost; see [Server.CA]. It asks clients for a certificate and accepts
// any or none: [CheckRequest] finds it in the request's TLS field. A client
// that breaks off the TLS handshake has not dialled.
func NewTLS(t testing.TB, conversations ...Conversation) *Server {
	t.Helper()
	return startTLS(t, time.Now().Add(24*time.Hour), conversations)
}

// NewExpiredTLS is NewTLS with a certificate that was valid until an hour ago.
func NewExpiredTLS(t testing.TB, conversations ...Conversation) *Server {
	t.Helper()
	return startTLS(t, time.Now().Add(-time.Hour), conversations)
}

func startTLS(t testing.TB, until time.Time, conversations []Conversation) *Server {
	t.Helper()
	cert, err := newCertificate(until)
	if err != nil {
		t.Fatalf("feedtest: cannot make a certificate: %v", err)
	}
	return start(t, timeout, cert, conversations)
}

func start(t reporter, timeout time.Duration, cert *certificate, conversations []Conversation) *Server {
	t.Helper()
	addr, free, err := reservePort()
	if err != nil {
		t.Fatalf("feedtest: cannot reserve a port: %v", err)
	}
	return startOn(t, &port{addr, free}, timeout, cert, conversations)
}

func startOn(t reporter, at place, timeout time.Duration, cert *certificate, conversations []Conversation) *Server {
	t.Helper()
	for i, c := range conversations {
		if err := c.check(); err != nil {
			t.Fatalf("feedtest: conversation %d: %v", i+1, err)
		}
	}
	s := &Server{
		t:             t,
		timeout:       timeout,
		conversations: conversations,
		place:         at,
		cert:          cert,
		at:            make([]int, len(conversations)),
		changed:       make(chan struct{}),
	}
	t.Cleanup(s.end)
	s.Restart()
	return s
}

// URL is the address to dial, ws://127.0.0.1:PORT or wss://. It stays the same
// over Stop and Restart, and meanwhile no other server gets the port.
func (s *Server) URL() string {
	scheme := "ws://"
	if s.certificate() != nil {
		scheme = "wss://"
	}
	return scheme + s.place.address()
}

// CA is the PEM certificate that a client has to trust; nil without TLS.
func (s *Server) CA() []byte {
	cert := s.certificate()
	if cert == nil {
		return nil
	}
	return slices.Clone(cert.pem)
}

// Renew gives a server with TLS another certificate for the connections to
// come, which is valid now, and for other names as well: see [Server.CA].
func (s *Server) Renew(names ...string) {
	s.t.Helper()
	cert, err := newCertificate(time.Now().Add(24*time.Hour), names...)
	if err != nil {
		s.t.Fatalf("feedtest: cannot make a certificate: %v", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cert = cert
}

func (s *Server) certificate() *certificate {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cert
}

// Stop kills the server: its address refuses connections, and every
// connection is closed without a close frame. Conversations under way are
// over, and that is no failure. Stopping again does nothing.
func (s *Server) Stop() {
	s.mu.Lock()
	r := s.run
	s.run = nil
	var conns []*connection
	if r != nil {
		close(r.stopped)
		for c := range r.conns {
			conns = append(conns, c)
		}
	}
	s.mu.Unlock()
	if r == nil {
		return
	}
	_ = r.listener.Close() // http has it only when it has begun to serve
	_ = r.http.Close()     // connections in their handshake
	for _, c := range conns {
		_ = c.ws.Close()
	}
}

// Restart listens on the same address again after Stop. The next client gets
// the next conversation.
func (s *Server) Restart() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != nil {
		s.t.Fatalf("feedtest: Restart of a server that runs: call Stop before")
		return
	}
	l, err := s.place.listen()
	if err != nil {
		s.t.Fatalf("feedtest: cannot listen on %s: %v", s.place.address(), err)
		return
	}
	if s.cert != nil {
		l = tls.NewListener(l, &tls.Config{
			GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &s.certificate().pair, nil },
			ClientAuth:     tls.RequestClientCert,
			NextProtos:     []string{"http/1.1"},
		})
	}
	r := &run{listener: l, stopped: make(chan struct{}), conns: make(map[*connection]struct{})}
	r.http.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { s.serve(r, w, req) })
	r.http.ErrorLog = log.New(io.Discard, "", 0) // failed TLS handshakes may be what a test wants
	s.run = r
	s.playing.Go(func() { _ = r.http.Serve(l) })
}

// Received is all that clients have sent so far, over all connections, in
// order of arrival.
func (s *Server) Received() []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Wait returns when every conversation has been played: all its steps are done,
// or it has come to one that may go on to the end of the test, or [Server.Stop]
// has ended it. It ends the test if a conversation fails, or if nothing moves
// for as long as [Patience].
func (s *Server) Wait() {
	s.t.Helper()
	timeout := time.NewTimer(s.timeout)
	defer timeout.Stop()
	for {
		s.mu.Lock()
		changed, failed, left := s.changed, s.failed, s.left()
		s.mu.Unlock()
		if failed {
			s.t.Fatalf("feedtest: a conversation has failed")
			return
		}
		if len(left) == 0 {
			return
		}
		select {
		case <-changed:
			timeout.Reset(s.timeout)
		case <-timeout.C:
			s.t.Fatalf("feedtest: nothing has moved for %v, and not all is played:\n%s", s.timeout, strings.Join(left, "\n"))
			return
		}
	}
}

// left names the steps at which conversations stand. It needs s.mu.
func (s *Server) left() []string {
	var left []string
	for i, c := range s.conversations {
		switch {
		case i >= s.dials:
			left = append(left, fmt.Sprintf("connection %d: not dialled", i+1))
		case s.at[i] < len(c) && !c[s.at[i]].endless:
			left = append(left, fmt.Sprintf("connection %d, step %d, %s", i+1, s.at[i]+1, c[s.at[i]].name))
		}
	}
	return left
}

// end stops the server for good and waits for all that it started.
func (s *Server) end() {
	s.mu.Lock()
	if s.run != nil {
		s.run.final = true
	}
	s.mu.Unlock()
	s.Stop()
	s.playing.Wait()
	s.place.release()
}

// serve plays the next conversation with one client.
func (s *Server) serve(r *run, w http.ResponseWriter, req *http.Request) {
	s.mu.Lock()
	if s.run != r {
		s.mu.Unlock()
		return
	}
	s.playing.Add(1) // before Stop, thus before end waits
	defer s.playing.Done()
	number := s.dials + 1
	failed := s.failed
	if !failed && number <= len(s.conversations) {
		s.dials = number
		s.notify()
	}
	s.mu.Unlock()

	if failed || number > len(s.conversations) {
		http.Error(w, "nothing is scripted for this connection", http.StatusServiceUnavailable)
		if !failed && s.t.Context().Err() == nil { // a test that ends is not interested in one more
			s.fail(fmt.Errorf("connection %d is one more than there are conversations", number))
		}
		return
	}
	c := &connection{
		server: s, run: r, number: number, script: s.conversations[number-1],
		response: w, request: req, changed: make(chan struct{}),
	}
	switch err := c.play(); {
	case errors.Is(err, errOver):
		s.done(number, len(c.script))
	case err != nil && s.leaves(number):
	case err != nil:
		s.fail(err)
	}
}

// leaves reports whether the client of a connection has ended with the test, before it has done anything: it was about to
// connect anew, or nothing waited for it.
func (s *Server) leaves(connection int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[connection-1] == 0 && s.t.Context().Err() != nil
}

// join makes c one of the connections that Stop closes; false if it already
// has.
func (s *Server) add(c *connection) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != c.run {
		return false
	}
	c.run.conns[c] = struct{}{}
	return true
}

func (s *Server) remove(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(c.run.conns, c)
}

// fail fails the test, once: what follows from the first failure would only
// hide it.
func (s *Server) fail(err error) {
	s.mu.Lock()
	first := !s.failed
	s.failed = true
	s.notify()
	s.mu.Unlock()
	if first {
		s.t.Errorf("feedtest: %v", err)
	}
}

// done notes that so many steps of a connection's conversation are done.
func (s *Server) done(connection, steps int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at[connection-1] = steps
	s.notify()
}

// notify wakes Wait. It needs s.mu.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) record(f Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, f)
}

// isFinal reports whether r was stopped by the end of the test.
func (s *Server) isFinal(r *run) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return r.final
}
