package feed

import (
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/session"
	"sockeye/feed/shrink"
)

// read reads messages until the connection ends, and returns why it did.
func (c *connection) read(ws *websocket.Conn, arrival *arrivalConn) error {
	f := c.feed
	var buf []byte
	var size shrink.Size
	for {
		_, r, err := ws.NextReader()
		if err != nil {
			return err
		}
		if buf, err = readAll(r, buf[:0], f.preset.MaxFrame); err != nil {
			return err
		}
		f.receive(arrival.at, buf)
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

// largeFrames is held while a large frame is taken apart: what is known of its values may be twice as large as the frame, and
// several feeds with such frames need that memory one after the other.
var largeFrames sync.Mutex

// largeMemory has it, until the garbage is collected twice without a large frame.
var largeMemory = sync.Pool{New: func() any { return new(session.Memory) }}

const (
	largeFrame = 4 << 20               // bytes
	slowFrame  = 50 * time.Millisecond // a frame that takes longer to take apart is worth an entry
	timedFrame = 1 << 10               // a frame of fewer bytes cannot; reading the clock twice is not for each of a million
)

// receive hands a frame to the session, and lets go of the session between the messages of one where that is due: after
// a full batch, and when something has been asked for. After a full batch it also lets others run once: in a flood there
// is always something to read, and the watcher that was just woken would have to wait until the runtime takes the
// processor away from us, for 10 ms and many batches.
func (f *Feed) receive(at time.Time, frame []byte) {
	if len(frame) >= largeFrame {
		largeFrames.Lock()
		defer largeFrames.Unlock()
		memory := largeMemory.Get().(*session.Memory)
		f.ask(func(time.Time) { f.session.Borrow(memory) })
		defer f.ask(func(time.Time) {
			f.session.Return(memory)
			largeMemory.Put(memory)
		})
	}
	timed := len(frame) >= timedFrame || f.preset.Frames.Decompress != ""
	full, more, took := f.begin(at, frame, timed)
	for {
		f.serve()
		if full {
			runtime.Gosched()
		}
		if !more {
			break
		}
		var longer time.Duration
		full, more, longer = f.goOn()
		took += longer
	}
	if took > slowFrame {
		f.ask(func(now time.Time) { f.session.Slow(now, took, len(frame)) })
	}
}

// begin has the session take the first messages of a frame in; see messages.
func (f *Feed) begin(at time.Time, frame []byte, timed bool) (full, more bool, took time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var began time.Time
	if timed {
		began = time.Now()
	}
	f.session.Begin(at, frame)
	full, more = f.messages()
	if timed {
		took = time.Since(began)
	}
	return full, more, took
}

// goOn has it take more of them in.
func (f *Feed) goOn() (full, more bool, took time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	began := time.Now()
	full, more = f.messages()
	return full, more, time.Since(began)
}

// messages takes in messages of the frame until a batch is full, something is asked for, or there are no more. mu is held.
func (f *Feed) messages() (full, more bool) {
	for f.session.Next() {
		if f.session.Full() || f.requests.pending.Load() > 0 {
			more = true
			break
		}
	}
	return f.publish(), more
}
