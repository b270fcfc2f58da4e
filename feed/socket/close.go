package socket

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/format"
)

// closeTimeout is what a server has to accept what still waits, and to answer our close frame.
const closeTimeout = time.Second

// Close begins the closing handshake (RFC 6455, section 7.1.2) and does not wait: what waits is written, then a close frame
// with the code and the reason, and Run ends when the server has answered it, or a second later. Only the first call has an
// effect.
func (c *Conn) Close(code int, reason string) {
	c.closeOnce.Do(func() {
		c.queue.close()
		c.closeFrame = websocket.FormatCloseMessage(code, reason)
		c.deadline = time.Now().Add(closeTimeout)
		// The writer may be in a write that the server does not accept. The socket is closed, and not ws: under TLS that
		// would write once more.
		c.expiry = time.AfterFunc(closeTimeout, func() { c.arrivals.Close() })
		close(c.closing)
	})
}

// closeHandshake writes what still waits, which may be an unsubscribe, and the close frame, and waits for the answer, all
// before the deadline. A server that accepts nothing gets no close frame.
func (c *Conn) closeHandshake() {
	for {
		o, ok := c.queue.next()
		if !ok {
			break
		}
		if c.writeOne(o, c.deadline) != nil {
			return
		}
	}
	if c.ws.WriteControl(websocket.CloseMessage, c.closeFrame, c.deadline) == nil {
		c.awaitEnd(c.deadline)
	}
}

// awaitEnd waits until nothing more is read, but not beyond deadline.
func (c *Conn) awaitEnd(deadline time.Time) {
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case <-c.ended:
	case <-timer.C:
	}
}

// endOf says how a connection ended whose reader has failed.
func (c *Conn) endOf(err error) End {
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure:
		reason := closedWith(closed.Code)
		if closed.Text != "" {
			reason += ` "` + closed.Text + `"`
		}
		return End{Code: closed.Code, Reason: reason}
	case errors.As(err, &closed), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return End{Reason: "the server hung up without a close frame"}
	case err.Error() == unknownBadGateway:
		return End{Code: badGateway, Reason: closedWith(badGateway)}
	case errors.Is(err, websocket.ErrReadLimit):
		return End{Reason: "a message is larger than " + format.Bytes(uint64(c.readLimit)) + " (max_frame)"}
	}
	return End{Reason: err.Error()}
}

// A gateway's close code was registered after gorilla's list of them was made: to gorilla it is a broken frame, whose
// reason is lost.
const (
	badGateway        = 1014
	unknownBadGateway = "websocket: bad close code 1014"
)

// closedWith names a close code of the server.
func closedWith(code int) string {
	return strings.TrimSpace(fmt.Sprintf("closed by the server: %d %s", code, closeWords[code]))
}

// closeWords are the meanings of the close codes (RFC 6455, section 7.4.1, and the registry that it founds).
var closeWords = map[int]string{
	1000:       "normal closure",
	1001:       "going away",
	1002:       "protocol error",
	1003:       "unsupported data",
	1005:       "no code given",
	1007:       "invalid data",
	1008:       "policy violation",
	1009:       "message too big",
	1010:       "extension missing",
	1011:       "internal error",
	1012:       "service restart",
	1013:       "try again later",
	badGateway: "bad gateway",
}
