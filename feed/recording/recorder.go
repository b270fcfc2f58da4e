package recording

import (
	"sync"
	"sync/atomic"
	"time"
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
	batch int           // bytes that are written at once
	limit *limiter      // nil: as much as comes
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
	feed    string
	done    chan struct{}
	wake    chan struct{}
	flushes chan chan<- struct{} // each is closed when all that waits was written

	checkpoints bool

	full atomic.Bool  // no more frames are to wait: it is known without a lock
	lost atomic.Int64 // frames that came meanwhile, and are in no other count yet

	mu      sync.Mutex
	overrun bool // more has come than could wait
	queue   queue
	at      int64 // of what was added to queue last
	missing int64 // lines before queue that were dropped, and of which the recording does not say so yet
	after   int64 // likewise, after queue
	dropped int64 // in all
	written int64 // lines
	wrong   error
	closed  bool
}

// Record starts to record into files. The folder is made if it is not there.
func Record(o Options) *Recorder {
	r := start(o.Feed, &files{options: &o}, pace{every: flushEvery, limit: &fileLimit, queue: &queues, batch: frameBytes})
	r.checkpoints = true
	return r
}

// Stream has each line written by a function of the caller, and not into files: Folder and Preset have no meaning.
// The function is called by one goroutine, with a line that is valid until it returns, and whether it is a frame; with nil
// when no more lines wait, which is the moment to flush a buffer. While it waits, what comes is queued, and dropped and counted when that is too much. After an error it is called no more.
func Stream(o Options, write func(line []byte, frame bool) error) *Recorder {
	return start(o.Feed, &stream{options: &o, call: write}, pace{every: streamEvery, queue: &queues, batch: 1 << 20})
}

func start(feed string, out output, p pace) *Recorder {
	r := &Recorder{pace: p, feed: feed, done: make(chan struct{}), wake: make(chan struct{}, 1), flushes: make(chan chan<- struct{})}
	p.queue.users.Add(1)
	go r.run(out)
	return r
}

// output is where a recorder writes. It belongs to the goroutine of its recorder.
type output interface {
	// write writes what was queued, and before it that so many lines are missing.
	write(batch *queue, missing int64) error
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
	isFull := r.queue.bytes >= most
	switch {
	case r.closed:
		return
	case isFull, r.pace.most > 0 && len(payload) > r.pace.most:
		if isFull {
			r.overrun = true
			r.full.Store(true)
		}
		r.dropped++
		r.after++
		return
	}
	r.at = at
	r.mark()
	r.queue.addFrame(at, binary, payload, most)
	if r.queue.bytes >= min(r.pace.batch, most/2) {
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
}

// IsFull reports whether Frame would only count: no more frames can wait.
func (r *Recorder) IsFull() bool { return r.full.Load() }

// Skip counts frames that were received while the recorder was full, in the place of Frame.
func (r *Recorder) Skip(frames int64) { r.lost.Add(frames) }

// Add records another line, which the caller does not change afterwards. Where no more frames can wait there is space for some of
// these: states and requests are few, and what is recorded later is not understood without them.
func (r *Recorder) Add(l *Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	most := r.pace.queue.each()
	switch {
	case r.closed:
	case r.queue.bytes >= most+most/4:
		r.dropped++
		r.after++
	default:
		r.at = l.At
		r.mark()
		r.queue.add(l)
	}
}

// mark adds how many lines are missing after those that wait, if there are any.
func (r *Recorder) mark() {
	if r.lost.Load() > 0 {
		lost := r.lost.Swap(0)
		r.dropped += lost
		r.after += lost
	}
	if r.after > 0 {
		r.queue.add(&Line{At: r.at, Feed: r.feed, Dropped: r.after})
		r.after = 0
	}
}

// Checkpoints reports whether the recording is to have checkpoints: files are read from anywhere, a stream from its beginning.
func (r *Recorder) Checkpoints() bool { return r.checkpoints }

// IsHalfFull reports whether half of what may wait does.
func (r *Recorder) IsHalfFull() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.queue.bytes > r.pace.queue.each()/2
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
	var spare queue
	wake, rested := r.wake, (<-chan time.Time)(nil) // one of them is nil
	closed := false                                 // to frames, until it has rested
	for {
		var flushed chan<- struct{}
		select {
		case <-ticker.C:
		case <-wake:
		case flushed = <-r.flushes:
		case <-rested:
			wake, rested, closed = r.wake, nil, false
			r.full.Store(false)
			continue
		}
		w := r.writeQueue(o, &spare, closed)
		if w.last {
			r.end(o)
			return
		}
		if flushed != nil {
			close(flushed)
		}
		if r.pace.limit == nil {
			continue
		}
		if rest := r.pace.limit.rest(time.Now(), w.bytes, w.overrun); rest > 0 {
			wake, rested, closed = nil, time.After(rest), closed || w.overrun
		} else if w.overrun && !closed {
			r.full.Store(false)
		}
	}
}

// end closes what was written.
func (r *Recorder) end(o output) {
	r.mu.Lock()
	missing := r.missing
	r.mu.Unlock()
	if err := o.close(missing); err != nil {
		r.mu.Lock()
		r.wrong = err
		r.mu.Unlock()
	}
}

// written is what was written at once.
type written struct {
	bytes   int
	overrun bool // more had come than could wait
	last    bool // the recorder is closed
}

// writeQueue writes what waits. spare has memory for what comes meanwhile. A recorder that is closed to frames stays so; one that has
// a limit, and more frames than could wait, is from now on.
func (r *Recorder) writeQueue(o output, spare *queue, closed bool) written {
	r.mu.Lock()
	r.mark()
	batch, missing := r.queue, r.missing
	w := written{bytes: batch.bytes, overrun: r.overrun, last: r.closed}
	r.queue, r.overrun = spare.emptied(), false
	r.full.Store(closed || w.overrun && r.pace.limit != nil)
	r.mu.Unlock()
	err := o.write(&batch, missing)
	lines, marked := batch.count()
	r.mu.Lock()
	switch {
	case err != nil:
		r.dropped += lines
		r.missing += lines + marked
	case len(batch.items) > 0:
		r.written += lines
		r.missing = 0
	}
	r.wrong = err
	r.mu.Unlock()
	*spare = batch.emptied()
	return w
}
