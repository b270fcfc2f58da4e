package eventlog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The files of a log: the newer one is appended to until it has half of what may be kept, and then takes the place of the
// older one.
const (
	newer = "events.ndjson"
	older = "events.1.ndjson"
)

// MaxBytes is how much both files may have.
const MaxBytes = 16 << 20

// Log is the event log in a folder. Several programs may append to it at the same time: each line is written at once, by one
// call of the system. Its methods wait for the disk, and may be called by several goroutines.
type Log struct {
	folder string
	max    int64 // bytes of both files
}

// New returns the log in a folder, which need not be there yet.
func New(folder string) *Log { return &Log{folder: folder, max: MaxBytes} }

// Append appends lines. The error names the file and says what is wrong with it; some of the lines may have been written.
func (l *Log) Append(lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	var text []byte
	for i := range lines {
		text = lines[i].Append(text)
	}
	err := os.MkdirAll(l.folder, 0o700)
	if err == nil {
		err = l.append(text)
	}
	if err != nil {
		return fmt.Errorf("event log: %w", err)
	}
	return nil
}

func (l *Log) append(text []byte) error {
	name := filepath.Join(l.folder, newer)
	// A pipe with no reader would not let us go on.
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", name)
	} else if err == nil && info.Size()+int64(len(text)) > l.max/2 {
		if err := os.Rename(name, filepath.Join(l.folder, older)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// Read calls each for every line that is kept since a moment, oldest first, and returns how many lines could not be read:
// others are no JSON, or the half of one that a crash has left. A log that is not there has no lines.
func (l *Log) Read(since time.Time, each func(*Line)) (unreadable int, err error) {
	for _, name := range []string{older, newer} {
		n, err := read(filepath.Join(l.folder, name), since, each)
		if unreadable += n; err != nil {
			return unreadable, fmt.Errorf("event log: %w", err)
		}
	}
	return unreadable, nil
}

func read(name string, since time.Time, each func(*Line)) (unreadable int, err error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for r := bufio.NewReader(io.LimitReader(file, 2*MaxBytes)); ; {
		text, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(text)) > 0 {
			var line Line
			switch bad := json.Unmarshal(text, &line); {
			case bad != nil || line.Feed == "" && line.Network == "" || line.At.IsZero():
				unreadable++
			case !line.At.Before(since):
				each(&line)
			}
		}
		if errors.Is(err, io.EOF) {
			return unreadable, nil
		}
		if err != nil {
			return unreadable, err
		}
	}
}
