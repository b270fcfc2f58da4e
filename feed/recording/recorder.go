package recording

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/shrink"
)

// Options say where a feed is recorded, and how much is kept.
type Options struct {
	Folder Folder
	Feed   string
	Preset string                                             // its text, for the first line
	Redact func(payload []byte) (shown []byte, redacted bool) // hides the secrets of a payload, and says whether there were any; nil: there are none
	Tokens bool                                               // what Redact hides depends on the payloads before: it is called with what is sent and known as well
}

// Folder is where recordings are, and how much of them is kept.
type Folder struct {
	Path string
	Keep time.Duration // recordings that are older are removed; 0 keeps them
	Max  int64         // bytes of all recordings: beyond that the oldest are removed; 0 is no bound
}

const (
	// flushEvery is how often what was recorded is written: so much is lost at most when the process is killed.
	flushEvery = time.Second
	// streamEvery is the same for a stream, which may be read as it is written.
	streamEvery = 50 * time.Millisecond
	// frameBytes is the size of a frame, before it is compressed, at which it is written at once.
	frameBytes = 4 << 20
)

// retryEvery is how long it takes until a recording that could not be written is tried again.
var retryEvery = 10 * time.Second

// pace is how often what waits is written, and how much may wait.
type pace struct {
	every time.Duration // at least, if anything waits
	rest  time.Duration // between the end of one time and the begin of the next
	share int           // while it cannot keep up, it is busy for one part of its time of so many; 0: as much as it needs
	queue *share
	most  int // bytes of a message that is recorded at all; 0: of any size
}

// share divides among the recorders of the process what may wait: a disk that stands still for longer costs lines. As much may
// be on its way to the disk.
type share struct {
	bytes int64
	users atomic.Int64
}

// each returns the part of one recorder, in bytes.
func (s *share) each() int { return int(s.bytes / max(s.users.Load(), 1)) }

// queues is what may wait for disks and pipes.
var queues = share{bytes: 8 << 20}

// Recorder records one feed. Frame and Add never wait for the disk, and only copy: what the disk, or the goroutine that
// writes, cannot take is counted, and the recording says where lines are missing. Its methods may be called by several
// goroutines.
type Recorder struct {
	pace    pace
	done    chan struct{}
	wake    chan struct{}
	flushes chan chan<- struct{} // each is closed when all that waits was written

	checkpoints bool

	full atomic.Bool  // nothing more can wait: it is known without a lock
	lost atomic.Int64 // lines that came meanwhile, and are in no other count yet

	mu      sync.Mutex
	queue   queued
	missing int64 // lines before queue that were dropped, and of which the recording does not say so yet
	after   int64 // likewise, after queue: it had no space left
	dropped int64 // in all
	written int64 // lines
	wrong   error
	closed  bool
}

// queued is what waits to be written, oldest first.
type queued struct {
	slab  []byte // payloads of frames
	items []item
	size  shrink.Size
}

// grow makes space for another payload. In a flood there is no space for more than most bytes, and memory for that is kept: growing
// it again, each time that it was written, would cost more than to copy the payloads.
func (q *queued) grow(size, most int) {
	if need := len(q.slab) + size; need > cap(q.slab) {
		q.slab = append(make([]byte, 0, max(need, min(2*cap(q.slab), most+shrink.Kept))), q.slab...)
	}
}

// shrinks reports whether the memory of what was written is much more than is needed again.
func (q *queued) shrinks() bool {
	return q.size.Shrinks(len(q.slab)) || int64(cap(q.slab)) > queues.bytes+shrink.Kept
}

// item is a frame that was received, or another line.
type item struct {
	line   *Line // nil: a frame
	at     int64
	size   int32 // of its payload
	binary bool
}

// Record starts to record into files. The folder is made if it is not there.
func Record(o Options) *Recorder {
	r := start(&files{options: &o}, pace{every: flushEvery, share: idleParts(), queue: &queues})
	r.checkpoints = true
	return r
}

// idleParts returns the share of a recorder, so that it uses no more than an eighth of the machine: a feed that is faster than that is
// not to wait for a processor, and loses recorded lines.
func idleParts() int { return max(8/runtime.GOMAXPROCS(0), 1) }

// Stream has each line written by a function of the caller, and not into files: Folder and Preset have no meaning.
// The function is called by one goroutine, with a line that is valid until it returns, and whether it is a frame; with nil
// when no more lines wait, which is the moment to flush a buffer. While it waits, what comes is queued, and dropped and counted when that is too much. After an error it is called no more.
func Stream(o Options, write func(line []byte, frame bool) error) *Recorder {
	return start(&stream{options: &o, call: write}, pace{every: streamEvery, queue: &queues})
}

func start(out output, p pace) *Recorder {
	r := &Recorder{pace: p, done: make(chan struct{}), wake: make(chan struct{}, 1), flushes: make(chan chan<- struct{})}
	p.queue.users.Add(1)
	go r.run(out)
	return r
}

// output is where a recorder writes. It belongs to the goroutine of its recorder.
type output interface {
	// write writes what was queued, and before it that so many lines are missing.
	write(batch *queued, missing int64) error
	// waited returns for how long the last write has waited for a disk.
	waited() time.Duration
	// close ends what was written, where so many lines are missing at its end.
	close(missing int64) error
}

// Frame records a frame that was received, at Unix nanoseconds. Its payload is copied, and its secrets are hidden when it is
// written.
func (r *Recorder) Frame(at int64, binary bool, payload []byte) {
	if r.full.Load() {
		r.lost.Add(1)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	most := r.pace.queue.each()
	if !r.hasSpace(most, len(payload)) {
		return
	}
	r.queue.grow(len(payload), most)
	r.queue.slab = append(r.queue.slab, payload...)
	r.queue.items = append(r.queue.items, item{at: at, size: int32(len(payload)), binary: binary})
	if len(r.queue.slab) >= min(frameBytes, most/2) {
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
}

// Add records another line, which the caller does not change afterwards.
func (r *Recorder) Add(l *Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.hasSpace(r.pace.queue.each(), 0) {
		r.queue.items = append(r.queue.items, item{at: l.At, line: l})
	}
}

// Checkpoints reports whether the recording is to have checkpoints: files are read from anywhere, a stream from its beginning.
func (r *Recorder) Checkpoints() bool { return r.checkpoints }

// hasSpace reports whether another line of some size can wait, and counts it where it cannot. So many bytes may wait beside the
// line that comes last.
func (r *Recorder) hasSpace(most, size int) bool {
	if r.closed {
		return false
	}
	full := len(r.queue.slab)+itemBytes*len(r.queue.items) >= most
	if full {
		r.full.Store(true)
	}
	if full || r.pace.most > 0 && size > r.pace.most {
		r.dropped++
		r.after++
		return false
	}
	return true
}

// lines calls each with every item as a line, which is valid until each returns.
func (q *queued) lines(o *Options, each func(*Line) error) error {
	slab := q.slab
	var frame Frame
	var received Line
	for i := range q.items {
		it := &q.items[i]
		line := it.line
		if line != nil && o.Tokens {
			line = o.redacted(line)
		}
		if line == nil {
			frame = Frame{Binary: it.binary, Payload: slab[:it.size]}
			slab = slab[it.size:]
			if o.Redact != nil {
				frame.Payload, frame.Redacted = o.Redact(frame.Payload)
			}
			received = Line{At: it.at, Feed: o.Feed, Frame: &frame}
			line = &received
		}
		if err := each(line); err != nil {
			return err
		}
	}
	return nil
}

// redacted returns a line with tokens hidden in what was sent, in what is known and in what is said of the connection.
func (o *Options) redacted(l *Line) *Line {
	shown := *l
	if f := l.Frame; f != nil {
		own := *f
		var redacted bool
		own.Payload, redacted = o.Redact(f.Payload)
		own.Redacted = f.Redacted || redacted
		shown.Frame = &own
	}
	if s := l.State; s != nil {
		own := *s
		url, _ := o.Redact([]byte(s.URL))
		reason, _ := o.Redact([]byte(s.Reason))
		own.URL, own.Reason = string(url), string(reason)
		shown.State = &own
	}
	if l.Checkpoint != nil {
		shown.Checkpoint, _ = o.Redact(l.Checkpoint)
	}
	return &shown
}

// itemBytes is about the memory of an item.
const itemBytes = 24

// IsHalfFull reports whether half of what may wait does.
func (r *Recorder) IsHalfFull() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.queue.slab)+itemBytes*len(r.queue.items) > r.pace.queue.each()/2
}

// Stats are what a recorder has done so far.
type Stats struct {
	Written int64 // lines
	Dropped int64 // lines that were not recorded
	Err     error // why nothing is written at present; nil: all is well
}

// Stats returns what was done so far.
func (r *Recorder) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Stats{r.written, r.dropped + r.lost.Load(), r.wrong}
}

// Close writes what waits and ends the recording. Its error says why the last of it could not be written.
func (r *Recorder) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.Flush()
	<-r.done
	return r.Stats().Err
}

// Flush waits until all that waits now was written, or the recorder is closed.
func (r *Recorder) Flush() {
	flushed := make(chan struct{})
	select {
	case r.flushes <- flushed:
	case <-r.done:
	}
	select {
	case <-flushed:
	case <-r.done:
	}
}

// run writes what waits, again and again.
func (r *Recorder) run(o output) {
	defer close(r.done)
	defer r.pace.queue.users.Add(-1)
	ticker := time.NewTicker(r.pace.every)
	defer ticker.Stop()
	var spare queued
	wake, rested := r.wake, (<-chan time.Time)(nil) // one of them is nil
	for {
		var flushed chan<- struct{}
		select {
		case <-ticker.C:
		case <-wake:
		case flushed = <-r.flushes:
		case <-rested:
			wake, rested = r.wake, nil
			continue
		}
		began := time.Now()
		closed, overrun := r.writeQueue(o, &spare)
		if closed {
			r.mu.Lock()
			missing := r.missing
			r.mu.Unlock()
			if err := o.close(missing); err != nil {
				r.mu.Lock()
				r.wrong = err
				r.mu.Unlock()
			}
			return
		}
		if flushed != nil {
			close(flushed)
		}
		if rest := r.pace.restAfter(time.Since(began)-o.waited(), overrun); rest > 0 {
			wake, rested = nil, time.After(rest)
		}
	}
}

// restAfter returns how long to rest after so much work. Who cannot keep up leaves the machine to the feed: as long as nothing is lost,
// on a machine that is busy otherwise too, there is no rest.
func (p *pace) restAfter(busy time.Duration, overrun bool) time.Duration {
	if !overrun {
		return p.rest
	}
	return max(p.rest, busy*time.Duration(max(p.share-1, 0)))
}

// writeQueue writes what waits, and reports whether that was the last of it, and whether more had come than could wait. spare has
// memory for what comes meanwhile.
func (r *Recorder) writeQueue(o output, spare *queued) (closed, overrun bool) {
	r.mu.Lock()
	lost := r.lost.Swap(0)
	r.dropped += lost
	batch, missing, after, closed := r.queue, r.missing, r.after+lost, r.closed
	overrun = after > 0
	r.queue, r.missing, r.after = queued{spare.slab[:0], spare.items[:0], spare.size}, 0, 0
	r.full.Store(false)
	r.mu.Unlock()
	err := o.write(&batch, missing)
	r.mu.Lock()
	if n := int64(len(batch.items)); err != nil || n == 0 {
		r.dropped += n
		after += n + missing
	} else {
		r.written += n
	}
	r.missing = after
	r.wrong = err
	r.mu.Unlock()
	if batch.shrinks() {
		batch = queued{}
	}
	clear(batch.items)
	*spare = batch
	return closed, overrun
}
