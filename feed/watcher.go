package feed

import (
	"context"
	"errors"
	"slices"
	"time"

	"sockeye/feed/event"
)

// ErrEnded is what Watcher.Next returns when the feed was closed and everything has been read, or when the watcher was
// closed.
var ErrEnded = errors.New("the feed has ended")

// QueueBytes bounds what waits for a watcher that nobody has given another limit: at a million messages a second, the
// twentieth of a second that a busy screen may need.
const QueueBytes = 12 << 20

// Watcher is one reader of a feed, with a bounded queue of its own. Next is called by one goroutine at a time.
type Watcher struct {
	feed    *Feed
	news    chan struct{}
	filling chan struct{}

	// guarded by feed.readers
	limit  int64 // of bytes
	queue  []*event.Batch
	bytes  int64        // of queue
	merged *event.Batch // what had to be merged away, older than queue; nil if nothing
	missed int          // rows of our own that merged has no room for
	closed bool
}

// Watch adds a watcher and does not wait. Its first batch holds the present state; the first watcher also gets what
// happened since Start, without the batches that got full meanwhile, for which there was nobody.
func (f *Feed) Watch() *Watcher {
	w := &Watcher{feed: f, news: make(chan struct{}, 1), filling: make(chan struct{}, 1), limit: QueueBytes}
	f.request(func(time.Time) error {
		f.readers.Lock()
		joins := len(f.watchers) > 0
		f.readers.Unlock()
		if joins {
			f.seal() // what was before belongs to those who were there
		}
		f.join(w, f.session.Snapshot())
		return nil
	})
	return w
}

// Close takes the watcher off its feed and ends Next, which may be called by another goroutine. The feed goes on. Close
// does not wait.
func (w *Watcher) Close() {
	f := w.feed
	f.readers.Lock()
	defer f.readers.Unlock()
	w.closed = true
	w.queue, w.bytes, w.merged, w.missed = nil, 0, nil, 0
	f.watchers = slices.DeleteFunc(slices.Clone(f.watchers), func(o *Watcher) bool { return o == w })
	signal(w.news)
}

// Next waits for news and returns all of it as one batch. It fails when ctx ends, with ErrEnded after the last batch
// of a feed that was closed, and with ErrEnded at once when the watcher was closed. Calling it is the acknowledgement of the batch before: a watcher that
// does not call gets merged counts instead of rows once its queue is full.
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

// SetLimit changes how many bytes may wait beside the largest batch, from the next batch on. A screen with several feeds
// divides QueueBytes among them. It does not wait.
func (w *Watcher) SetLimit(bytes int64) {
	w.feed.readers.Lock()
	defer w.feed.readers.Unlock()
	w.limit = bytes
}

// Filling tells a watcher that takes its time between two calls of Next that its queue is half full. It may tell
// so once more after the queue was emptied.
func (w *Watcher) Filling() <-chan struct{} { return w.filling }

// fetch returns what there is, or nil after noting that the watcher waits.
func (w *Watcher) fetch() (*event.Batch, error) {
	queue, ended := w.unload()
	switch {
	case len(queue) > 0:
		return event.Join(queue), nil
	case ended:
		return nil, ErrEnded
	}
	return nil, nil
}

// unload takes all that waits, oldest first, and reports whether nothing more will come.
func (w *Watcher) unload() (queue []*event.Batch, ended bool) {
	f := w.feed
	defer f.serve()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applyRequests() // a watcher that has not joined yet would have the batch sealed for no reader
	f.seal()
	f.readers.Lock()
	defer f.readers.Unlock()
	if w.closed {
		return nil, true
	}
	queue = w.queue
	if w.merged != nil {
		queue = append([]*event.Batch{w.merged.Missing(w.missed)}, queue...)
	}
	w.queue, w.bytes, w.merged, w.missed = nil, 0, nil, 0
	if len(queue) == 0 {
		f.waiting.Add(1)
	}
	return queue, f.ended
}

// push queues a batch, and merges the oldest ones if they are too many. The limit is for what waits beside the largest
// batch: a message that is larger than the limit is not lost because something small comes before the reader, who has
// just been woken for it, can fetch it; a second one of its size is what the reader has not kept up with. readers is held.
func (w *Watcher) push(b *event.Batch) {
	w.queue = append(w.queue, b)
	w.bytes += b.Size()
	if w.bytes > w.limit/2 {
		signal(w.filling)
	}
	for w.bytes > w.limit && w.bytes-w.largest() > w.limit {
		oldest := w.queue[0]
		w.queue[0] = nil
		w.queue = w.queue[1:]
		w.bytes -= oldest.Size()
		var missed int
		w.merged, missed = event.Merge(w.merged, oldest)
		w.missed += missed
	}
}

// largest returns the size of the largest batch that waits, in bytes.
func (w *Watcher) largest() (bytes int64) {
	for _, b := range w.queue {
		bytes = max(bytes, b.Size())
	}
	return bytes
}
