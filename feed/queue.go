package feed

import "sockeye/feed/event"

// QueueBytes bounds what waits for the keeper of a feed, and for a watcher, where no other limit was set: at a million
// messages a second, the twentieth of a second that a busy processor may need.
const QueueBytes = 12 << 20

// queue is the batches that wait for a reader, of which the oldest are merged if they are too many.
type queue struct {
	limit   int64 // of bytes
	drops   bool  // entries that are merged away are lost
	batches []*event.Batch
	bytes   int64        // of batches
	merged  *event.Batch // what had to be merged, older than batches; nil if nothing
	missed  int          // entries of our own that merged has no place for
}

// push queues a batch, and merges the oldest ones if they are too many. The limit is for what waits beside the largest
// batch: a message that is larger than the limit is not lost because something small comes before the reader, who has
// just been woken for it, can fetch it; a second one of its size is what the reader has not kept up with.
func (q *queue) push(b *event.Batch) {
	q.batches = append(q.batches, b)
	q.bytes += b.Size()
	for q.bytes > q.limit && q.bytes-q.largest() > q.limit {
		oldest := q.batches[0]
		q.batches[0] = nil
		q.batches = q.batches[1:]
		q.bytes -= oldest.Size()
		if !q.drops {
			q.merged = event.Merge(q.merged, oldest)
			continue
		}
		var missed int
		q.merged, missed = event.Drop(q.merged, oldest)
		q.missed += missed
	}
}

// take removes all that waits, and returns it, oldest first.
func (q *queue) take() (batches []*event.Batch) {
	batches = q.batches
	if q.merged != nil {
		batches = append([]*event.Batch{q.merged.Missing(q.missed)}, batches...)
	}
	*q = queue{limit: q.limit, drops: q.drops}
	return batches
}

// largest returns the size of the largest batch that waits, in bytes.
func (q *queue) largest() (bytes int64) {
	for _, b := range q.batches {
		bytes = max(bytes, b.Size())
	}
	return bytes
}
