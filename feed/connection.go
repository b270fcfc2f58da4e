package feed

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/session"
)

const (
	writeTimeout = 10 * time.Second // a server that takes nothing for so long is gone
	leaveTimeout = time.Second      // what a server has to take what still waits and to answer our close frame
	maxHandshake = 1 << 20          // bytes that a server may say before the connection is open, certificates included
)

// connection is one attempt: the dialling, then the open connection until its end. It runs on two goroutines
// of its own, the reader and, once open, the writer; gorilla allows one of each.
type connection struct {
	feed   *Feed
	cancel context.CancelFunc // ends the dialling
	over   chan session.End   // one value, when both goroutines have let go
	more   chan struct{}      // there is something to write
	bye    chan struct{}      // closed by leave
	gone   bool               // bye is closed; run's own

	mu      sync.Mutex
	waiting []outgoing // to be written
	size    int        // of waiting, as session.FrameBytes counts
}

// outgoing is something to write: a text message, or a ping.
type outgoing struct {
	frame []byte
	ping  bool
}

// dial begins an attempt.
func (f *Feed) dial(url string) *connection {
	ctx, cancel := context.WithCancel(context.Background())
	c := &connection{
		feed:   f,
		cancel: cancel,
		over:   make(chan session.End, 1),
		more:   make(chan struct{}, 1),
		bye:    make(chan struct{}),
	}
	go func() {
		var end session.End
		defer func() { c.over <- end }() // also after a fault of our own: run waits for it
		defer f.guard()
		defer cancel()
		end = c.live(ctx, url)
	}()
	return c
}

// obey carries out orders for the attempt, and reports whether there was room for what is to be written. A hang-up comes
// after the frames that were ordered with it: they are written before the goodbye.
func (c *connection) obey(orders session.Orders) bool {
	room := c.send(orders.Frames, orders.Ping)
	if orders.Hangup {
		c.leave()
	}
	return room
}

// leave ends the attempt, or says goodbye with a close frame and waits a little for the answer.
func (c *connection) leave() {
	if !c.gone {
		c.gone = true
		c.cancel()
		close(c.bye)
	}
}

// send queues what is to be written, and reports whether there was room for all of it: a server that reads too
// slowly for the little that we send is not worth more memory.
func (c *connection) send(frames [][]byte, ping bool) bool {
	if len(frames) == 0 && !ping {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, frame := range frames {
		if c.size > session.MaxUnsent {
			return false
		}
		c.waiting = append(c.waiting, outgoing{frame: frame})
		c.size += session.FrameBytes(frame)
	}
	if ping {
		c.waiting = append(c.waiting, outgoing{ping: true})
	}
	signal(c.more)
	return c.size <= session.MaxUnsent
}

// next returns the oldest thing to write, and whether there is one.
func (c *connection) next() (o outgoing, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		c.waiting = nil
		return o, false
	}
	o = c.waiting[0]
	c.waiting[0] = outgoing{}
	c.waiting = c.waiting[1:]
	if !o.ping {
		c.size -= session.FrameBytes(o.frame)
	}
	return o, true
}

// live is the whole life of the attempt.
func (c *connection) live(ctx context.Context, address string) session.End {
	f := c.feed
	security, err := f.credentials.load(ctx, func() (*tls.Config, error) { return tlsConfig(f.preset.TLS) })
	if err != nil {
		return session.End{Reason: err.Error()}
	}
	through, err := proxyFor(f.preset.Proxy, address)
	if err != nil {
		return session.End{Reason: f.preset.Redact(err.Error())}
	}
	var arrival *arrivalConn
	forget := func() bool { return true }
	dialer := c.dialer(security, through, func(conn net.Conn) net.Conn {
		arrival = &arrivalConn{Conn: conn}
		// gorilla's handshake knows deadlines, but not that a context ends.
		forget = context.AfterFunc(ctx, func() { conn.Close() })
		return arrival
	})
	header, _ := f.preset.HeaderFor(address)
	ws, response, err := shakeHands(ctx, dialer, address, header)
	if err != nil {
		return f.dialFailure(err, response, through)
	}
	wrong, notice := agreed(f.preset.Subprotocols, ws.Subprotocol())
	if wrong != "" {
		ws.Close()
		return session.End{Reason: f.preset.Redact(wrong)}
	}
	arrival.open = true
	forget() // from here on, leave is polite, but no longer than that
	stop, stopped := make(chan struct{}), make(chan error, 1)
	defer context.AfterFunc(ctx, func() {
		linger(stop, time.Now().Add(leaveTimeout))
		arrival.Close() // not ws: under TLS that would write once more
	})()
	defer ws.Close()
	ws.SetReadLimit(f.preset.MaxFrame)
	ws.SetPingHandler(func(data string) error {
		f.alive(false)
		// An answer that cannot be written shows where everything does, in the writer.
		_ = ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
		return nil
	})
	ws.SetPongHandler(func(string) error {
		f.alive(true)
		return nil
	})
	f.ask(func(now time.Time) {
		if notice != "" {
			f.session.Notice(now, notice)
		}
		f.session.Opened(now)
	})

	go func() {
		defer f.guard()
		stopped <- c.write(ws, stop)
	}()
	err = func() error {
		defer close(stop)
		return c.read(ws, arrival)
	}()
	end := lost(err, f.preset.MaxFrame)
	// What the server has said about the end is worth more than that nothing could be written after it.
	if failed := <-stopped; failed != nil && end.Code == 0 && errors.Is(err, net.ErrClosed) {
		end.Reason = "cannot write: " + failed.Error()
	}
	end.Reason = f.preset.Redact(end.Reason)
	return end
}

// shakeHands dials. gorilla's code for SOCKS must not end the program, whatever the proxy says.
func shakeHands(ctx context.Context, dialer *websocket.Dialer, address string, header http.Header) (ws *websocket.Conn, response *http.Response, err error) {
	defer func() {
		if recover() != nil || err != nil && err.Error() == "" {
			err = errors.New("the proxy refuses the connection, and does not say why")
		}
	}()
	return dialer.DialContext(ctx, address, header)
}

// write writes what is queued until the reader stops; if we are the one who leaves, it writes what still waits and
// says goodbye. It closes the connection when that is over, so that the reader ends, and returns why, if the reader
// cannot know.
func (c *connection) write(ws *websocket.Conn, stop <-chan struct{}) error {
	for {
		select {
		case <-c.more:
			if err := c.writeWaiting(ws); err != nil {
				linger(stop, time.Now().Add(leaveTimeout)) // a close frame may have come in that says why
				ws.Close()
				<-stop
				return err
			}
		case <-c.bye:
			c.leaveTaking(ws, stop)
			ws.Close()
			<-stop
			return nil
		case <-stop:
			return nil
		}
	}
}

// leaveTaking writes what still waits, which may be an unsubscribe, and the close frame, and waits for the answer, all
// within leaveTimeout. A connection that takes nothing any more is left without.
func (c *connection) leaveTaking(ws *websocket.Conn, stop <-chan struct{}) {
	deadline := time.Now().Add(leaveTimeout)
	for {
		o, ok := c.next()
		if !ok {
			break
		}
		if writeOne(ws, o, deadline) != nil {
			return
		}
	}
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if ws.WriteControl(websocket.CloseMessage, goodbye, deadline) == nil {
		linger(stop, deadline)
	}
}

// linger waits until the reader has stopped, but not beyond deadline.
func linger(stop <-chan struct{}, deadline time.Time) {
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case <-stop:
	case <-timer.C:
	}
}

// writeWaiting writes what is queued, until there is nothing or we leave.
func (c *connection) writeWaiting(ws *websocket.Conn) error {
	for {
		select {
		case <-c.bye:
			return nil
		default:
		}
		o, ok := c.next()
		if !ok {
			return nil
		}
		if err := writeOne(ws, o, time.Now().Add(writeTimeout)); err != nil {
			return err
		}
	}
}

func writeOne(ws *websocket.Conn, o outgoing, deadline time.Time) error {
	kind := websocket.TextMessage
	if o.ping {
		kind = websocket.PingMessage
	}
	_ = ws.SetWriteDeadline(deadline)
	return ws.WriteMessage(kind, o.frame)
}

// alive notes a control frame.
func (f *Feed) alive(pong bool) {
	f.ask(func(now time.Time) { f.session.Alive(now, pong) })
}

// arrivalConn notes when the bytes came in that are being read. All messages that arrived with one read of the
// socket have the same time of receipt, which is the true one, and the clock is read once for all of them.
type arrivalConn struct {
	net.Conn
	at time.Time // only for the goroutine that reads, like what follows

	open bool // the handshake is over
	size int  // of the handshake, in bytes
}

var errLongHandshake = errors.New("the server's answer to the handshake has no end")

func (c *arrivalConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.at = time.Now()
	if !c.open {
		if c.size += n; c.size > maxHandshake { // nothing else bounds its headers
			return 0, errLongHandshake
		}
	}
	return n, err
}
