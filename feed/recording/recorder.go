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
	Preset string        // its text, for the first line
	Keep   time.Duration // recordings of the folder that are older are removed; 0 keeps them
	Max    int64         // bytes of all recordings of the folder; 0 is no bound
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

// Recorder records one feed. Add never waits for the disk: what the disk cannot take is counted, and the recording says
// where lines are missing. Its methods may be called by several goroutines.
type Recorder struct {
	options Options
	done    chan struct{}
	wake    chan struct{}

	mu      sync.Mutex
	writer  Writer
	queue   []byte // lines, oldest first
	lines   int64  // in queue
	first   int64  // time of the oldest of them
	missing int64  // lines before queue that were dropped, and of which the recording does not say so yet
	dropped int64  // in all
	written int64  // lines
	wrong   error
	closed  bool
}

// Record starts to record. The folder is made if it is not there.
func Record(o Options) *Recorder {
	r := &Recorder{options: o, done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go r.run()
	return r
}

// Add records a line. Its bytes are copied.
func (r *Recorder) Add(l *Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	if len(r.queue) >= queueBytes {
		r.dropped++
		r.missing++
		return
	}
	if r.lines == 0 {
		r.first = l.At
	}
	r.queue = r.writer.Append(r.queue, l)
	r.lines++
	if len(r.queue) >= frameBytes {
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
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
	var spare []byte
	for {
		select {
		case <-ticker.C:
		case <-r.wake:
		}
		r.mu.Lock()
		lines, n, first, missing, closed := r.queue, r.lines, r.first, r.missing, r.closed
		r.queue, r.lines, r.missing = spare[:0], 0, 0
		r.mu.Unlock()
		err := o.write(lines, first, missing)
		r.mu.Lock()
		if r.wrong = err; err != nil {
			r.dropped += n
			r.missing += n + missing
		} else {
			r.written += n
		}
		r.mu.Unlock()
		if spare = lines; cap(spare) > 2*frameBytes {
			spare = nil // a burst is over
		}
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
	file    *file
	hour    string
	failed  time.Time // when nothing could be written
	wrong   error     // then
}

// write writes lines, the first of which is of a moment, and before them that some are missing.
func (o *output) write(lines []byte, first, missing int64) error {
	if len(lines) == 0 {
		return o.wrong
	}
	if o.wrong != nil && time.Since(o.failed) < retryEvery {
		return o.wrong
	}
	err := o.open(first)
	if err == nil {
		if missing > 0 {
			lines = append(o.writer.Append(nil, &Line{At: first, Feed: o.options.Feed, Dropped: missing}), lines...)
		}
		err = o.file.write(lines)
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
