package feed

import (
	"context"
	"errors"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
)

// ErrEnded is what Watcher.Next returns when the feed was closed and everything has been read, or when the watcher was
// closed.
var ErrEnded = errors.New("the feed has ended")

// mostChanges is how many changes of alerts wait for a watcher, at the most.
const mostChanges = 100

// Watcher is one reader of a feed, with a bounded queue of its own. Next is called by one goroutine at a time.
type Watcher struct {
	keeper *keeper
	news   chan struct{}

	// guarded by keeper.mu
	queue   queue
	since   uint64         // the number of the last batch from before it joined
	begun   bool           // it was given something
	changes []alert.Change // of alerts, that go with what is in the queue
	fetched []alert.Change // that went with what Next has returned, since it was asked last

	restarted bool // since it was asked last
	closed    bool
	patient   bool // the feed waits for it
}

// Watch adds a watcher and does not wait. Its first batch holds the present state. What was before is in the history of the
// feed, but that the first watcher also gets what has happened since Start, as long as it comes soon.
func (f *Feed) Watch() *Watcher {
	w := &Watcher{keeper: f.keeper, news: make(chan struct{}, 1), queue: queue{limit: QueueBytes}}
	f.request(func(time.Time) error {
		if f.keeper.watched() {
			f.keeper.sealed.add(f.session.Seal()) // what was before belongs to those who were there
		}
		f.keeper.join(w)
		return nil
	})
	return w
}

// Close removes the watcher from its feed and ends Next, which may be called by another goroutine. The feed goes on. Close
// does not wait.
func (w *Watcher) Close() { w.keeper.leave(w) }

// Next waits for news and returns all of it as one batch. By then it is in the history of the feed. Next fails when ctx ends,
// with ErrEnded after the last batch of a feed that was closed, and with ErrEnded at once when the watcher was closed. Calling
// it is the acknowledgement of the batch before: a watcher that does not call gets batches that were merged, without entries,
// once its queue is full; the history has these.
func (w *Watcher) Next(ctx context.Context) (*event.Batch, error) {
	for {
		if batch, err := w.fetch(); batch != nil || err != nil {
			return batch, err
		}
		select {
		case <-w.news:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// fetch returns what there is, or nil after noting that the watcher waits.
func (w *Watcher) fetch() (*event.Batch, error) {
	k := w.keeper
	k.mu.Lock()
	batches, ended := w.queue.take(), k.ended || w.closed
	if len(batches) == 0 && !ended {
		k.waiting.Add(1)
	}
	w.fetched, w.changes = append(w.fetched, w.changes...), nil
	w.fetched = w.fetched[max(len(w.fetched)-mostChanges, 0):]
	k.mu.Unlock()
	switch {
	case len(batches) > 0:
		return event.Join(batches), nil
	case ended:
		return nil, ErrEnded
	}
	k.wake()
	return nil, nil
}

// Changes returns what alerts were raised and are over up to the batch that Next has returned last, and since Changes was called
// last, oldest first, and of very many the newest: what has raised an alert is in that batch, or was in one before. Next has
// something where there are any.
func (w *Watcher) Changes() []alert.Change {
	w.keeper.mu.Lock()
	defer w.keeper.mu.Unlock()
	changes := w.fetched
	w.fetched = nil
	return changes
}

// SetLimit changes how many bytes may wait beside the largest batch, from the next batch on. It does not wait.
func (w *Watcher) SetLimit(bytes int64) {
	w.keeper.mu.Lock()
	defer w.keeper.mu.Unlock()
	w.queue.limit = bytes
}

// Pin names the labels of which the watcher shows numbers over time; see [history.History.Pin].
func (w *Watcher) Pin(labels ...int32) {
	h, _ := w.keeper.kept()
	h.Pin(w, labels...)
}

// Restarted reports whether the feed, which is a replay, was begun anew since it was asked last: what History and Alerts of the
// feed return is another one then, and labels have other numbers. If it was, Next has something.
func (w *Watcher) Restarted() bool {
	w.keeper.mu.Lock()
	defer w.keeper.mu.Unlock()
	restarted := w.restarted
	w.restarted = false
	return restarted
}
