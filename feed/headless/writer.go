package headless

import (
	"errors"
	"io"
	"sync"
)

// errOutput is that nothing can be written.
var errOutput = errors.New("output")

// chunkBytes is how much is written at once: as much as a pipe holds on most systems.
const chunkBytes = 64 << 10

// writer is what all feeds write to.
type writer struct {
	tail *Tail

	mu     sync.Mutex
	out    io.Writer
	buffer []byte // waits to be written: not much more than chunkBytes
	events int
	err    error // why nothing can be written any more
}

// write calls lines to append to the buffer, one batch of one feed at a time, and writes it. What is more than a chunk, lines passes to
// spill.
func (w *writer) write(lines func(b []byte) ([]byte, error)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	end := w.hold(lines)
	if flushed := w.flush(); flushed != nil {
		return flushed
	}
	return end
}

// hold is write for what may wait a moment in the buffer. mu is held.
func (w *writer) hold(lines func(b []byte) ([]byte, error)) (err error) {
	if w.buffer, err = lines(w.buffer); err != nil {
		return err
	}
	w.buffer, err = w.spill(w.buffer)
	return err
}

// spill writes what is in the buffer if that is a chunk, and returns what is left of it: a batch of a fast feed has megabytes of lines,
// and memory for all of them would be as much again. mu is held.
func (w *writer) spill(b []byte) ([]byte, error) {
	if len(b) < chunkBytes {
		return b, nil
	}
	w.buffer = b
	err := w.flush()
	return w.buffer, err
}

// flush writes what waits in the buffer. mu is held.
func (w *writer) flush() error {
	if w.err == nil && len(w.buffer) > 0 {
		_, w.err = w.out.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
	if w.err != nil {
		return errOutput
	}
	return nil
}
