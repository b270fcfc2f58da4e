package feed

import (
	"runtime"
	"sync"
	"time"

	"sockeye/feed/message"
)

// largeFrames is held while a large frame is read: what is known of its values may be twice as large as the frame, and
// several feeds with such frames need that memory one after the other.
var largeFrames sync.Mutex

// largeMemory has that memory, until the garbage is collected twice without a large frame.
var largeMemory = sync.Pool{New: func() any { return new(message.Memory) }}

const (
	largeFrame = 4 << 20               // bytes
	slowFrame  = 50 * time.Millisecond // a frame that takes longer gets an entry
	timedFrame = 1 << 10               // a frame of fewer bytes cannot be slow, and reading the clock twice would cost a tenth of it
)

// receive hands a frame to the session. Between the messages of the frame it unlocks the session after a full batch, and
// when something has been requested. After a full batch it also yields the processor: in a flood there is always something
// to read, and the keeper that was just woken would wait until the runtime preempts this goroutine, for 10 ms and many
// batches.
func (f *Feed) receive(at time.Time, binary bool, frame []byte) {
	f.wire.frame(at, binary, frame)
	if len(frame) >= largeFrame {
		largeFrames.Lock()
		defer largeFrames.Unlock()
		memory := largeMemory.Get().(*message.Memory)
		f.ask(func(time.Time) { f.session.Reader().Borrow(memory) })
		defer f.ask(func(time.Time) {
			f.session.Reader().Return(memory)
			largeMemory.Put(memory)
		})
	}
	timed := len(frame) >= timedFrame || f.preset.Frames.Decompress != ""
	full, more, spent := f.begin(at, frame, timed)
	for {
		f.serve()
		if full {
			runtime.Gosched()
		}
		if !more {
			break
		}
		var longer time.Duration
		full, more, longer = f.resume()
		spent += longer
	}
	if spent > slowFrame {
		f.ask(func(now time.Time) { f.session.Slow(now, spent, len(frame)) })
	}
}

// begin hands the first messages of a frame to the session; see messages.
func (f *Feed) begin(at time.Time, frame []byte, timed bool) (full, more bool, spent time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var began time.Time
	if timed {
		began = time.Now()
	}
	f.session.Begin(at, frame)
	full, more = f.messages()
	if timed {
		spent = time.Since(began)
	}
	return full, more, spent
}

// resume hands more of them to it.
func (f *Feed) resume() (full, more bool, spent time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	began := time.Now()
	full, more = f.messages()
	return full, more, time.Since(began)
}

// messages hands messages of the frame to the session until a batch is full, something is requested, or there are no more.
// mu is held.
func (f *Feed) messages() (full, more bool) {
	for f.session.Next() {
		if f.session.Full() || f.requests.pending.Load() > 0 {
			more = true
			break
		}
	}
	return f.publish(), more
}
