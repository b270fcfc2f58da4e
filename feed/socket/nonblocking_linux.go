//go:build !race

package socket

import (
	"io"
	"net"
	"os"
	"syscall"
	"unsafe"
)

// nonblocking is a socket that is read with a system call of which the runtime is not notified: it does not block, and there is nothing to
// be scheduled meanwhile. Each read that the runtime is notified of wakes its monitor where nothing else runs, and that sleeps and wakes for
// a while: a quarter of what a screen needs of the processor at 100 messages a second (Budgets/cpu).
type nonblocking struct {
	net.Conn
	raw  syscall.RawConn
	call func(fd uintptr) bool // reads, made once: it would be allocated for each read

	into  []byte
	n     int
	errno syscall.Errno
}

// newNonblocking returns a connection that is read without blocking calls, if it is a socket of the system and nothing around one, which
// may do more in its Read.
func newNonblocking(conn net.Conn) net.Conn {
	tcp, is := conn.(*net.TCPConn)
	if !is {
		return conn
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return conn
	}
	c := &nonblocking{Conn: conn, raw: raw}
	c.call = c.readFrom
	return c
}

// Read implements [net.Conn]. It is for one goroutine, and its errors are those of the connection below.
func (c *nonblocking) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return c.Conn.Read(p)
	}
	c.into = p
	err := c.raw.Read(c.call)
	c.into = nil
	if why, is := err.(*net.OpError); is { // of a "raw-read"
		err = why.Err
	} else if err == nil && c.errno != 0 {
		err = os.NewSyscallError("read", c.errno)
	}
	switch {
	case err != nil:
		return 0, &net.OpError{Op: "read", Net: c.LocalAddr().Network(), Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: err}
	case c.n == 0:
		return 0, io.EOF
	}
	return c.n, nil
}

// readFrom reads what is there, and reports whether something was.
func (c *nonblocking) readFrom(fd uintptr) (done bool) {
	for {
		n, _, errno := syscall.RawSyscall(syscall.SYS_READ, fd, uintptr(unsafe.Pointer(&c.into[0])), uintptr(len(c.into)))
		if errno != syscall.EINTR {
			c.n, c.errno = int(n), errno
			return errno != syscall.EAGAIN
		}
	}
}
