package recording

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	seekable "github.com/SaveTheRbtz/zstd-seekable-format-go/pkg"
	"github.com/klauspost/compress/zstd"
)

// saveEvery is how much time of a recording is a frame of a file that is saved.
const saveEvery = time.Minute

// Saved is a recording that is written as a whole, as fast as it goes. It belongs to one goroutine.
type Saved struct {
	name   string
	file   *os.File // beside name, until all is written
	writer Writer
	lines  []byte // of the frame
	begin  int64  // of the frame, Unix nanoseconds

	plain   *bufio.Writer // of a file that is not compressed
	encoder *zstd.Encoder
	frames  *seekable.Writer
}

// Save begins a file, which is compressed if its name ends in .zst. It is there once it is closed; one of that name is replaced.
func Save(name string) (*Saved, error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return nil, err
	}
	s := &Saved{name: name, file: f}
	if !strings.HasSuffix(name, ".zst") {
		s.plain = bufio.NewWriterSize(f, frameBytes/4)
		return s, nil
	}
	if s.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err == nil {
		s.frames, err = seekable.NewWriter(f, s.encoder)
	}
	if err != nil {
		s.Discard()
		return nil, err
	}
	return s, nil
}

// Write implements [io.Writer], for what is written as it is.
func (s *Saved) Write(text []byte) (int, error) {
	if s.plain != nil {
		return s.plain.Write(text)
	}
	return s.frames.Write(text)
}

// Add writes a line.
func (s *Saved) Add(l *Line) error {
	if len(s.lines) > 0 && (len(s.lines) >= frameBytes || l.At-s.begin >= int64(saveEvery)) {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if len(s.lines) == 0 {
		s.begin = l.At
	}
	s.lines = s.writer.Append(s.lines, l)
	return nil
}

func (s *Saved) flush() error {
	_, err := s.Write(s.lines)
	s.lines = s.lines[:0]
	return err
}

// Close writes what is left, and gives the file its name.
func (s *Saved) Close() error {
	var err error
	if len(s.lines) > 0 {
		err = s.flush()
	}
	if s.plain != nil {
		err = errors.Join(err, s.plain.Flush())
	} else {
		err = errors.Join(err, s.frames.Close(), s.encoder.Close())
	}
	if err = errors.Join(err, s.file.Chmod(0o600), s.file.Close()); err != nil {
		return errors.Join(err, os.Remove(s.file.Name()))
	}
	return os.Rename(s.file.Name(), s.name)
}

// Discard removes what was written.
func (s *Saved) Discard() {
	s.file.Close()
	os.Remove(s.file.Name())
}
