package feed

import (
	"runtime"
	"sockeye/feed/message"
	"sync"
	"time"
)

// largeFrames is held while a large frame is taken apart: what is known of its values may be twice as large as the frame, and
// several feeds with such frames need that memory one after the other.
var largeFrames sync.Mutex

// largeMemory has it, until the garbage is collected twice without a large frame.
var largeMemory = sync.Pool{New: func() any { return new(message.Memory) }}

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
		memory := largeMemory.Get().(*message.Memory)
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
