package recording

import (
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"
)

// files are the files of a recorder, of which there is a new one each hour.
type files struct {
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
func (o *files) write(batch *queued, missing int64) error {
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
func (o *files) writeItems(batch *queued) error {
	n := 0
	err := batch.lines(o.options, func(line *Line) error {
		n++
		o.lines = o.writer.Append(o.lines, line)
		if len(o.lines) < frameBytes && n < len(batch.items) {
			return nil
		}
		err := o.file.write(o.lines)
		o.lines = o.lines[:0]
		return err
	})
	return err
}

// open has the file for an hour, and removes what is too old or too much when it makes one.
func (o *files) open(at int64) error {
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
	if o.encoder == nil {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		o.encoder = encoder
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

func (o *files) close() error {
	var err error
	if o.file != nil {
		err = o.file.close()
	}
	if o.encoder != nil {
		err = errors.Join(err, o.encoder.Close())
	}
	return err
}
