package recording

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klauspost/compress/zstd"
)

// files are the files of a recorder, of which there is a new one each hour. It belongs to one goroutine.
type files struct {
	options *Options
	encoder *zstd.Encoder
	writer  Writer
	lines   []byte // of a frame
	file    *file
	hour    string
	last    int64     // time of the last line
	pruned  time.Time // when the folder was
	failed  time.Time // when nothing could be written
	wrong   error     // then
}

const (
	// pruneEvery is how often what is too old or too much is removed.
	pruneEvery = time.Minute
	// partsOfMax is into how many files at least what a folder may have is divided: the oldest is removed as a whole.
	partsOfMax = 8
)

// write writes what was queued, and before it that so many lines are missing.
func (o *files) write(batch *queue, missing int64) error {
	if o.file != nil && !o.file.isThere() {
		_ = o.file.close() // what it had went with its folder
		o.file = nil
	}
	if len(batch.items) == 0 {
		return o.wrong
	}
	if o.wrong != nil && time.Since(o.failed) < retryEvery {
		return o.wrong
	}
	err := o.open(batch.items[0].at, batch.hasCheckpoint())
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
			o.file = nil
		}
		o.failed, err = time.Now(), fmt.Errorf("recording: %w", err)
	}
	o.wrong = err
	return err
}

// writeItems writes items as lines, in frames of limited size.
func (o *files) writeItems(batch *queue) error {
	n := 0
	err := batch.lines(o.options, func(line *Line) error {
		n++
		if line.Checkpoint != nil { // who seeks finds it at the beginning of a frame, and in the first one of a file
			if err := o.begin(line.At); err != nil {
				return err
			}
		}
		o.lines, o.last = o.writer.Append(o.lines, line), line.At
		if len(o.lines) < frameBytes && n < len(batch.items) {
			return nil
		}
		err := o.file.write(o.lines)
		o.lines = o.lines[:0]
		o.file.used = o.file.used || err == nil
		return err
	})
	return err
}

// hasCheckpoint reports whether a checkpoint is among what was queued.
func (q *queue) hasCheckpoint() bool {
	return slices.ContainsFunc(q.items, func(i item) bool { return i.line != nil && i.line.Checkpoint != nil })
}

// begin ends a frame before a checkpoint, and the file where there is to be another one.
func (o *files) begin(at int64) error {
	if len(o.lines) > 0 {
		err := o.file.write(o.lines)
		o.lines = o.lines[:0]
		o.file.used = o.file.used || err == nil
		if err != nil {
			return err
		}
	}
	return o.turn(at)
}

// turn has the file for an hour.
func (o *files) turn(at int64) error {
	hour := time.Unix(0, at).UTC().Format(hourLayout)
	if most := o.options.Folder.Max; o.file != nil && (o.hour != hour || most > 0 && o.file.size >= most/partsOfMax) {
		err := o.file.close()
		o.file = nil
		if err != nil {
			return err
		}
	}
	if o.file == nil {
		return o.create(at, hour)
	}
	return nil
}

// open has a file for lines since a time, and removes what is too old or too much. Where a checkpoint is among them, another file
// begins with that.
func (o *files) open(at int64, checkpoint bool) error {
	if o.file == nil || !checkpoint {
		if err := o.turn(at); err != nil {
			return err
		}
	}
	if now := time.Now(); now.Sub(o.pruned) >= pruneEvery {
		o.pruned = now
		return prune(&o.options.Folder, now)
	}
	return nil
}

// create makes a file, whose first line says what it is of.
func (o *files) create(at int64, hour string) error {
	if o.encoder == nil {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		o.encoder = encoder
	}
	f, err := create(o.options.Folder.Path, o.options.Feed, time.Unix(0, at), o.encoder)
	if err != nil {
		return err
	}
	o.file, o.hour, o.pruned = f, hour, time.Time{}
	head := Line{At: at, Feed: o.options.Feed, Head: &Head{Version: Version, Preset: o.options.Preset}}
	return f.write(o.writer.Append(nil, &head))
}

func (o *files) close(missing int64) error {
	var err error
	if o.file != nil {
		if missing > 0 {
			err = o.file.write(o.writer.Append(nil, &Line{At: o.last, Feed: o.options.Feed, Dropped: missing}))
		}
		err = errors.Join(err, o.file.close())
	}
	if o.encoder != nil {
		err = errors.Join(err, o.encoder.Close())
	}
	return err
}
