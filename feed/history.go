package feed

import (
	"sort"
	"time"

	"sockeye/feed/event"
)

// History keeps the newest log rows of a feed within a number of bytes. Rows are numbered from 0 in the order
// of arrival, for ever; the oldest go first, a chunk at a time. It belongs to one goroutine.
type History struct {
	limit, bytes int64
	chunks       []stored // oldest first
	end          uint64   // the number of the next row
	inbound      int64    // messages of the server among the rows that were evicted
}

// stored is a chunk and the number of its first row.
type stored struct {
	first uint64
	chunk *event.Chunk
	own   bool // made by this history out of small ones; may be appended to
}

// smallChunk is the size in bytes up to which a chunk is copied together with its neighbours: a quiet feed
// brings one for each message.
const smallChunk = 32 << 10

// NewHistory returns an empty history that keeps at most limit bytes, and always the newest chunk.
func NewHistory(limit int64) *History { return &History{limit: limit} }

// Add keeps the rows of a batch.
func (h *History) Add(b *event.Batch) {
	for _, c := range b.Chunks {
		h.add(c)
	}
	h.evict()
}

// Clear lets go of everything that is kept. Numbers go on counting.
func (h *History) Clear() {
	for _, s := range h.chunks {
		h.inbound += int64(s.chunk.Inbound())
	}
	h.chunks, h.bytes = nil, 0
}

// Note adds a row that the reader itself has to say.
func (h *History) Note(at time.Time, kind event.Kind, text string) {
	h.add(event.NoteChunk(at, kind, text))
	h.evict()
}

// SetLimit changes the number of bytes.
func (h *History) SetLimit(limit int64) {
	h.limit = limit
	h.evict()
}

func (h *History) add(c *event.Chunk) {
	if c.Bytes() <= smallChunk {
		last := len(h.chunks) - 1
		if last < 0 || !h.chunks[last].own || h.chunks[last].chunk.Bytes()+c.Bytes() > event.ChunkBytes {
			h.chunks = append(h.chunks, stored{first: h.end, chunk: &event.Chunk{}, own: true})
			last++
		}
		tail := h.chunks[last].chunk
		h.bytes -= tail.Bytes()
		tail.Append(c)
		h.bytes += tail.Bytes()
	} else {
		h.chunks = append(h.chunks, stored{first: h.end, chunk: c})
		h.bytes += c.Bytes()
	}
	h.end += uint64(len(c.Entries))
}

func (h *History) evict() {
	for h.bytes > h.limit && len(h.chunks) > 1 {
		oldest := h.chunks[0].chunk
		h.inbound += int64(oldest.Inbound())
		h.bytes -= oldest.Bytes()
		h.chunks[0] = stored{}
		h.chunks = h.chunks[1:]
	}
}

// Chunks returns what is kept, oldest first. The chunks may be read from another goroutine.
func (h *History) Chunks() []*event.Chunk {
	chunks := make([]*event.Chunk, len(h.chunks))
	for i, s := range h.chunks {
		chunks[i] = s.chunk
		if s.own { // it may still be appended to
			chunks[i] = &event.Chunk{}
			chunks[i].Append(s.chunk)
		}
	}
	return chunks
}

// First returns the number of the oldest row that is kept.
func (h *History) First() uint64 {
	if len(h.chunks) == 0 {
		return h.end
	}
	return h.chunks[0].first
}

// End returns the number that the next row will have.
func (h *History) End() uint64 { return h.end }

// Evicted returns how many messages of the server have been let go; log = kept + evicted.
func (h *History) Evicted() int64 { return h.inbound }

// Find returns the number of the first row that is not older than a moment; End if there is none.
func (h *History) Find(at time.Time) uint64 {
	ns := at.UnixNano()
	first := h.First()
	i := sort.Search(int(h.end-first), func(i int) bool {
		_, m := h.Row(first + uint64(i))
		return m.At >= ns
	})
	return first + uint64(i)
}

// Row returns row n, First() <= n < End(), with the chunk that has its bytes.
func (h *History) Row(n uint64) (*event.Chunk, *event.Entry) {
	i := sort.Search(len(h.chunks), func(i int) bool { return h.chunks[i].first > n }) - 1
	s := &h.chunks[i]
	return s.chunk, &s.chunk.Entries[n-s.first]
}

// Bytes returns the memory that is kept.
func (h *History) Bytes() int64 { return h.bytes }
