package feed

import (
	"runtime"
	"sync"
	"time"

	"sockeye/feed/message"
	"sockeye/feed/socket"
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

// receive passes frames that arrived together to the session. A large one comes alone (see [socket.Handler]), and has the memory for those.
func (f *Feed) receive(at time.Time, frames []socket.Message) {
	if len(frames[0].Payload) < largeFrame {
		receiveAll(f, at, frames)
		return
	}
	largeFrames.Lock()
	defer largeFrames.Unlock()
	memory := largeMemory.Get().(*message.Memory)
	f.ask(func(time.Time) { f.session.Reader().Borrow(memory) })
	defer f.ask(func(time.Time) {
		f.session.Reader().Return(memory)
		largeMemory.Put(memory)
	})
	receiveAll(f, at, frames)
}

// receiveAll passes frames to the session. To lock it for each message would cost a tenth of what the message does (Budgets/ingest), so
// it is unlocked when something has been requested, when readers have to catch up, and after a full batch. If the keeper falls behind,
// the processor is yielded too: in a flood there is always something to read, and where no other processor is free the keeper would wait
// until the runtime preempts this goroutine, for 10 ms and many batches.
func receiveAll(f *Feed, at time.Time, frames []socket.Message) {
	a := applying{feed: f, at: at, frames: frames}
	for more := true; more; {
		if f.hold.behind() {
			f.hold.wait()
		}
		var full bool
		full, more = a.some()
		if f.hold.held.Load() {
			f.ask(f.session.Held) // the messages that have waited are as old as that
			f.hold.release()
		}
		f.serve()
		if full && f.keeper.sealed.isFilling() {
			runtime.Gosched()
		}
	}
}

// applying is frames that are being handed to the session, message by message. All methods but some are called with it locked.
type applying struct {
	feed   *Feed
	at     time.Time
	frames []socket.Message // that were not begun
	open   bool             // the frame before them is not handed over wholly ...
	size   int              // ... which has so many bytes
	timed  bool             // ... and is timed
	began  time.Time        // ... since then
	spent  time.Duration    // ... and before that
}

// some passes messages to the session until there is a reason to unlock it, or there are no more.
func (a *applying) some() (full, more bool) {
	f := a.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if a.open && a.timed {
		a.began = time.Now()
	}
	for a.next() {
		if f.session.Full() || f.requests.pending.Load() > 0 || f.hold.behind() {
			break
		}
	}
	if a.open && a.timed {
		a.spent += time.Since(a.began)
	}
	return f.publish(), a.more()
}

// more reports whether there are more messages.
func (a *applying) more() bool { return a.open || len(a.frames) > 0 }

// next passes one message to the session, and reports whether there are more.
func (a *applying) next() bool {
	if !a.open {
		a.begin()
	}
	if a.open = a.feed.session.Next(); !a.open && a.timed {
		a.end()
	}
	if f := a.feed; f.wire.tapped() {
		f.wire.follow(f.session, &f.info, f.clock)
	}
	return a.more()
}

// begin begins with the next frame.
func (a *applying) begin() {
	f, frame := a.feed, &a.frames[0]
	a.frames = a.frames[1:]
	a.size, a.spent = len(frame.Payload), 0
	if a.timed = a.size >= timedFrame || f.preset.Frames.Decompress != ""; a.timed {
		a.began = time.Now()
	}
	if f.wire.checkpointDue(a.at, a.size) {
		f.wire.checkpoint(a.at, f.session, f.wire.sinks.Load().marked...)
	}
	f.wire.frame(a.at, frame.Binary, f.session.Begin(a.at, frame.Payload))
}

// end ends a frame that was timed.
func (a *applying) end() {
	if a.spent += time.Since(a.began); a.spent > slowFrame {
		a.feed.session.Slow(a.feed.clock(), a.spent, a.size)
	}
}
