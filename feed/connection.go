package feed

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/feed/socket"
)

// normalClosure is the close code of a connection that has served its purpose (RFC 6455, section 7.4.1).
const normalClosure = 1000

// connection is one attempt: the dialling, then the open connection until its end.
type connection struct {
	feed   *Feed
	cancel context.CancelFunc // ends the dialling
	socket atomic.Pointer[socket.Conn]
	ended  chan session.End // one value, when nothing of the attempt is left
}

// dialer returns what dials for a preset.
func dialer(p *preset.Bound) socket.Dialer {
	return socket.Dialer{
		TLS: socket.TLS(p.TLS), Proxy: p.Proxy, Subprotocols: p.Subprotocols, Compression: p.Compression,
		ReadLimit: p.MaxFrame, WriteLimit: session.MaxUnsent, Redact: p.Redact,
	}
}

// dial begins an attempt of a feed.
func dial(f *Feed, address string) *connection {
	ctx, cancel := context.WithCancel(context.Background())
	c := &connection{feed: f, cancel: cancel, ended: make(chan session.End, 1)}
	go func() {
		var end session.End
		defer func() { c.ended <- end }() // also after a fault of our own: run waits for it
		defer guard(f)
		defer cancel()
		end = c.connect(ctx, address)
	}()
	return c
}

// connect is the whole of an attempt, and returns how it ended.
func (c *connection) connect(ctx context.Context, address string) session.End {
	f := c.feed
	f.wire.dialled(address)
	header, _ := f.preset.HeaderFor(address)
	conn, failure := f.dialer.Dial(ctx, address, header)
	if failure != nil {
		return session.End(*failure)
	}
	c.socket.Store(conn)
	info := conn.Info()
	f.info.Store(&info)
	defer f.info.Store(nil)
	if ctx.Err() != nil { // close has found no socket
		conn.Close(normalClosure, "")
	}
	f.ask(func(now time.Time) {
		if offered := f.preset.Subprotocols; len(offered) > 0 && conn.Subprotocol() == "" {
			f.session.Notice(now, "the server has chosen none of the subprotocols that were offered: "+strings.Join(offered, ", "))
		}
		f.session.Opened(now)
	})
	return session.End(conn.Run(socket.Handler{
		Messages: f.receive,
		Control: func(pong bool) {
			f.ask(func(now time.Time) {
				f.wire.control(now, pong)
				f.session.Alive(now, pong)
			})
		},
	}))
}

// apply carries out orders for the attempt, and reports whether there was space for what is to be written. The connection is
// closed after that: what was ordered with it is written before the close frame.
func (c *connection) apply(orders session.Orders) (space bool) {
	space = true
	if conn := c.socket.Load(); conn != nil {
		if len(orders.Frames) > 0 {
			payloads := make([][]byte, len(orders.Frames))
			for i := range orders.Frames {
				payloads[i] = orders.Frames[i].Payload
			}
			space = conn.Write(payloads...)
		}
		if orders.Ping {
			conn.Ping()
		}
	}
	if orders.Hangup {
		c.close()
	}
	return space
}

// close ends the dialling, or begins the closing handshake.
func (c *connection) close() {
	c.cancel() // before the socket is read: connect does it the other way round
	if conn := c.socket.Load(); conn != nil {
		conn.Close(normalClosure, "")
	}
}
