//go:build !linux || race

package socket

import "net"

// newNonblocking returns a connection as it is. The race detector knows from a call of the runtime what one end of a connection in the same
// process has done before the other.
func newNonblocking(conn net.Conn) net.Conn { return conn }
