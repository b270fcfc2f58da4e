package session

import "sync/atomic"

// ChunkBytes is the size that the slab of a chunk does not outgrow, in bytes; only a single larger message has
// a slab of its own size.
const ChunkBytes = 256 << 10

// batchBytes is the size at which a batch is full, in bytes of all slabs: two chunks, but for the room that the last message
// may need. Of messages so short that what is known of them is more than they are, batchMessages are enough, and of points
// batchPoints.
const (
	batchBytes    = 2*ChunkBytes - ChunkBytes/16
	batchMessages = batchBytes / messageBytes
	batchPoints   = batchBytes / 32
)

// builder is the batch under construction. It sizes each batch by the one before, so that a quiet feed
// costs hundreds of bytes and a busy one a handful of allocations for tens of thousands of messages.
type builder struct {
	batch    *Batch
	rows     []Row
	serial   uint32 // of the batch; marks rows that it has seen
	bytes    int    // of all slabs
	messages int    // of all chunks
	news     bool   // there is something to take, be it only a changed state

	slabHint, messageHint, pointHint int

	most atomic.Int64 // bytes of an entry; 0 is no limit
}

// current returns the batch under construction.
func (b *builder) current() *Batch {
	if b.batch == nil {
		b.batch = &Batch{}
		b.serial++
		if b.pointHint > 0 {
			b.batch.Points = make([]Point, 0, b.pointHint)
		}
	}
	b.news = true
	return b.batch
}

// add appends a log row; payload and text are copied, and cut if they are too long. It returns the copy of payload.
func (b *builder) add(m Message, payload, text []byte) []byte {
	batch := b.current()
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
	m.offset, m.size, m.textSize = uint32(len(chunk.Slab)), uint32(len(payload)+len(mark)), uint32(len(text))
	chunk.Slab = append(append(append(chunk.Slab, payload...), mark...), text...)
	chunk.Messages = append(chunk.Messages, m)
	b.bytes += need
	b.messages++
	if m.Kind.Inbound() {
		batch.Counts.Log++
	} else {
		chunk.notes++
	}
	return chunk.Payload(&m)
}

// newChunk returns a chunk with room for need bytes. previous is the one before it in the batch, or nil.
func (b *builder) newChunk(previous *Chunk, need int) *Chunk {
	slab, messages := b.slabHint, b.messageHint
	if previous != nil { // a busy feed: whole chunks
		slab, messages = ChunkBytes, len(previous.Messages)*9/8
	}
	return &Chunk{
		Slab:     make([]byte, 0, max(need, min(slab, ChunkBytes))),
		Messages: make([]Message, 0, max(messages, 4)),
	}
}

func (b *builder) full() bool {
	return b.bytes >= batchBytes || b.messages >= batchMessages || b.batch != nil && len(b.batch.Points)+2*len(b.batch.Ends) >= batchPoints
}

// take seals the batch.
func (b *builder) take(status Status) *Batch {
	batch := b.current()
	batch.Status, batch.Rows = status, b.rows
	b.slabHint, b.messageHint, b.pointHint = 0, 0, 0
	if len(batch.Chunks) > 0 {
		first := batch.Chunks[0]
		b.slabHint = len(first.Slab) * 5 / 4
		b.messageHint = len(first.Messages) * 5 / 4
	}
	b.pointHint = min(len(batch.Points), batchPoints) * 5 / 4 // one message of many records says nothing of the next ones
	b.batch, b.bytes, b.messages, b.news = nil, 0, 0, false
	return batch
}
