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

	full   int    // bytes that were read since a read that did not fill its buffer: more was there than was read
	before func() // called before each read; nil: nothing is

	gather time.Duration // see Dialer
	often  bool          // the last read came so soon after the one before that it pays to wait
	since  time.Time     // the interval of about gather that is under way ...
	bytes  int           // ... what was read in it ...
	calm   bool          // ... and that before it had few enough bytes to wait for more
}

const (
	// hasWaited is how long a read takes at the most whose bytes were there before it.
	hasWaited = time.Millisecond
	// mostGathered is how many bytes of an interval are waited for: many more would fill the buffer of the system, and slow the
	// server down.
	mostGathered = 16 << 10
)

func (c *arrivalConn) Read(p []byte) (int, error) {
	if c.before != nil {
		c.before()
	}
	var began time.Time
	if c.gather > 0 && c.open {
		if c.often && c.calm {
			time.Sleep(c.gather)
		}
		began = time.Now()
	}
	n, err := c.Conn.Read(p)
	before := c.at
	c.at = time.Now()
	if c.full += n; n < len(p) {
		c.full = 0
	}
	switch {
	case !c.open:
		if c.size += n; c.size > maxHandshake { // nothing else bounds its headers
			return 0, errLongHandshake
		}
	case c.gather > 0: // more may be there of what fills p
		if c.at.Sub(c.since) >= c.gather {
			c.since, c.bytes, c.calm = c.at, 0, c.bytes < mostGathered
		}
		c.bytes += n
		c.often = n < len(p) && (c.at.Sub(before) < c.gather || c.often && c.at.Sub(began) < hasWaited)
	}
	return n, err
}
