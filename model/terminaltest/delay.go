package terminaltest

import (
	"sync"
	"time"
)

// delay does things some time after the call, in order.
type delay struct {
	time    time.Duration
	queue   chan delayed
	done    chan struct{} // closed when nothing more is to be done
	running sync.WaitGroup
}

type delayed struct {
	due time.Time
	do  func()
}

// inFlight is how many things can be on their way; with more of them, carry waits.
const inFlight = 1024

func newDelay(time time.Duration) *delay {
	d := &delay{time: time, queue: make(chan delayed, inFlight), done: make(chan struct{})}
	d.running.Go(d.run)
	return d
}

// carry has something done when the time has passed.
func (d *delay) carry(do func()) {
	select {
	case d.queue <- delayed{time.Now().Add(d.time), do}:
	case <-d.done:
	}
}

func (d *delay) run() {
	for {
		select {
		case next := <-d.queue:
			pause(time.Until(next.due), d.done)
			if ended(d.done) {
				return
			}
			next.do()
		case <-d.done:
			return
		}
	}
}

// stop drops what is not done yet.
func (d *delay) stop() { close(d.done) }

// wait waits, after stop, for what is being done.
func (d *delay) wait() { d.running.Wait() }

// pause waits for some time, or until done is closed.
func pause(length time.Duration, done <-chan struct{}) {
	if length <= 0 {
		return
	}
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-done:
	}
}

// ended reports whether done is closed.
func ended(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
