package recording

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	seekable "github.com/SaveTheRbtz/zstd-seekable-format-go/pkg"
	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
)

// Ext is how the name of a compressed recording ends.
const Ext = ".ndjson.zst"

// file is a recording that is being written. A file that was closed has a table for seeking at its end; one that was not,
// because of a crash, is read all the same.
type file struct {
	name   string
	file   *os.File
	lock   *flock.Flock
	frames *seekable.Writer
	size   int64 // bytes written
	used   bool  // there is more in it than its head
}

// Write writes a frame whole, or removes again what was written of it: a full disk may have space for half of one.
func (f *file) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	if err != nil {
		if cut := f.file.Truncate(f.size); cut == nil {
			_, _ = f.file.Seek(f.size, io.SeekStart)
		}
		return 0, err
	}
	f.size += int64(n)
	return n, nil
}

// maxNumber bounds how many files one feed and hour may have in a folder.
const maxNumber = 999

// create makes a file for a feed and the hour of a moment, with -2 and so on in its name where another recorder has that one,
// or an earlier run did.
func create(folder, feed string, at time.Time, encoder *zstd.Encoder) (*file, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	base := filepath.Join(folder, FileName(feed)+"-"+at.UTC().Format(hourLayout))
	for n := 1; n <= maxNumber; n++ {
		name := base + Ext
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", base, n, Ext)
		}
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		lock := flock.New(lockName(name))
		if locked, err := lock.TryLock(); err != nil || !locked {
			f.Close()
			_ = os.Remove(name)
			return nil, fmt.Errorf("%s cannot be locked: %w", name, err)
		}
		created := &file{name: name, file: f, lock: lock}
		if created.frames, err = seekable.NewWriter(created, encoder); err != nil {
			return nil, errors.Join(err, created.close())
		}
		return created, nil
	}
	return nil, fmt.Errorf("%s has %d recordings of this feed and hour: remove some", folder, maxNumber)
}

// hourLayout is the time in a file's name, in UTC.
const hourLayout = "20060102T15"

// named are the names that create gives.
var named = regexp.MustCompile(`-[0-9]{8}T[0-9]{2}(-[0-9]+)?` + regexp.QuoteMeta(Ext) + `$`)

// Compare compares the names of two recordings: those of a feed are in the order in which they were begun.
func Compare(a, b string) int {
	first, n := splitName(a)
	second, m := splitName(b)
	return cmp.Or(strings.Compare(first, second), cmp.Compare(n, m), strings.Compare(a, b))
}

// splitName returns a name without its number, and that.
func splitName(name string) (rest string, number int) {
	found := named.FindStringSubmatchIndex(name)
	if found == nil || found[2] < 0 {
		return name, 1
	}
	number, _ = strconv.Atoi(name[found[2]+1 : found[3]])
	return name[:found[2]] + Ext, number
}

// write appends lines as one frame, and has the system write it to the disk.
func (f *file) write(lines []byte) error {
	_, err := f.frames.Write(lines)
	return err
}

// isThere reports whether the file still has its name: its folder may have been removed, or moved.
func (f *file) isThere() bool {
	written, err := f.file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(f.name)
	return err == nil && os.SameFile(written, named)
}

// close writes the table for seeking. A file in which there is nothing is removed.
func (f *file) close() error {
	var err error
	if f.frames != nil {
		err = f.frames.Close()
	}
	empty := !f.used && f.isThere()
	err = errors.Join(err, f.file.Close())
	if empty {
		err = errors.Join(err, os.Remove(f.name))
	}
	err = errors.Join(err, f.lock.Unlock())
	if removed := os.Remove(f.lock.Path()); !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

// lockName is the file that is locked while a recording is written: on Windows, what is locked itself cannot be read. The dot
// keeps it out of the way of `zstdcat folder/*`.
func lockName(name string) string {
	return filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".lock")
}

// FileName is the name of a feed as a file's name has it: letters, digits, dots, underscores and hyphens stay, and everything
// else is a hyphen.
func FileName(feed string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return r
		}
		return '-'
	}, feed), "-.")
	if len(name) > 100 {
		name = name[:100]
	}
	if name == "" {
		return "feed"
	}
	return name
}
