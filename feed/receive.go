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

// receive passes a frame to the session. Between the messages of the frame it unlocks the session after a full batch, and
// when something has been requested. After a full batch it also yields the processor: in a flood there is always something
// to read, and the keeper that was just woken would wait until the runtime preempts this goroutine, for 10 ms and many
// batches.
func (f *Feed) receive(at time.Time, binary bool, frame []byte) {
	if f.hold.behind() {
		f.hold.wait()
		defer f.hold.release()
	}
	if f.wire.checkpointDue(at, len(frame)) {
		f.ask(func(time.Time) {
			if s := f.wire.sinks.Load(); s != nil {
				f.wire.checkpoint(at, f.session, s.marked...)
			}
		})
	}
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
	a := applying{feed: f, timed: len(frame) >= timedFrame || f.preset.Frames.Decompress != "", binary: binary}
	for full, more := a.begin(at, frame); ; full, more = a.resume() {
		f.serve()
		if full {
			runtime.Gosched()
		}
		if !more {
			break
		}
	}
	if spent := a.spent; spent > slowFrame { // a copy, so that a stays off the heap
		f.ask(func(now time.Time) { f.session.Slow(now, spent, len(frame)) })
	}
}

// applying is a frame that is being handed to the session, message by message.
type applying struct {
	feed  *Feed
	timed bool
	spent time.Duration // with the session locked, if it is timed

	binary bool // its opcode
}

// begin passes the first messages of a frame to the session; see messages.
func (a *applying) begin(at time.Time, frame []byte) (full, more bool) {
	a.feed.mu.Lock()
	defer a.feed.mu.Unlock()
	var began time.Time
	if a.timed {
		began = time.Now()
	}
	a.feed.wire.frame(at, a.binary, a.feed.session.Begin(at, frame))
	full, more = a.messages()
	if a.timed {
		a.spent = time.Since(began)
	}
	return full, more
}

// resume passes more of them to it.
func (a *applying) resume() (full, more bool) {
	a.feed.mu.Lock()
	defer a.feed.mu.Unlock()
	began := time.Now()
	full, more = a.messages()
	a.spent += time.Since(began)
	return full, more
}

// messages passes messages of the frame to the session until a batch is full, something is requested, or there are no more.
// mu is held.
func (a *applying) messages() (full, more bool) {
	f := a.feed
	for f.session.Next() {
		if f.session.Full() || f.requests.pending.Load() > 0 {
			more = true
			break
		}
	}
	return f.publish(), more
}
