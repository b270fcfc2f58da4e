package socket

import (
	"io"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/shrink"
)

// read reads messages until the connection ends, and returns why it did.
func (c *Conn) read(message func(at time.Time, binary bool, payload []byte)) error {
	var buf []byte
	var size shrink.Size
	for {
		kind, r, err := c.ws.NextReader()
		if err != nil {
			return err
		}
		if buf, err = readAll(r, buf[:0], c.readLimit); err != nil {
			return err
		}
		message(c.arrivals.at, kind == websocket.BinaryMessage, buf)
		if size.Shrinks(len(buf)) {
			buf = nil
		}
	}
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
