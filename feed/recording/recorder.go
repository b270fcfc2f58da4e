package recording

import (
	"sync"
	"time"
)

// Options say where a feed is recorded, and how much is kept.
type Options struct {
	Folder Folder
	Feed   string
	Preset string                                             // its text, for the first line
	Redact func(payload []byte) (shown []byte, redacted bool) // hides the secrets of a payload, and says whether there were any; nil: there are none
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
	// queueBytes is how much may wait to be written: a disk that stands still for longer costs lines.
	queueBytes = 16 << 20
	// frameBytes is the size of a frame, before it is compressed, at which it is written at once.
	frameBytes = 4 << 20
	// retryEvery is how long it takes until a recording that could not be written is tried again.
	retryEvery = 10 * time.Second
)

// Recorder records one feed. Frame and Add never wait for the disk, and only copy: what the disk, or the goroutine that
// writes, cannot take is counted, and the recording says where lines are missing. Its methods may be called by several
// goroutines.
type Recorder struct {
	done chan struct{}
	wake chan struct{}

	mu      sync.Mutex
	queue   queued
	missing int64 // lines before queue that were dropped, and of which the recording does not say so yet
	dropped int64 // in all
	written int64 // lines
	wrong   error
	closed  bool
}

// queued is what waits to be written, oldest first.
type queued struct {
	slab  []byte // payloads of frames
	items []item
}

// item is a frame that was received, or another line.
type item struct {
	line   *Line // nil: a frame
	at     int64
	size   int32 // of its payload
	binary bool
}

// Record starts to record into files. The folder is made if it is not there.
func Record(o Options) *Recorder { return start(&o, &files{options: &o}, flushEvery) }

// Stream has each line written by a function of the caller, and not into files: Folder and Preset have no meaning.
// The function is called by one goroutine, with a line that is valid until it returns, and whether it is a frame; with nil
// when no more lines wait, which is the moment to flush a buffer. While it waits, what comes is queued, and dropped and counted when that is too much. After an error it is called no more.
func Stream(o Options, write func(line []byte, frame bool) error) *Recorder {
	return start(&o, &stream{options: &o, call: write}, streamEvery)
}

func start(o *Options, out output, every time.Duration) *Recorder {
	r := &Recorder{done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go r.run(out, every)
	return r
}

// output is where a recorder writes. It belongs to the goroutine of its recorder.
type output interface {
	// write writes what was queued, and before it that so many lines are missing.
	write(batch *queued, missing int64) error
	close() error
}

// Frame records a frame that was received, at Unix nanoseconds. Its payload is copied, and its secrets are hidden when it is
// written.
func (r *Recorder) Frame(at int64, binary bool, payload []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.hasRoom() {
		return
	}
	r.queue.slab = append(r.queue.slab, payload...)
	r.queue.items = append(r.queue.items, item{at: at, size: int32(len(payload)), binary: binary})
	if len(r.queue.slab) >= frameBytes {
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
	if r.hasRoom() {
		r.queue.items = append(r.queue.items, item{at: l.At, line: l})
	}
}

// hasRoom reports whether another line can wait, and counts it where it cannot.
func (r *Recorder) hasRoom() bool {
	if r.closed {
		return false
	}
	if len(r.queue.slab)+itemBytes*len(r.queue.items) >= queueBytes {
		r.dropped++
		r.missing++
		return false
	}
	return true
}

// lines calls each with every item as a line, which is valid until each returns.
func (q *queued) lines(o *Options, each func(*Line) error) error {
	slab := q.slab
	for i := range q.items {
		it := &q.items[i]
		line := it.line
		if line == nil {
			frame := Frame{Binary: it.binary, Payload: slab[:it.size]}
			slab = slab[it.size:]
			if o.Redact != nil {
				frame.Payload, frame.Redacted = o.Redact(frame.Payload)
			}
			line = &Line{At: it.at, Feed: o.Feed, Frame: &frame}
		}
		if err := each(line); err != nil {
			return err
		}
	}
	return nil
}

// itemBytes is about the memory of an item.
const itemBytes = 24

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
	return Stats{r.written, r.dropped, r.wrong}
}

// Close writes what waits and ends the recording. Its error says why the last of it could not be written.
func (r *Recorder) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	<-r.done
	return r.Stats().Err
}

// run writes what waits, again and again.
func (r *Recorder) run(o output, every time.Duration) {
	defer close(r.done)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	var spare queued
	for {
		select {
		case <-ticker.C:
		case <-r.wake:
		}
		r.mu.Lock()
		batch, missing, closed := r.queue, r.missing, r.closed
		r.queue, r.missing = queued{spare.slab[:0], spare.items[:0]}, 0
		r.mu.Unlock()
		err := o.write(&batch, missing)
		r.mu.Lock()
		if n := int64(len(batch.items)); err != nil {
			r.dropped += n
			r.missing += n + missing
		} else {
			r.written += n
		}
		r.wrong = err
		r.mu.Unlock()
		if spare = batch; cap(spare.slab) > 2*frameBytes {
			spare = queued{} // a burst is over
		}
		clear(spare.items)
		if closed {
			if err := o.close(); err != nil {
				r.mu.Lock()
				r.wrong = err
				r.mu.Unlock()
			}
			return
		}
	}
}
