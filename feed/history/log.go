package history

import (
	"slices"
	"sort"
	"sync"
	"time"

	"sockeye/feed/event"
)

// log keeps the newest entries of a feed within a number of bytes. Entries are numbered from 0 in the order of arrival, for
// ever; the oldest go first, a chunk at a time. It has a lock of its own: adding entries is a matter of microseconds, and who
// reads a thousand of them, one by one, waits for no more than that.
type log struct {
	mu           sync.Mutex
	limit, bytes int64
	chunks       []stored // oldest first
	end          uint64   // the number of the next entry
	inbound      int64    // messages of the server among the entries that were evicted
}

// stored is a chunk and the number of its first entry.
type stored struct {
	first uint64
	chunk *event.Chunk
	own   bool // made here out of small ones; may be appended to
}

// smallChunk is the size in bytes up to which a chunk is copied together with its neighbours: a quiet feed
// brings one for each message.
const smallChunk = 32 << 10

// Entry is one entry of the log with its bytes, which stay as they are and are not to be changed. Neither is sanitised.
type Entry struct {
	event.Entry
	Payload []byte // as it came
	Text    []byte // what the log shows: the preset's `text` where it has one, else the payload
}

func (l *log) add(chunks ...*event.Chunk) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range chunks {
		l.append(c)
	}
	l.evict()
}

// append adds a chunk. What is appended to is read at the same time by who has been given an Entry of it: only bytes behind
// those are written.
func (l *log) append(c *event.Chunk) {
	if c.Bytes() <= smallChunk {
		last := len(l.chunks) - 1
		if last < 0 || !l.chunks[last].own || l.chunks[last].chunk.Bytes()+c.Bytes() > event.ChunkBytes {
			l.chunks = append(l.chunks, stored{first: l.end, chunk: &event.Chunk{}, own: true})
			last++
		}
		tail := l.chunks[last].chunk
		l.bytes -= tail.Bytes()
		tail.Append(c)
		l.bytes += tail.Bytes()
	} else {
		l.chunks = append(l.chunks, stored{first: l.end, chunk: c})
		l.bytes += c.Bytes()
	}
	l.end += uint64(len(c.Entries))
}

func (l *log) evict() {
	for l.bytes > l.limit && len(l.chunks) > 1 {
		oldest := l.chunks[0].chunk
		l.inbound += int64(oldest.Inbound())
		l.bytes -= oldest.Bytes()
		l.chunks[0] = stored{}
		l.chunks = l.chunks[1:]
	}
}

func (l *log) setLimit(bytes int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = bytes
	l.evict()
}

func (l *log) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.chunks {
		l.inbound += int64(s.chunk.Inbound())
	}
	l.chunks, l.bytes = nil, 0
}

// first returns the number of the oldest entry that is kept. mu is held.
func (l *log) first() uint64 {
	if len(l.chunks) == 0 {
		return l.end
	}
	return l.chunks[0].first
}

// at returns entry n, first() <= n < end. mu is held.
func (l *log) at(n uint64) (*event.Chunk, *event.Entry) {
	i := sort.Search(len(l.chunks), func(i int) bool { return l.chunks[i].first > n }) - 1
	s := &l.chunks[i]
	return s.chunk, &s.chunk.Entries[n-s.first]
}

// Range returns the number of the oldest entry that is kept, and the one that the next entry will have.
func (h *History) Range() (first, end uint64) {
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	return h.log.first(), h.log.end
}

// Entry returns entry n; false if it is not kept any more, or has not come yet.
func (h *History) Entry(n uint64) (Entry, bool) {
	l := &h.log
	l.mu.Lock()
	defer l.mu.Unlock()
	if n < l.first() || n >= l.end {
		return Entry{}, false
	}
	chunk, e := l.at(n)
	return Entry{*e, slices.Clip(chunk.Payload(e)), slices.Clip(chunk.Text(e))}, true
}

// Kind returns the kind of entry n, and false as Entry does.
func (h *History) Kind(n uint64) (event.Kind, bool) {
	l := &h.log
	l.mu.Lock()
	defer l.mu.Unlock()
	if n < l.first() || n >= l.end {
		return 0, false
	}
	_, e := l.at(n)
	return e.Kind, true
}

// Find returns the number of the first entry that is not older than a moment; that of the next one if there is none.
func (h *History) Find(at time.Time) uint64 {
	l, ns := &h.log, at.UnixNano()
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.first()
	i := sort.Search(int(l.end-first), func(i int) bool {
		_, e := l.at(first + uint64(i))
		return e.At >= ns
	})
	return first + uint64(i)
}

// FindBack returns the number of the newest entry before n that matches, of the `most` entries before it that are kept; false
// if none does. The log is locked meanwhile.
func (h *History) FindBack(n, most uint64, matches func(*event.Entry) bool) (uint64, bool) {
	l := &h.log
	l.mu.Lock()
	defer l.mu.Unlock()
	n = min(n, l.end)
	for lowest := max(l.first(), n-min(n, most)); n > lowest; {
		n--
		if _, e := l.at(n); matches(e) {
			return n, true
		}
	}
	return 0, false
}

// Chunks returns the entries that are kept, oldest first, in chunks that do not change.
func (h *History) Chunks() []*event.Chunk {
	l := &h.log
	l.mu.Lock()
	defer l.mu.Unlock()
	chunks := make([]*event.Chunk, len(l.chunks))
	for i, s := range l.chunks {
		chunks[i] = s.chunk
		if s.own { // it may still be appended to
			chunks[i] = &event.Chunk{}
			chunks[i].Append(s.chunk)
		}
	}
	return chunks
}

// Clear drops the entries that are kept. Numbers go on counting.
func (h *History) Clear() { h.log.clear() }

// Note adds an entry that is not in a batch.
func (h *History) Note(at time.Time, kind event.Kind, text string) {
	h.log.add(event.NoteChunk(at, kind, text))
}

// Bytes returns the memory that the entries have.
func (h *History) Bytes() int64 {
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	return h.log.bytes
}

// Evicted returns how many messages of the server have been dropped from the log; Counts.Log = kept + evicted.
func (h *History) Evicted() int64 {
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	return h.log.inbound
}
