package recording

import "sockeye/feed/shrink"

// queue is what waits to be written, oldest first.
type queue struct {
	slab  []byte // payloads of frames
	items []item
	bytes int // about the memory of all of it
	size  shrink.Size
}

// item is a frame that was received, or another line.
type item struct {
	line   *Line // nil: a frame
	at     int64
	size   int32 // of its payload
	binary bool
}

// The memory of an item, and of a line beside its text, is about so many bytes.
const (
	itemBytes = 24
	lineBytes = 256
)

// addFrame adds a frame, whose payload is copied. So many bytes may wait at most, beside the frame that comes last.
func (q *queue) addFrame(at int64, binary bool, payload []byte, most int) {
	q.grow(len(payload), most)
	q.slab = append(q.slab, payload...)
	q.items = append(q.items, item{at: at, size: int32(len(payload)), binary: binary})
	q.bytes += itemBytes + len(payload)
}

// add adds another line.
func (q *queue) add(l *Line) {
	q.items = append(q.items, item{at: l.At, line: l})
	q.bytes += itemBytes + lineBytes + len(l.Checkpoint)
	if l.Frame != nil {
		q.bytes += len(l.Frame.Payload)
	}
}

// grow makes space for another payload. In a flood there is no space for more than most bytes, and memory for that is kept: growing
// it again, each time that it was written, would cost more than to copy the payloads.
func (q *queue) grow(size, most int) {
	if need := len(q.slab) + size; need > cap(q.slab) {
		q.slab = append(make([]byte, 0, max(need, min(2*cap(q.slab), most+shrink.Kept))), q.slab...)
	}
}

// emptied returns a queue with the memory of one that was written, if that is not much more than is needed again.
func (q *queue) emptied() queue {
	if q.size.Shrinks(len(q.slab)) || int64(cap(q.slab)) > queues.bytes+shrink.Kept {
		return queue{}
	}
	clear(q.items)
	return queue{slab: q.slab[:0], items: q.items[:0], size: q.size}
}

// count returns how many lines wait, and how many are missing among them.
func (q *queue) count() (lines, missing int64) {
	for i := range q.items {
		if l := q.items[i].line; l != nil && l.Dropped > 0 {
			missing += l.Dropped
		} else {
			lines++
		}
	}
	return lines, missing
}

// lines calls each with every item as a line, which is valid until each returns.
func (q *queue) lines(o *Options, each func(*Line) error) error {
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
