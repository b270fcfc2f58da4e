package feed_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/demo"
	"sockeye/feed/feedtest"
	"sockeye/feed/recording"
)

// world is the demo exchange and the network to it, with what can go wrong there. It is in one bubble of testing/synctest.
type world struct {
	random *rand.Rand

	mu       sync.Mutex
	listener *feedtest.Pipes // nil: the exchange is down
	exchange *demo.Exchange  // likewise
	fault    string          // of the exchange, for connections that are made from now on
	used     string          // of the connection that was made last
	slow     time.Duration   // each read takes so long
	frozen   bool            // nothing arrives
	large    int             // bytes of a message that is to come
	open     []*wireConn     // that were made
}

// start starts the exchange.
func (w *world) start() {
	l := feedtest.NewPipes()
	x := demo.Serve(l)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listener, w.exchange = l, x
}

// stop ends the exchange with all its connections.
func (w *world) stop() {
	w.mu.Lock()
	x := w.exchange
	w.listener, w.exchange = nil, nil
	w.mu.Unlock()
	if x != nil {
		w.cut()
		_ = x.Close()
	}
}

// cut ends all connections without a word.
func (w *world) cut() {
	w.mu.Lock()
	open := w.open
	w.open = nil
	w.mu.Unlock()
	for _, c := range open {
		c.Close()
	}
}

// connect makes a connection to the exchange.
func (w *world) connect(ctx context.Context, _, _ string) (net.Conn, error) {
	w.mu.Lock()
	l, fault := w.listener, w.fault
	w.mu.Unlock()
	if l == nil {
		return nil, errors.New("connection refused")
	}
	here, there := net.Pipe()
	client := &wireConn{Conn: here, world: w, fault: fault, closed: make(chan struct{})}
	conn := newExchangeConn(w, there)
	if err := l.Offer(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	w.mu.Lock()
	w.open = append(w.open, client)
	w.used = fault
	w.mu.Unlock()
	return client, nil
}

// wireConn is a connection as the feed has it.
type wireConn struct {
	net.Conn
	world  *world
	fault  string // in the place of that in the request; "": it was sent
	closed chan struct{}
	once   sync.Once
}

func (c *wireConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

func (c *wireConn) Read(p []byte) (int, error) {
	for {
		c.world.mu.Lock()
		wait, frozen := c.world.slow, c.world.frozen
		c.world.mu.Unlock()
		if frozen {
			wait = 97113 * time.Microsecond
		}
		select {
		case <-time.After(wait):
		case <-c.closed:
			return 0, net.ErrClosed
		}
		if !frozen {
			return c.Conn.Read(p)
		}
	}
}

func (c *wireConn) Write(p []byte) (int, error) {
	if c.fault == "" {
		return c.Conn.Write(p)
	}
	request := bytes.Replace(p, []byte("fault=none"), []byte("fault="+c.fault), 1)
	c.fault = ""
	if _, err := c.Conn.Write(request); err != nil {
		return 0, err
	}
	return len(p), nil
}

// exchangeConn is a connection as the exchange has it. It writes whole frames, and does not wait for who reads them: a goroutine
// that waits for a mutex, as those do that want to write meanwhile, would stop the clock of the bubble.
type exchangeConn struct {
	net.Conn
	world  *world
	opened bool        // the answer to the handshake was written
	queue  chan []byte // nil: it ends
	closed atomic.Bool
}

// sendBuffer is how many writes the network takes before it is read.
const sendBuffer = 10_000

func newExchangeConn(w *world, conn net.Conn) *exchangeConn {
	c := &exchangeConn{Conn: conn, world: w, queue: make(chan []byte, sendBuffer)}
	go func() {
		defer conn.Close()
		for p := range c.queue {
			if _, err := conn.Write(p); err != nil || p == nil {
				return
			}
		}
	}()
	return c
}

func (c *exchangeConn) Write(p []byte) (int, error) {
	if c.closed.Load() {
		return 0, net.ErrClosed
	}
	c.world.mu.Lock()
	large := 0
	if c.opened {
		large, c.world.large = c.world.large, 0
	}
	c.opened = true
	c.world.mu.Unlock()
	if large > 0 {
		c.queue <- largeFrame(large)
	}
	c.queue <- bytes.Clone(p)
	return len(p), nil
}

// Close has what was written arrive before the end.
func (c *exchangeConn) Close() error {
	if !c.closed.Swap(true) {
		c.queue <- nil
	}
	return nil
}

// SetWriteDeadline does nothing: to write takes no time.
func (c *exchangeConn) SetWriteDeadline(time.Time) error { return nil }

// largeFrame is a text frame with a message of some size, of the symbol that is always subscribed.
func largeFrame(size int) []byte {
	payload := fmt.Appendf(nil, `[111,["%d.5","1.6","1","1","1","1","1","1",1,"%s"],"ohlc-1","XBT/USD"]`, time.Now().Unix(), strings.Repeat("x", size))
	frame := []byte{0x81, 127}
	frame = binary.BigEndian.AppendUint64(frame, uint64(len(payload)))
	return append(frame, payload...)
}

// received notes what arrives, beside the feed.
type received struct {
	mu     sync.Mutex
	frames int
	data   map[string][]time.Time // of each symbol
}

func (r *received) Frame(at int64, _ bool, payload []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frames++
	if i := bytes.LastIndex(payload, []byte(`,"`)); payload[0] == '[' && i > 0 && bytes.HasSuffix(payload, []byte(`"]`)) {
		symbol := string(payload[i+2 : len(payload)-2])
		r.data[symbol] = append(r.data[symbol], time.Unix(0, at))
	}
}

func (r *received) Add(*recording.Line) {}

// lastBefore returns when data of a symbol came last, before a moment or then; zero if none did.
func (r *received) lastBefore(symbol string, moment time.Time) (last time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, at := range r.data[symbol] {
		if !at.After(moment) {
			last = at
		}
	}
	return last
}

func (r *received) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.frames
}
