package feedtest

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
)

// Pipes is a listener whose connections are pipes in memory. In a bubble of testing/synctest a server needs it: the clock of a bubble
// stands still while a goroutine waits for a socket of the system.
type Pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewPipes returns a listener for the bubble of its caller.
func NewPipes() *Pipes {
	return &Pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Offer has the server accept a connection, or fails when ctx has ended or the listener is closed.
func (p *Pipes) Offer(ctx context.Context, conn net.Conn) error {
	select {
	case p.conns <- conn:
		return nil
	case <-p.closed:
		return errors.New("connection refused")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Connect makes a connection to the server, whatever the network and the address are.
func (p *Pipes) Connect(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	if err := p.Offer(ctx, there); err != nil {
		return nil, err
	}
	return here, nil
}

// Accept implements [net.Listener].
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p *Pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr implements [net.Listener].
func (p *Pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// NewSimulated is [New] for a test that runs in a bubble of testing/synctest, where a timeout is exact however slow the machine is.
// Clients connect by [Server.Connect]. There are no sockets: a connection that the server drops ends without a reset, and to send
// waits until the client reads.
func NewSimulated(t testing.TB, conversations ...Conversation) *Server {
	t.Helper()
	return startOn(t, new(inMemory), timeout, nil, conversations)
}

// Connect makes a connection to a server of [NewSimulated], whatever the network and the address are.
func (s *Server) Connect(ctx context.Context, network, address string) (net.Conn, error) {
	return s.place.(*inMemory).connect(ctx, network, address)
}

// inMemory is where a server listens that is simulated.
type inMemory struct {
	mu    sync.Mutex
	pipes *Pipes
}

func (m *inMemory) address() string { return "127.0.0.1:1" } // for which no proxy of the environment is used

func (m *inMemory) listen() (net.Listener, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pipes = NewPipes()
	return m.pipes, nil
}

func (m *inMemory) release() {}

func (m *inMemory) connect(ctx context.Context, network, address string) (net.Conn, error) {
	m.mu.Lock()
	pipes := m.pipes
	m.mu.Unlock()
	return pipes.Connect(ctx, network, address)
}
