package playback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/recording"
)

const (
	// asking is for how long after the connection was opened what the recorded client sends counts as what it asks for, and
	// waited for; later ones are keepalives, but for those of which the recording says what they are about.
	asking = 10 * time.Second
	// mostUnmatched bounds the messages of a client that are kept because the recording may come to them.
	mostUnmatched = 64
	// mostChanges bounds the numbers that are replaced in answers.
	mostChanges = 64

	writeTimeout = 10 * time.Second // for a client to take a frame
)

// client is one connection. It belongs to the goroutine that runs play, except for reading from ws.
type client struct {
	server  *Server
	ws      *websocket.Conn
	script  *script
	arrived chan []byte

	at        int64     // time of the recording, Unix nanoseconds ...
	since     time.Time // ... that it was then
	opened    int64     // time of the recording
	seen      map[string]bool
	unmatched [][]byte
	changes   []change
}

// errRecorded is that the recording ends the connection.
var errRecorded = errors.New("as recorded")

// play plays the recording to the client until either ends, and reports whether the recording has more connections: then what is left
// of the script is for the next client already.
func (c *client) play(ctx context.Context) (more bool) {
	ctx, cancel := context.WithCancel(ctx)
	var reading sync.WaitGroup
	disconnect := context.AfterFunc(ctx, func() { c.ws.Close() }) // ends what reads and what writes
	defer func() {
		cancel()
		disconnect()
		c.ws.Close()
		reading.Wait()
	}()
	c.arrived = make(chan []byte) // unbuffered: a client that sends faster than it is answered waits
	reading.Go(func() {
		defer cancel()
		for {
			_, message, err := c.ws.ReadMessage()
			if err != nil {
				return
			}
			select {
			case c.arrived <- message:
			case <-ctx.Done():
				return
			}
		}
	})
	err := c.run(ctx)
	return errors.Is(err, errRecorded)
}

// run plays lines until the connection ends.
func (c *client) run(ctx context.Context) error {
	for {
		line, err := c.script.next()
		switch {
		case errors.Is(err, io.EOF):
			return c.end(websocket.CloseNormalClosure, "the recording is over")
		case err != nil:
			c.server.log(err)
			return c.end(websocket.CloseInternalServerErr, "the recording cannot be read")
		}
		if c.since.IsZero() {
			c.at, c.since, c.opened = line.At, time.Now(), line.At
		}
		if err := c.wait(ctx, line.At); err != nil {
			return err
		}
		switch {
		case line.Frame != nil && line.Frame.Sent:
			err = c.await(ctx, line)
		case line.Frame != nil:
			kind := websocket.TextMessage
			if line.Frame.Binary {
				kind = websocket.BinaryMessage
			}
			_ = c.ws.SetWriteDeadline(time.Now().Add(writeTimeout))
			err = c.ws.WriteMessage(kind, apply(line.Frame.Payload, c.changes))
		case line.Control == "ping":
			err = c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout))
		case line.State != nil && hasEnded(line.State.State):
			if line.State.State == "CONNECTING" {
				c.script.held = line
			}
			state, code, reason := line.State.State, line.State.Code, line.State.Reason
			c.server.leave(c.script) // before the client can know, and connect again
			switch {
			case canBeSent(code):
				_ = c.end(code, reason)
			case state == "CLOSED": // by the recorded client
				_ = c.end(websocket.CloseNormalClosure, "")
			}
			return errRecorded
		}
		if err != nil {
			return err
		}
	}
}

// canBeSent reports whether a code can be in a close frame (RFC 6455, section 7.4).
func canBeSent(code int) bool {
	return code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015
}

// end sends a close frame.
func (c *client) end(code int, reason string) error {
	if len(reason) > 123 { // a control frame has no more
		reason = ""
	}
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
	return io.EOF
}

// wait waits until a time of the recording.
func (c *client) wait(ctx context.Context, at int64) error {
	for {
		due := time.Duration(0)
		if c.server.speed > 0 {
			due = time.Duration(float64(at-c.at)/c.server.speed) - time.Since(c.since)
		}
		if due <= 0 {
			return ctx.Err()
		}
		timer := time.NewTimer(due)
		select {
		case <-timer.C:
		case message := <-c.arrived:
			c.keep(message)
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		timer.Stop()
	}
}

// keep keeps a message of the client, which the recording may come to.
func (c *client) keep(message []byte) {
	if c.server.any {
		return
	}
	c.unmatched = append(c.unmatched, message)
	if len(c.unmatched) > mostUnmatched {
		c.unmatched = c.unmatched[1:]
	}
}

// await waits until the client asks for what the recorded one asked for here. The time of the recording goes on then.
func (c *client) await(ctx context.Context, line *recording.Line) error {
	if c.server.any {
		return nil
	}
	r := newRequest(line.Frame)
	about := len(line.Frame.Symbols) > 0
	if kind := r.kind(); !about && (c.seen[kind] || line.At-c.opened > int64(asking)) {
		return nil
	} else if c.seen == nil {
		c.seen = map[string]bool{kind: true}
	} else {
		c.seen[kind] = true
	}
	for i, message := range c.unmatched {
		if c.matched(r, message) {
			c.unmatched = append(c.unmatched[:i:i], c.unmatched[i+1:]...)
			return nil
		}
	}
	at := line.At
	said := false
	for {
		select {
		case message := <-c.arrived:
			if c.matched(r, message) {
				c.at, c.since = at, time.Now()
				return nil
			}
			if !said {
				said = true
				c.server.log(fmt.Errorf("a client sends %.200s, and the recorded one had sent %.200s: the recording waits for that (--any does not)", message, r.raw))
			}
			c.keep(message)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// matched reports whether a message is what was waited for.
func (c *client) matched(r *request, message []byte) bool {
	changes, ok := r.match(message)
	if ok {
		c.changes = append(c.changes, changes...)
		if over := len(c.changes) - mostChanges; over > 0 {
			c.changes = c.changes[over:]
		}
	}
	return ok
}
