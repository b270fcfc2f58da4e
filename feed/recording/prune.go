package recording

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// prune removes the oldest recordings of a folder, of whatever feed, until none is older than keep and all have no more than
// so many bytes; 0 is no bound. Files that are being written stay.
func prune(folder string, keep time.Duration, most int64, now time.Time) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	type recorded struct {
		name string
		at   time.Time
		size int64
	}
	var files []recorded
	var total int64
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), Ext) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		files = append(files, recorded{filepath.Join(folder, e.Name()), info.ModTime(), info.Size()})
		total += info.Size()
	}
	slices.SortFunc(files, func(a, b recorded) int { return a.at.Compare(b.at) })
	var wrong error
	for _, f := range files {
		old := keep > 0 && now.Sub(f.at) > keep
		if !old && (most <= 0 || total <= most) {
			continue
		}
		if isWritten(f.name) {
			continue
		}
		if err := os.Remove(f.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			wrong = errors.Join(wrong, err)
			continue
		}
		total -= f.size
	}
	return wrong
}

// isWritten reports whether a recorder is writing the file. One that was killed has left its lock file, which is removed.
func isWritten(name string) bool {
	if _, err := os.Stat(lockName(name)); err != nil {
		return false
	}
	lock := flock.New(lockName(name))
	if locked, err := lock.TryLock(); err != nil || !locked {
		return true
	}
	_ = lock.Unlock()
	_ = os.Remove(lockName(name))
	return false
}
