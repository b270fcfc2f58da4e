package feed

import "time"

// holdLook is how often it is asked whether a reader for which the feed waits has caught up.
const holdLook = 2 * time.Millisecond

// Patient is a sink that may have to catch up: the feed reads nothing from its connection meanwhile.
type Patient interface {
	Sink
	// Behind reports whether the feed is to wait. It must return at once.
	Behind() bool
}

// behind reports whether a reader that is to miss nothing has to catch up. It is called for each message.
func (f *Feed) behind() bool {
	return f.keeper.patient.Load() > 0 && f.keeper.behind() || f.wire.behind()
}

// hold waits for readers that are to miss nothing, or until the feed is closed. What is due is not done meanwhile, up to release:
// the server is not judged by what was not read from it.
func (f *Feed) hold() {
	f.held.Store(true)
	last := time.Now()
	ticker := time.NewTicker(holdLook)
	defer ticker.Stop()
	for f.behind() {
		select {
		case <-ticker.C:
		case <-f.closing:
			return
		}
		now := time.Now()
		f.waited.Add(int64(now.Sub(last)))
		last = now
	}
}

// release ends what hold has begun, after the message that has waited was read.
func (f *Feed) release() {
	f.held.Store(false)
	signal(f.wake)
}

// Waited returns for how long the feed has waited for readers that are to miss nothing.
func (f *Feed) Waited() time.Duration { return time.Duration(f.waited.Load()) }

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
