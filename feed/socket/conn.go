package socket

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Conn is an open connection. Its methods but Run may be called from any goroutine, before, during and after Run.
type Conn struct {
	ws        *websocket.Conn
	arrivals  *arrivalConn
	info      Info
	readLimit int64
	redact    func(text string) string
	queue     queue

	closeOnce  sync.Once
	closing    chan struct{} // closed by Close, which has set what follows before
	closeFrame []byte
	deadline   time.Time   // of the closing handshake
	expiry     *time.Timer // closes the socket then

	ended chan struct{} // closed when nothing more is read
}

// Subprotocol returns what the server has chosen of the subprotocols that were offered; "" is none.
func (c *Conn) Subprotocol() string { return c.ws.Subprotocol() }

// Run reads and writes until the connection ends, and returns how it did. It is called once. The connection is closed, and
// its writer has ended, when Run returns.
func (c *Conn) Run(h Handler) End {
	defer c.ws.Close()
	r := &reader{ws: c.ws, arrivals: c.arrivals, limit: c.readLimit, handler: h, parallel: runtime.GOMAXPROCS(0) > 1}
	c.ws.SetPingHandler(func(data string) error {
		// An answer that cannot be written shows where everything does, in the writer. It goes before what the handler may bring
		// about, such as a close frame.
		_ = c.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
		r.control(ping)
		return nil
	})
	c.ws.SetPongHandler(func(string) error {
		r.control(pong)
		return nil
	})
	writer := make(chan writerEnd, 1)
	go func() { writer <- c.write() }()
	err := func() error {
		defer close(c.ended) // also after a panic of the handler
		return r.read()
	}()
	end := c.endOf(err)
	w := <-writer
	select {
	case <-c.closing:
		c.expiry.Stop()
	default:
	}
	if w.fault != nil {
		panic(w.fault) // for the caller to report, like one of the handler
	}
	// What the server has said about the end is worth more than that nothing could be written after it.
	if w.err != nil && end.Code == 0 && errors.Is(err, net.ErrClosed) {
		end.Reason = "cannot write: " + w.err.Error()
	}
	end.Reason = c.redact(end.Reason)
	return end
}

// writerEnd is how the writer ended.
type writerEnd struct {
	err   error // that the reader cannot know
	fault any   // of our own, with its stack
}

// write is the writer. After a fault of our own it closes the connection, so that the reader ends.
func (c *Conn) write() (w writerEnd) {
	defer func() {
		if v := recover(); v != nil {
			w.fault = fmt.Sprintf("%v\n%s", v, debug.Stack())
			c.arrivals.Close()
		}
	}()
	return writerEnd{err: c.writeQueued()}
}
