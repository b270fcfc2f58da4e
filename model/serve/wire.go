package serve

import (
	"io"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
)

// wire is the channel of a session: what its client types and what it reads. It counts both. For Bubble Tea it is a file that is
// no terminal of this machine.
type wire struct {
	channel ssh.Session
	exit    time.Duration // how long the session may take to end; see Options
	sever   func()        // closes the connection that the channel is on

	writing       sync.Mutex // the channel (golang.org/x/crypto/ssh, v0.57.0) has one buffer for all that write to it
	read, written atomic.Int64
	typed         atomic.Int64 // when something was read last, in nanoseconds
}

// closeUnless closes the channel unless the session is over in time, and then the connection.
func (w *wire) closeUnless(over <-chan struct{}) {
	wait := func(most time.Duration) (isOver bool) {
		timer := time.NewTimer(most)
		defer timer.Stop()
		select {
		case <-over:
			return true
		case <-timer.C:
			return false
		}
	}
	if wait(w.exit) {
		return
	}
	go func() { _ = w.channel.Close() }()
	if !wait(w.exit / 3) {
		w.sever()
	}
}

// newWire returns the wire of a session.
func newWire(client ssh.Session, exit time.Duration, sever func()) *wire {
	w := &wire{channel: client, exit: exit, sever: sever}
	w.typed.Store(time.Now().UnixNano())
	return w
}

// Read implements [io.Reader].
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.channel.Read(p)
	w.read.Add(int64(n))
	w.typed.Store(time.Now().UnixNano())
	return n, err
}

// Write implements [io.Writer]. It waits for a client that does not read.
func (w *wire) Write(p []byte) (int, error) {
	w.writing.Lock()
	n, err := w.channel.Write(p)
	w.writing.Unlock()
	w.written.Add(int64(n))
	return n, err
}

// Close implements [io.Closer]: the session is closed by who has it.
func (w *wire) Close() error { return nil }

// Fd returns what is no descriptor of a file.
func (w *wire) Fd() uintptr { return ^uintptr(0) }

var _ io.ReadWriteCloser = (*wire)(nil)
