package feedtest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Frame is something that a client has sent.
type Frame struct {
	Connection int // from 1, in the order of the handshakes
	Kind       int // websocket.TextMessage, BinaryMessage, PingMessage, PongMessage or CloseMessage
	// Payload is what it carried; the fragments of a message are put together.
	// Of a close frame it is the code as text, a space, and the reason.
	Payload string
}

// String shows a frame for the message of a failed test.
func (f Frame) String() string {
	kinds := map[int]string{
		websocket.TextMessage:   "",
		websocket.BinaryMessage: "binary ",
		websocket.PingMessage:   "ping ",
		websocket.PongMessage:   "pong ",
		websocket.CloseMessage:  "close ",
	}
	return kinds[f.Kind] + quote(f.Payload)
}

// quote quotes text for the message of a failed test, not at any length.
func quote(text string) string {
	const most = 2000
	if len(text) > most {
		return fmt.Sprintf("%q... (%d bytes)", text[:most], len(text))
	}
	return strconv.Quote(text)
}

var (
	// errOver ends a conversation without a failure.
	errOver    = errors.New("the conversation is over")
	errTestEnd = errors.New("the end of the test")
	errHangs   = errors.New("nothing")
)

// connection is one client, and its conversation under way. Two goroutines
// have it: one plays, one reads.
type connection struct {
	server   *Server
	run      *run
	number   int
	script   Conversation
	response http.ResponseWriter
	request  *http.Request

	expecting   int // messages that the steps after this one expect
	requiring   int // steps, this one included, that expect anything
	subprotocol string
	compression bool
	ws          *websocket.Conn // once accepted
	ignorePings atomic.Bool

	mu       sync.Mutex
	messages []Frame  // not yet expected
	pongs    []string // not yet expected
	ended    error    // why reading ended
	changed  chan struct{}
}

// play plays the conversation. Its error is errOver, or a failure and says
// where.
func (c *connection) play() error {
	var reading sync.WaitGroup
	defer reading.Wait()
	open := func() error {
		if err := c.accept(); err != nil {
			select {
			case <-c.run.stopped:
				return c.gone(err)
			default:
			}
			return fmt.Errorf("connection %d, the handshake: %w", c.number, err)
		}
		if !c.server.add(c) {
			_ = c.ws.Close()
			return errOver
		}
		reading.Go(c.read)
		return nil
	}
	defer func() {
		if c.ws != nil {
			c.server.remove(c)
			_ = c.ws.Close()
		}
	}()

	for i, step := range c.script {
		c.expecting, c.requiring = c.script.required(i)
		if !step.opening && c.ws == nil {
			if err := open(); err != nil {
				return err
			}
		}
		if err := step.run(c); err != nil {
			return fmt.Errorf("connection %d, step %d, %s: %w", c.number, i+1, step.name, err)
		}
		c.server.done(c.number, i+1)
	}
	if n := len(c.script); n > 0 && c.script[n-1].closing {
		return nil
	}
	c.expecting, c.requiring = 0, 0
	if c.ws == nil {
		if err := open(); err != nil {
			return err
		}
	}
	if err := c.silence(nil); err != nil {
		return fmt.Errorf("connection %d, after the last step: %w", c.number, err)
	}
	return nil
}

// read reads what the client sends, until it ends.
func (c *connection) read() {
	c.ws.SetPingHandler(func(payload string) error {
		c.record(websocket.PingMessage, payload)
		if !c.ignorePings.Load() {
			// If the client is gone, reading will show it.
			_ = c.ws.WriteControl(websocket.PongMessage, []byte(payload), time.Now().Add(c.server.timeout))
		}
		return nil
	})
	c.ws.SetPongHandler(func(payload string) error {
		c.record(websocket.PongMessage, payload)
		c.update(func() { c.pongs = append(c.pongs, payload) })
		return nil
	})
	answer := c.ws.CloseHandler()
	c.ws.SetCloseHandler(func(code int, reason string) error {
		c.record(websocket.CloseMessage, fmt.Sprintf("%d %s", code, reason))
		return answer(code, reason)
	})
	for {
		kind, payload, err := c.ws.ReadMessage()
		if err != nil {
			c.update(func() { c.ended = err })
			return
		}
		f := c.record(kind, string(payload))
		c.update(func() { c.messages = append(c.messages, f) })
	}
}

func (c *connection) record(kind int, payload string) Frame {
	f := Frame{Connection: c.number, Kind: kind, Payload: payload}
	c.server.record(f)
	return f
}

// update makes a change that await may be waiting for.
func (c *connection) update(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
	close(c.changed)
	c.changed = make(chan struct{})
}

// await calls ready, with c.mu held, until it returns true. It gives up with
// errHangs after the server's timeout, and when the server stops.
func (c *connection) await(ready func() bool) error {
	timeout := time.NewTimer(c.server.timeout)
	defer timeout.Stop()
	for {
		c.mu.Lock()
		ok, changed := ready(), c.changed
		c.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-timeout.C:
			return errHangs
		case <-c.run.stopped:
			return c.gone(nil)
		}
	}
}

// gone is the error of a step for which the connection, having failed with
// err, is no more of use. If the test has stopped the server, or if no step
// expects anything of the client, it is no fault of the client.
func (c *connection) gone(err error) error {
	select {
	case <-c.run.stopped:
		if c.requiring > 0 && c.server.isFinal(c.run) {
			return errTestEnd
		}
		return errOver
	default:
	}
	if c.requiring == 0 {
		return errOver
	}
	return fmt.Errorf("the end of the connection: %w", err)
}

// next removes and returns the next message.
func (c *connection) next() (f Frame, err error) {
	var ended error
	err = c.await(func() bool {
		if len(c.messages) > 0 {
			f, c.messages = c.messages[0], c.messages[1:]
			return true
		}
		ended = c.ended
		return ended != nil
	})
	if err == nil && ended != nil {
		err = c.gone(ended)
	}
	return f, err
}

// nextPong removes and returns the payload of the next pong.
func (c *connection) nextPong() (payload string, err error) {
	var ended error
	err = c.await(func() bool {
		if len(c.pongs) > 0 {
			payload, c.pongs = c.pongs[0], c.pongs[1:]
			return true
		}
		ended = c.ended
		return ended != nil
	})
	if err == nil && ended != nil {
		err = c.gone(ended)
	}
	return payload, err
}

// awaitEnd waits until the client has closed or hung up, and returns why
// reading ended.
func (c *connection) awaitEnd() (ended, err error) {
	err = c.await(func() bool {
		ended = c.ended
		return ended != nil
	})
	return ended, err
}

// noMore fails if the client has sent more messages than the steps to come
// expect.
func (c *connection) noMore() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.surplus()
}

// surplus is noMore; it needs c.mu.
func (c *connection) surplus() error {
	if len(c.messages) > c.expecting {
		return fmt.Errorf("want no more than %d messages, got %s", c.expecting, c.messages[c.expecting])
	}
	return nil
}

// silence waits until the channel is closed, the client is gone or the server
// stops, and fails on surplus messages.
func (c *connection) silence(until <-chan struct{}) error {
	for {
		c.mu.Lock()
		ended, changed, surplus := c.ended, c.changed, c.surplus()
		c.mu.Unlock()
		if surplus != nil {
			return surplus
		}
		if ended != nil {
			return nil
		}
		select {
		case <-until:
			return nil
		case <-changed:
		case <-c.run.stopped:
			return c.gone(nil)
		}
	}
}

// write sends by way of f, which has to be done by the deadline.
func (c *connection) write(f func(deadline time.Time) error) error {
	if err := f(time.Now().Add(c.server.timeout)); err != nil {
		return c.gone(err)
	}
	return nil
}

func (c *connection) message(kind int, payload []byte) error {
	return c.write(func(deadline time.Time) error {
		_ = c.ws.SetWriteDeadline(deadline)
		return c.ws.WriteMessage(kind, payload)
	})
}

func (c *connection) control(kind int, payload []byte) error {
	return c.write(func(deadline time.Time) error {
		return c.ws.WriteControl(kind, payload, deadline)
	})
}

// reset closes the TCP connection such that the client gets a reset.
func (c *connection) reset() error {
	conn := c.ws.NetConn()
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn() // closing at the TLS layer would send an alert first
	}
	if t, ok := conn.(*net.TCPConn); ok { // and not a pipe
		if err := t.SetLinger(0); err != nil {
			return err
		}
	}
	return conn.Close()
}
