package socket

import (
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"sockeye/feed/shrink"
)

// While messages come faster than they are handled, the next ones are read by another goroutine meanwhile: reading takes half of
// the time of handling. What comes slower is read by the one that handles it, which costs no wake-up of another processor.
const (
	// aheadFrom is how many bytes must have been read without a pause before it pays to read ahead.
	aheadFrom = 128 << 10
	// runBytes is about how many bytes a run has at the most.
	runBytes = 64 << 10
	// runMessages is how many messages a run has at the most: what is known of each takes as much memory as a short one.
	runMessages = runBytes / 32
	// mostRuns is how many runs wait at the most, beside the one that is handled and the one that is read: as much as is handled while
	// the processor that reads does something else for some milliseconds. With 2, a message takes a fifth longer (Budgets/ingest).
	mostRuns = 24
)

// run is messages that were read ahead and arrived at the same time, or a ping or a pong.
type run struct {
	at       time.Time
	payloads []byte // memory of the messages
	messages []Message
	control  controlKind
}

type controlKind uint8

const (
	noControl controlKind = iota
	ping
	pong
)

// freeRuns have their memory, until the garbage is collected twice without a flood.
var freeRuns = sync.Pool{New: func() any { return new(run) }}

// pays reports whether it pays to read on while the message in buf is handled. A large one takes long, and two of them much memory: it is
// not read ahead of others, and comes alone.
func (r *reader) pays() bool {
	return r.parallel && r.arrivals.full >= aheadFrom && len(r.buf) <= shrink.Kept
}

// readAhead handles messages while another goroutine reads the next ones, for as long as that pays. Without an error there is a
// message in buf, which is the next one.
func (r *reader) readAhead() (err error) {
	runs := make(chan *run, mostRuns)
	r.run, r.runs, r.arrivals.before = freeRuns.Get().(*run), runs, r.passOn
	var fault any // of our own, with its stack
	go func() {
		defer close(runs)
		defer func() {
			if v := recover(); v != nil {
				fault = fmt.Sprintf("%v\n%s", v, debug.Stack())
			}
		}()
		for {
			if err = r.next(); err != nil || !r.pays() && len(runs) == 0 || len(r.buf) > shrink.Kept {
				break
			}
			r.add()
		}
		r.passOn()
	}()
	done := false
	defer func() {
		if !done { // a fault of the handler
			r.arrivals.Close()
			for range runs {
			}
		}
	}()
	for next := range runs {
		next.handle(&r.handler)
		next.payloads, next.messages, next.control = next.payloads[:0], next.messages[:0], noControl
		freeRuns.Put(next)
	}
	done = true
	r.run, r.arrivals.before = nil, nil
	if fault != nil {
		panic(fault)
	}
	return err
}

// add adds the message in buf to what was read ahead.
func (r *reader) add() {
	begin := len(r.run.payloads)
	r.run.payloads = append(r.run.payloads, r.buf...)
	r.run.messages = append(r.run.messages, Message{Binary: r.binary, Payload: r.run.payloads[begin:len(r.run.payloads):len(r.run.payloads)]})
	if len(r.run.payloads) >= runBytes || len(r.run.messages) >= runMessages {
		r.passOn()
	}
}

// passOn passes on what was read ahead, if there is anything. It waits for the one that handles it. That is done before each read of
// the socket, which may last.
func (r *reader) passOn() {
	if len(r.run.messages) > 0 || r.run.control != noControl {
		r.run.at = r.arrivals.at
		r.runs <- r.run
		r.run = freeRuns.Get().(*run)
	}
}

// handle passes a run to a handler.
func (r *run) handle(h *Handler) {
	if r.control != noControl {
		h.Control(r.control == pong)
		return
	}
	h.Messages(r.at, r.messages)
}
