package event

import "sync/atomic"

// batchBytes is the size at which a batch is full, in bytes of all slabs: two chunks, but for the space that the last message
// may need. Of messages so short that what is known of them is more than they are, batchEntries are enough, and of points
// batchPoints.
const (
	batchBytes   = 2*ChunkBytes - ChunkBytes/16
	batchEntries = batchBytes / entryBytes
	batchPoints  = batchBytes / 32
)

// Builder makes batches. It sizes each batch by the one before, so that a quiet feed
// costs hundreds of bytes and a busy one a handful of allocations for tens of thousands of messages.
// The zero Builder is ready. It is not safe for concurrent use.
type Builder struct {
	batch   *Batch
	serial  uint32
	bytes   int // of all slabs
	entries int // of all chunks
	news    bool

	slabHint, entryHint, pointHint int

	notes notes

	most atomic.Int64 // bytes of an entry; 0 is no limit
}

// Current returns the batch under construction, which has something to be sealed from now on.
func (b *Builder) Current() *Batch {
	if b.batch == nil {
		b.begin()
	}
	b.news = true
	return b.batch
}

// begin begins another batch.
func (b *Builder) begin() {
	b.batch = &Batch{}
	b.serial++
	if b.pointHint > 0 {
		b.batch.Points = make([]Point, 0, b.pointHint)
	}
}

// Begun returns the batch under construction, nil if nothing has been put into it.
func (b *Builder) Begun() *Batch { return b.batch }

// Serial returns the number of the batch under construction, counted from 1.
func (b *Builder) Serial() uint32 { return b.serial }

// Changed notes that the status or a label has changed: there is something to be sealed.
func (b *Builder) Changed() { b.news = true }

// ChangeState notes a change of the state.
func (b *Builder) ChangeState(c StateChange) { b.Current().addChanges(c) }

// News reports whether there is something to be sealed, be it only a changed state.
func (b *Builder) News() bool { return b.news }

// Add appends an entry; payload and text are copied, and cut if they are too long. It returns the copy of payload.
func (b *Builder) Add(e Entry, payload, text []byte) []byte {
	batch := b.Current()
	var mark []byte
	if len(payload)+len(text) > ChunkBytes {
		payload, text, mark = b.abridge(payload, text)
	}
	need := len(payload) + len(mark) + len(text)
	var chunk *Chunk
	if n := len(batch.Chunks); n > 0 {
		chunk = batch.Chunks[n-1]
	}
	if chunk == nil || len(chunk.Slab)+need > ChunkBytes {
		chunk = b.newChunk(chunk, need)
		batch.Chunks = append(batch.Chunks, chunk)
	}
	e.offset, e.size, e.textSize = uint32(len(chunk.Slab)), uint32(len(payload)+len(mark)), uint32(len(text))
	chunk.Slab = append(chunk.Slab, payload...)
	if len(mark)+len(text) > 0 {
		chunk.Slab = append(append(chunk.Slab, mark...), text...)
	}
	chunk.Entries = append(chunk.Entries, e)
	b.bytes += need
	b.entries++
	if e.Kind.Inbound() {
		batch.Counts.Log++
	} else {
		chunk.notes++
	}
	return chunk.Payload(&e)
}

// newChunk returns a chunk with space for need bytes. previous is the one before it in the batch, or nil.
func (b *Builder) newChunk(previous *Chunk, need int) *Chunk {
	slab, entries := b.slabHint, b.entryHint
	if previous != nil { // a busy feed: whole chunks
		slab, entries = ChunkBytes, len(previous.Entries)*9/8
	}
	return &Chunk{
		Slab:    make([]byte, 0, max(need, min(slab, ChunkBytes))),
		Entries: make([]Entry, 0, max(entries, 4)),
	}
}

// Full reports whether the batch is large enough to be sealed now.
func (b *Builder) Full() bool {
	return b.bytes >= batchBytes || b.entries >= batchEntries || b.batch != nil && len(b.batch.Points)+2*len(b.batch.Ends) >= batchPoints
}

// Seal ends the batch with the state at its end, and returns it.
func (b *Builder) Seal(status Status, labels Labels) *Batch {
	batch := b.Current()
	batch.Status, batch.Labels = status, labels
	b.slabHint, b.entryHint, b.pointHint = 0, 0, 0
	if len(batch.Chunks) > 0 {
		first := batch.Chunks[0]
		b.slabHint = len(first.Slab) * 5 / 4
		b.entryHint = len(first.Entries) * 5 / 4
	}
	b.pointHint = min(len(batch.Points), batchPoints) * 5 / 4 // one message of many records says nothing of the next ones
	b.batch, b.bytes, b.entries, b.news = nil, 0, 0, false
	return batch
}
