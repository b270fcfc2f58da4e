package socket

import (
	"net"
	"time"
)

// arrivalConn notes when the bytes came in that are being read. All messages that arrived with one read of the
// socket have the same time of receipt, which is the true one unless they are gathered, and the clock is read once for all of them.
type arrivalConn struct {
	net.Conn
	at time.Time // only for the goroutine that reads, like what follows

	open bool // the handshake is over
	size int  // of the handshake, in bytes

	gather time.Duration // see Dialer
	often  bool          // the last read came so soon after the one before that it pays to wait
}

// hasWaited is how long a read takes at the most whose bytes were there before it.
const hasWaited = time.Millisecond

func (c *arrivalConn) Read(p []byte) (int, error) {
	var began time.Time
	if c.gather > 0 && c.open {
		if c.often {
			time.Sleep(c.gather)
		}
		began = time.Now()
	}
	n, err := c.Conn.Read(p)
	before := c.at
	c.at = time.Now()
	switch {
	case !c.open:
		if c.size += n; c.size > maxHandshake { // nothing else bounds its headers
			return 0, errLongHandshake
		}
	case c.gather > 0: // more may be there of what fills p
		c.often = n < len(p) && (c.at.Sub(before) < c.gather || c.often && c.at.Sub(began) < hasWaited)
	}
	return n, err
}
