package recording

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Ring keeps the last messages of feeds in memory, compressed, so that what was before something happened can still be recorded.
// The feeds share its memory: where it is used up, the one that has most of it loses its oldest messages. Its methods may be
// called by any goroutine.
type Ring struct {
	limit int64 // in bytes

	mu    sync.Mutex // guards what follows, and the runs of feeds
	bytes int64
	feeds []*Recent
}

// NewRing returns a ring that has so many bytes of memory.
func NewRing(limit int64) *Ring { return &Ring{limit: limit} }

// Bytes returns how much memory is used.
func (r *Ring) Bytes() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bytes
}

// ringPace bounds what the rings of a process cost: of feeds that are faster than that, there are parts.
var ringPace = pace{every: 2 * time.Second, limit: &limiter{perSecond: 8 << 20, burst: 2 << 20}, queue: &share{bytes: 2 << 20}, batch: 1 << 20, most: 1 << 20}

// Recent is a sink that keeps the last messages of one feed in a ring.
type Recent struct {
	*Recorder
	ring    *Ring
	options Options

	runs   []run // oldest first; guarded by ring.mu, like what follows
	bytes  int64
	number int // of the run that comes next

	saving sync.Mutex // held while messages are written into files, and guards what follows
	files  *files
	next   int // the number of the run after those that are in files
}

// run is some seconds of a feed.
type run struct {
	number     int
	from, to   int64 // of its first and last line, Unix nanoseconds
	lines      int
	missing    int64 // before them
	size       int   // of what is compressed
	compressed []byte
	state      *Line // of the feed when it began; nil: none was known
}

// runBytes is about the memory of a run beside what is compressed.
const runBytes = 80

// Keep has the ring keep the last messages of a feed, until what it returns is closed. Options.Folder says nothing yet.
func (r *Ring) Keep(o Options) *Recent {
	t := &Recent{ring: r, options: o}
	r.mu.Lock()
	r.feeds = append(slices.Clip(r.feeds), t)
	r.mu.Unlock()
	t.Recorder = start(o.Feed, &runs{recent: t}, ringPace)
	return t
}

// Close drops what is kept, and closes the files into which some of it was written.
func (t *Recent) Close() error {
	_ = t.Recorder.Close() // it writes to memory
	r := t.ring
	r.mu.Lock()
	r.bytes -= t.bytes
	t.runs, t.bytes = nil, 0
	r.feeds = slices.DeleteFunc(slices.Clone(r.feeds), func(o *Recent) bool { return o == t })
	r.mu.Unlock()
	t.saving.Lock()
	defer t.saving.Unlock()
	if t.files == nil {
		return nil
	}
	err := t.files.close(0)
	t.files = nil
	return err
}

// add keeps a run, and drops the oldest of the feed that has most where that is too much.
func (t *Recent) add(n run) {
	r := t.ring
	r.mu.Lock()
	defer r.mu.Unlock()
	n.number = t.number
	t.number++
	t.runs = append(t.runs, n)
	t.count(n.memory())
	for r.bytes > r.limit {
		most := slices.MaxFunc(r.feeds, func(a, b *Recent) int { return int(a.bytes - b.bytes) })
		if len(most.runs) == 0 {
			return
		}
		most.count(-most.runs[0].memory())
		most.runs[0] = run{}
		most.runs = most.runs[1:]
	}
}

// count adds to the memory that is used. The ring is locked.
func (t *Recent) count(bytes int64) {
	t.bytes += bytes
	t.ring.bytes += bytes
}

func (n *run) memory() int64 { return int64(len(n.compressed)) + runBytes }

// Excerpt is what was written of a ring.
type Excerpt struct {
	File     string    // the last one, where it is more than one
	From, To time.Time // of the first and the last line
	Lines    int64
	Missing  int64 // lines that were not kept
}

// ErrRecorded is that there is nothing that was not written before.
var ErrRecorded = errors.New("there is nothing that is not recorded yet")

// Span is a time, from a moment on and before another one; without end where that is zero.
type Span struct{ From, To time.Time }

func (s Span) has(at int64) bool {
	return at >= s.From.UnixNano() && (s.To.IsZero() || at < s.To.UnixNano())
}

// Record writes what was received since a moment into files of a folder, but for what was received in times that are recorded, and what
// an earlier call has written. It begins up to some seconds earlier, and waits for the disk.
func (t *Recent) Record(folder Folder, since time.Time, recorded ...Span) (e Excerpt, err error) {
	t.saving.Lock()
	defer t.saving.Unlock()
	t.Recorder.Flush()
	if t.files != nil && t.files.options.Folder != folder {
		err := t.files.close(0)
		t.files = nil
		if err != nil {
			return e, err
		}
	}
	if t.files == nil {
		o := t.options
		o.Folder = folder
		t.files = &files{options: &o}
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return e, err
	}
	defer decoder.Close()
	follows := false // what comes next was received after what was written last
	for _, n := range t.since(since) {
		batch, err := n.items(decoder)
		if err != nil {
			return e, err
		}
		all := len(batch.items)
		batch, state := batch.without(recorded, n.state)
		if len(batch.items) == 0 {
			follows = false
			continue
		}
		lines, marked := batch.count()
		first, last := batch.items[0].at, batch.items[len(batch.items)-1].at
		if follows = follows && len(batch.items) == all; !follows && state != nil {
			known := *state
			known.At = first
			batch.items = slices.Insert(batch.items, 0, item{at: first, line: &known})
		}
		if e.Lines == 0 {
			e.From = time.Unix(0, first)
		}
		follows = true
		if err := t.files.write(&batch, n.missing); err != nil {
			return e, err
		}
		t.next = n.number + 1
		e.To, e.File = time.Unix(0, last), t.files.file.name
		e.Lines += lines
		e.Missing += n.missing + marked
	}
	if e.Lines == 0 {
		return e, ErrRecorded
	}
	return e, nil
}

// since returns the runs that are not in files, from the one on in which the messages of a moment are.
func (t *Recent) since(moment time.Time) []run {
	t.ring.mu.Lock()
	defer t.ring.mu.Unlock()
	begin := len(t.runs)
	for begin > 0 && t.runs[begin-1].to >= moment.UnixNano() && t.runs[begin-1].number >= t.next {
		begin--
	}
	return slices.Clone(t.runs[begin:])
}

// runs is the output of a recorder that compresses what was queued. It belongs to one goroutine.
type runs struct {
	recent  *Recent
	encoder *zstd.Encoder
	writer  Writer
	text    []byte
	packed  []byte
	state   *Line // the last one
}

// What an item of a run is.
const (
	itemText   = iota // a frame
	itemBinary        // one with the opcode 2
	itemLine          // another line, as text
)

// write keeps what was queued: of each item its time after the one before, what it is and its size, then the bytes of all.
func (o *runs) write(batch *queue, missing int64) error {
	if len(batch.items) == 0 {
		return nil
	}
	if o.encoder == nil {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(256<<10))
		if err != nil {
			return err
		}
		o.encoder = encoder
	}
	began := o.state
	head, body, slab := o.packed[:0], o.text[:0], batch.slab
	at := batch.items[0].at
	for i := range batch.items {
		it := &batch.items[i]
		head = binary.AppendVarint(head, it.at-at)
		at = it.at
		switch begin := len(body); {
		case it.line != nil:
			if it.line.State != nil {
				o.state = it.line
			}
			body = o.writer.Append(body, it.line)
			head = binary.AppendUvarint(append(head, itemLine), uint64(len(body)-begin))
		default:
			kind := byte(itemText)
			if it.binary {
				kind = itemBinary
			}
			if o.recent.options.Tokens { // they are known when this run is gone
				_, _ = o.recent.options.Redact(slab[:it.size])
			}
			body = append(body, slab[:it.size]...)
			slab = slab[it.size:]
			head = binary.AppendUvarint(append(head, kind), uint64(it.size))
		}
	}
	last := batch.items[len(batch.items)-1].at
	n := run{from: batch.items[0].at, to: last, lines: len(batch.items), missing: missing, size: len(head) + len(body), state: began}
	head = append(head, body...)
	n.compressed = slices.Clip(slices.Clone(o.encoder.EncodeAll(head, body[:0])))
	o.packed, o.text = head, body
	o.recent.add(n)
	return nil
}

func (o *runs) close(int64) error {
	if o.encoder == nil {
		return nil
	}
	return o.encoder.Close()
}

// items returns what a run has.
func (n *run) items(decoder *zstd.Decoder) (q queue, err error) {
	text, err := decoder.DecodeAll(n.compressed, make([]byte, 0, n.size))
	if err != nil {
		return q, fmt.Errorf("the messages in memory cannot be decompressed: %w", err)
	}
	at := n.from
	kinds, sizes := make([]byte, n.lines), make([]int, n.lines)
	for i := range n.lines {
		after, read := binary.Varint(text)
		at += after
		kinds[i] = text[read]
		size, more := binary.Uvarint(text[read+1:])
		sizes[i] = int(size)
		text = text[read+1+more:]
		q.items = append(q.items, item{at: at})
	}
	for i, size := range sizes {
		it := &q.items[i]
		if kinds[i] != itemLine {
			it.size, it.binary = int32(size), kinds[i] == itemBinary
			q.slab = append(q.slab, text[:size]...)
			text = text[size:]
			continue
		}
		it.line = new(Line)
		var p Parser
		if err := p.Parse(text[:size], it.line); err != nil {
			return q, err
		}
		text = text[size:]
	}
	return q, nil
}

// without returns the items that were not received in some times, and the last state before them, which is the given one if none of
// the others has another.
func (q queue) without(times []Span, known *Line) (part queue, state *Line) {
	if len(times) == 0 {
		return q, known
	}
	slab := q.slab
	for _, it := range q.items {
		payload := slab[:it.size]
		slab = slab[it.size:]
		if slices.ContainsFunc(times, func(s Span) bool { return s.has(it.at) }) {
			if len(part.items) == 0 && it.line != nil && it.line.State != nil {
				known = it.line
			}
			continue
		}
		part.items = append(part.items, it)
		part.slab = append(part.slab, payload...)
	}
	return part, known
}
