package recording

import (
	"fmt"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Options say where a feed is recorded, and how much is kept.
type Options struct {
	Folder string
	Feed   string
	Preset string                                             // its text, for the first line
	Redact func(payload []byte) (shown []byte, redacted bool) // hides the secrets of a payload, and says whether there were any; nil: there are none
	Keep   time.Duration                                      // recordings of the folder that are older are removed; 0 keeps them
	Max    int64                                              // bytes of all recordings of the folder; 0 is no bound
}

const (
	// flushEvery is how often what was recorded is written: so much is lost at most when the process is killed.
	flushEvery = time.Second
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
	options Options
	done    chan struct{}
	wake    chan struct{}

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

// Record starts to record. The folder is made if it is not there.
func Record(o Options) *Recorder {
	r := &Recorder{options: o, done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go r.run()
	return r
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

// run writes what waits, about once a second.
func (r *Recorder) run() {
	defer close(r.done)
	o := &output{options: &r.options}
	if o.encoder, r.wrong = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1)); r.wrong != nil {
		return
	}
	defer o.encoder.Close()
	ticker := time.NewTicker(flushEvery)
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

// output is the file that is written, of which there is a new one each hour. It belongs to the goroutine of its recorder.
type output struct {
	options *Options
	encoder *zstd.Encoder
	writer  Writer
	lines   []byte // of a frame
	file    *file
	hour    string
	failed  time.Time // when nothing could be written
	wrong   error     // then
}

// write writes what was queued, and before it that so many lines are missing.
func (o *output) write(batch *queued, missing int64) error {
	if len(batch.items) == 0 {
		return o.wrong
	}
	if o.wrong != nil && time.Since(o.failed) < retryEvery {
		return o.wrong
	}
	err := o.open(batch.items[0].at)
	if err == nil {
		o.lines = o.lines[:0]
		if missing > 0 {
			o.lines = o.writer.Append(o.lines, &Line{At: batch.items[0].at, Feed: o.options.Feed, Dropped: missing})
		}
		err = o.writeItems(batch)
	}
	if err != nil {
		if o.file != nil {
			_ = o.file.close() // what is in it is whole up to the last frame
			o.file, o.hour = nil, ""
		}
		o.failed, err = time.Now(), fmt.Errorf("recording: %w", err)
	}
	o.wrong = err
	return err
}

// writeItems writes items as lines, in frames of limited size.
func (o *output) writeItems(batch *queued) error {
	var frame Frame
	line := Line{Feed: o.options.Feed}
	slab := batch.slab
	for i := range batch.items {
		it := &batch.items[i]
		if it.line != nil {
			o.lines = o.writer.Append(o.lines, it.line)
		} else {
			payload := slab[:it.size]
			slab = slab[it.size:]
			frame = Frame{Binary: it.binary, Payload: payload}
			if o.options.Redact != nil {
				frame.Payload, frame.Redacted = o.options.Redact(payload)
			}
			line.At, line.Frame = it.at, &frame
			o.lines = o.writer.Append(o.lines, &line)
		}
		if len(o.lines) >= frameBytes || i == len(batch.items)-1 {
			if err := o.file.write(o.lines); err != nil {
				return err
			}
			o.lines = o.lines[:0]
		}
	}
	return nil
}

// open has the file for an hour, and removes what is too old or too much when it makes one.
func (o *output) open(at int64) error {
	hour := time.Unix(0, at).UTC().Format(hourLayout)
	if o.file != nil && o.hour == hour {
		return nil
	}
	if o.file != nil {
		err := o.file.close()
		o.file = nil
		if err != nil {
			return err
		}
	}
	f, err := create(o.options.Folder, o.options.Feed, time.Unix(0, at), o.encoder)
	if err != nil {
		return err
	}
	o.file, o.hour = f, hour
	head := Line{At: at, Feed: o.options.Feed, Head: &Head{Version: Version, Preset: o.options.Preset}}
	if err := f.write(o.writer.Append(nil, &head)); err != nil {
		return err
	}
	return prune(o.options.Folder, o.options.Keep, o.options.Max, time.Now())
}

func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.close()
}
