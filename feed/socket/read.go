package socket

import (
	"io"

	"github.com/gorilla/websocket"

	"sockeye/feed/shrink"
)

// reader reads the messages of a connection and passes them on, together with its pings and pongs.
type reader struct {
	ws       *websocket.Conn
	arrivals *arrivalConn
	limit    int64 // bytes of a message
	parallel bool  // there is more than one processor
	handler  Handler

	buf    []byte     // the message that was read last
	binary bool       // its opcode
	one    [1]Message // memory of what the handler gets of it
	size   shrink.Size

	run  *run        // what was read ahead since the last run was passed on; nil: nothing is read ahead
	runs chan<- *run // where runs go
}

// read reads messages until the connection ends, and returns why it did.
func (r *reader) read() error {
	err := r.next()
	for err == nil {
		r.one[0] = Message{r.binary, r.buf}
		r.handler.Messages(r.arrivals.at, r.one[:])
		if r.pays() {
			err = r.readAhead()
		} else {
			err = r.next()
		}
	}
	return err
}

// next reads a message into buf. The one before was handled, or is elsewhere by now.
func (r *reader) next() error {
	if r.size.Shrinks(len(r.buf)) {
		r.buf, r.one[0].Payload = nil, nil
	}
	kind, from, err := r.ws.NextReader()
	if err != nil {
		return err
	}
	r.binary = kind == websocket.BinaryMessage
	r.buf, err = readAll(from, r.buf[:0], r.limit)
	return err
}

// control passes on a ping or a pong, in its place among the messages.
func (r *reader) control(kind controlKind) {
	if r.run == nil {
		r.handler.Control(kind == pong)
		return
	}
	r.passOn()
	r.run.control = kind
	r.passOn()
}

// readAll reads a message into buf, which grows to the largest one. max bounds it after decompression, which
// gorilla's own limit does not.
func readAll(r io.Reader, buf []byte, max int64) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			more := 2*int64(len(buf)) + 4096
			if len(buf) >= 1<<20 { // in fewer steps: the old buffer and the new one are there at the same time
				more = 4 * int64(len(buf))
			}
			grown := make([]byte, len(buf), min(more, max+1)) // a message of the largest size fits exactly
			copy(grown, buf)
			buf = grown
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > max {
			return buf, websocket.ErrReadLimit
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}
