package feedtest

import (
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// Conversation is the script of one connection: its steps are played in order,
// each when the one before is done. Steps about the handshake come first; the
// handshake is accepted before the first other step, or at the end.
//
// After the last step the connection stays open until the client or the test
// ends it, unless the step has ended it. A client may send early: a message is
// kept until a step expects it, and fails the test if none is left to do so.
// A client may hang up when no step is left that expects anything of it; before
// that, it fails the test. Pings are answered, see [IgnorePings], and are no
// matter of the script.
type Conversation []Step

// Step is one thing that the server does or that the client must do. Steps are
// made by the functions of this package, and may be used in any number of
// conversations.
type Step struct {
	name      string // for failures
	opening   bool   // about the handshake
	closing   bool   // nothing can follow
	message   bool   // the client has to send a message
	requiring bool   // the client has to do something else
	endless   bool   // may go on to the end of the test
	run       func(*connection) error
}

// check reports steps in an order that cannot be played.
func (c Conversation) check() error {
	opened := false
	for i, s := range c {
		switch {
		case s.run == nil:
			return fmt.Errorf("step %d is empty: make steps with the functions of feedtest", i+1)
		case s.opening && opened:
			return fmt.Errorf("step %d, %s, is about the handshake: put it first", i+1, s.name)
		case s.closing && i < len(c)-1:
			return fmt.Errorf("step %d, %s, ends the connection: put it last", i+1, s.name)
		}
		opened = opened || !s.opening
	}
	return nil
}

// required counts the messages that the steps after i expect, and the steps from i
// on that expect anything.
func (c Conversation) required(i int) (messages, steps int) {
	for j, s := range c[i:] {
		if s.message && j > 0 {
			messages++
		}
		if s.message || s.requiring {
			steps++
		}
	}
	return messages, steps
}

// Expect waits for a message and compares it with text, byte for byte. A
// binary message never equals it.
func Expect(text string) Step {
	return Step{name: "Expect", message: true, run: func(c *connection) error {
		f, err := c.next()
		if err != nil {
			return fmt.Errorf("want %s, got %w", quote(text), err)
		}
		if f.Kind != websocket.TextMessage || f.Payload != text {
			return fmt.Errorf("want %s, got %s", quote(text), f)
		}
		return nil
	}}
}

// Send sends a text message.
func Send(text string) Step {
	return Step{name: "Send", run: func(c *connection) error {
		return c.message(websocket.TextMessage, []byte(text))
	}}
}

// SendBinary sends a binary message. It keeps payload, which must not change.
func SendBinary(payload []byte) Step {
	return Step{name: "SendBinary", run: func(c *connection) error {
		return c.message(websocket.BinaryMessage, payload)
	}}
}

// SendRaw writes bytes on the connection as they are, under TLS if there is
// any: bad opcodes, half frames, frames too large to build. It keeps raw, which
// must not change. Should the client send pings while a frame is half written,
// [IgnorePings] keeps the pong out of it.
func SendRaw(raw []byte) Step {
	return Step{name: "SendRaw", run: func(c *connection) error {
		return c.write(func(deadline time.Time) error {
			_ = c.ws.NetConn().SetWriteDeadline(deadline)
			_, err := c.ws.NetConn().Write(raw)
			return err
		})
	}}
}

// Stream writes bytes as SendRaw does, over and over, with a pause after each time that may be 0, until the client has
// gone or the server stops.
func Stream(raw []byte, pause time.Duration) Step {
	return Step{name: "Stream", endless: true, run: func(c *connection) error {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		for {
			_ = c.ws.NetConn().SetWriteDeadline(time.Now().Add(c.server.timeout))
			if _, err := c.ws.NetConn().Write(raw); err != nil {
				return c.gone(err)
			}
			timer.Reset(pause)
			select {
			case <-timer.C:
			case <-c.run.stopped:
				return c.gone(nil)
			}
		}
	}}
}

// Ping sends a ping with a payload of up to 125 bytes.
func Ping(payload string) Step {
	return Step{name: "Ping", run: func(c *connection) error {
		return c.control(websocket.PingMessage, []byte(payload))
	}}
}

// ExpectPong waits for a pong and compares its payload. Pongs and messages are
// not ordered among each other, and pongs that no step expects are allowed.
func ExpectPong(payload string) Step {
	return Step{name: "ExpectPong", requiring: true, run: func(c *connection) error {
		got, err := c.nextPong()
		if err != nil {
			return fmt.Errorf("want pong %s, got %w", quote(payload), err)
		}
		if got != payload {
			return fmt.Errorf("want pong %s, got pong %s", quote(payload), quote(got))
		}
		return nil
	}}
}

// IgnorePings leaves the pings of the client unanswered from here on.
func IgnorePings() Step {
	return Step{name: "IgnorePings", run: func(c *connection) error {
		c.ignorePings.Store(true)
		return nil
	}}
}

// Do calls f between two steps. f must not end the test (t.Fatal and the like);
// it may call [Server.Stop].
func Do(f func()) Step {
	return Step{name: "Do", run: func(*connection) error {
		f()
		return nil
	}}
}

// Silence does nothing until the channel is closed; with nil, until the server
// stops or the client hangs up, which both end any silence.
func Silence(until <-chan struct{}) Step {
	return Step{name: "Silence", endless: until == nil, run: func(c *connection) error {
		return c.silence(until)
	}}
}

// Close sends a close frame and waits until the client has hung up or answered
// with its own.
func Close(code int, reason string) Step {
	return Step{name: "Close", closing: true, run: func(c *connection) error {
		if err := c.noMore(); err != nil {
			return err
		}
		frame := websocket.FormatCloseMessage(code, reason)
		if err := c.control(websocket.CloseMessage, frame); err != nil {
			return err
		}
		if _, err := c.awaitEnd(); err != nil {
			return fmt.Errorf("want the answer to our close frame, got %w", err)
		}
		return c.noMore()
	}}
}

// ExpectClose waits for the client's close frame and compares its code;
// [websocket.CloseAbnormalClosure] means that it hangs up without one.
func ExpectClose(code int) Step {
	return Step{name: "ExpectClose", closing: true, requiring: true, run: func(c *connection) error {
		ended, err := c.awaitEnd()
		if err != nil {
			return fmt.Errorf("want a close frame with code %d, got %w", code, err)
		}
		if err := c.noMore(); err != nil {
			return err
		}
		got := websocket.CloseAbnormalClosure
		var closed *websocket.CloseError
		if errors.As(ended, &closed) {
			got = closed.Code
		}
		if got != code {
			return fmt.Errorf("want a close frame with code %d, got %v", code, ended)
		}
		return nil
	}}
}

// Drop resets the TCP connection, without a close frame.
func Drop() Step {
	return Step{name: "Drop", closing: true, run: func(c *connection) error {
		if err := c.noMore(); err != nil {
			return err
		}
		return c.reset()
	}}
}
