package notify

import "sync"

// maxWaiting is how many runs wait at the most. The oldest are dropped: the newest matter.
const maxWaiting = 16

// queue is what waits to be run, of one command after the other or of one webhook.
type queue struct {
	queued chan struct{} // of capacity 1: something waits

	mu      sync.Mutex // guards what follows
	waiting []run
	missed  int // runs that were dropped, because too many waited
}

func newQueue() *queue { return &queue{queued: make(chan struct{}, 1)} }

// push adds a run. If too many wait, the one that has waited longest is dropped.
func (q *queue) push(r run) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, r)
	if len(q.waiting) > maxWaiting {
		q.waiting[0] = run{}
		q.waiting = q.waiting[1:]
		q.missed++
	}
	select {
	case q.queued <- struct{}{}:
	default:
	}
}

// next removes and returns the run that has waited longest.
func (q *queue) next() (r run, missed int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return r, 0, false
	}
	r, missed = q.waiting[0], q.missed
	q.waiting[0] = run{}
	q.waiting, q.missed = q.waiting[1:], 0
	return r, missed, true
}
