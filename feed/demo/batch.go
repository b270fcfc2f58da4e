package demo

import (
	"net"
	"sync"
	"time"
)

const batchSize = 64 << 10 // bytes gathered before they are written regardless

// batchListener gives net/http connections that can batch their writes.
type batchListener struct {
	net.Listener
	writeTime time.Duration // for one write; a client slower than that is disconnected
}

func (l batchListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &batchConn{Conn: conn, writeTime: l.writeTime}, nil
}

// batchConn is the connection that gorilla/websocket writes to, and writes
// many frames with one system call. gorilla writes every frame on its own,
// which on loopback costs a few microseconds each, so that no more than about
// 200,000 frames a second are possible. Between hold
// and release, frames are gathered and written together, at most batchSize
// bytes at a time: that is all that is ever buffered for a client, and a
// client that does not read it within writeTime is disconnected.
//
// Writes come from two goroutines: frames from the one that holds, and pongs
// and close replies from the one that reads. Both may come at any time.
type batchConn struct {
	net.Conn
	writeTime time.Duration

	mu    sync.Mutex
	held  bool
	batch []byte
	err   error // of the first write that failed; all later ones fail alike
}

// Write gathers p while the connection is held, and writes it otherwise.
func (c *batchConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held {
		if len(c.batch)+len(p) > batchSize {
			c.flush()
		}
		c.batch = append(c.batch, p...)
	} else {
		c.send(p)
	}
	if c.err != nil {
		return 0, c.err
	}
	return len(p), nil
}

// SetWriteDeadline does nothing: gorilla sets one for each frame, but a frame
// is not what is written here.
func (c *batchConn) SetWriteDeadline(time.Time) error { return nil }

// hold begins a batch.
func (c *batchConn) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = true
}

// release writes what was gathered since hold. Its error is that of any write
// up to now: the connection is then of no more use.
func (c *batchConn) release() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = false
	c.flush()
	return c.err
}

func (c *batchConn) flush() {
	c.send(c.batch)
	c.batch = c.batch[:0]
}

func (c *batchConn) send(p []byte) {
	if c.err != nil || len(p) == 0 {
		return
	}
	if c.err = c.Conn.SetWriteDeadline(time.Now().Add(c.writeTime)); c.err != nil {
		return
	}
	_, c.err = c.Conn.Write(p)
}
