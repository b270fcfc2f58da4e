package feed

import (
	"sync/atomic"
	"time"
)

// holdEvery is how often it is asked whether a reader for which the feed waits has caught up.
const holdEvery = 2 * time.Millisecond

// Patient is a sink that may have to catch up: the feed reads nothing from its connection meanwhile, but the little that its socket
// reads ahead.
type Patient interface {
	Sink
	// Behind reports whether the feed is to wait. It must return at once.
	Behind() bool
}

// hold has the goroutine that handles what comes wait for readers that are to miss nothing.
type hold struct {
	keeper  *keeper
	wire    *wire
	closing <-chan struct{} // closed when the feed is to end
	wake    chan struct{}   // is signalled when the session may be judged again

	held   atomic.Bool  // it waits, or the message for which it has waited is being read
	waited atomic.Int64 // in all, in nanoseconds
}

// behind reports whether a reader that is to miss nothing has to catch up. It is called for each message.
func (h *hold) behind() bool {
	return h.keeper.patient.Load() > 0 && h.keeper.behind() || h.wire.behind()
}

// wait waits for these readers, or until the feed is closed. What is due is not done meanwhile, up to release: the server is not
// judged by what was not read from it.
func (h *hold) wait() {
	h.held.Store(true)
	last := time.Now()
	ticker := time.NewTicker(holdEvery)
	defer ticker.Stop()
	for h.behind() {
		select {
		case <-ticker.C:
		case <-h.closing:
			return
		}
		now := time.Now()
		h.waited.Add(int64(now.Sub(last)))
		last = now
	}
}

// release ends what wait has begun, after the message that has waited was read.
func (h *hold) release() {
	h.held.Store(false)
	signal(h.wake)
}

// Waited returns for how long the feed has waited for readers that are to miss nothing.
func (f *Feed) Waited() time.Duration { return time.Duration(f.hold.waited.Load()) }

// Hold has the feed wait for the watcher where it does not keep up, instead of merging batches: nothing is read from the connection
// meanwhile. It is called before the feed is started.
func (w *Watcher) Hold() {
	k := w.keeper
	k.mu.Lock()
	defer k.mu.Unlock()
	if !w.closed && !w.patient {
		w.patient = true
		k.patient.Add(1)
	}
}

// behind reports whether a watcher for which the feed waits, or what is kept for it, is half full.
func (k *keeper) behind() bool {
	if k.sealed.isHalfFull() {
		return true
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range k.watchers {
		if w.patient && w.queue.bytes > w.queue.limit/2 {
			return true
		}
	}
	return false
}

// isHalfFull reports whether half of what may wait does.
func (i *inbox) isHalfFull() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.queue.bytes > i.queue.limit/2
}

// behind reports whether a sink has to catch up.
func (w *wire) behind() bool {
	s := w.sinks.Load()
	if s == nil {
		return false
	}
	for _, sink := range s.patient {
		if sink.Behind() {
			return true
		}
	}
	return false
}
