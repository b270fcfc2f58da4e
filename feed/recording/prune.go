package recording

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
)

// prune removes the oldest recordings of a folder, of whatever feed, until none is older than it keeps and all have no more
// bytes than it may have. Files that are being written stay, and so does what no recorder has made.
func prune(folder *Folder, now time.Time) error {
	if folder.Keep <= 0 && folder.Max <= 0 {
		return nil
	}
	entries, err := os.ReadDir(folder.Path)
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
		if !e.Type().IsRegular() || !named.MatchString(e.Name()) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		files = append(files, recorded{filepath.Join(folder.Path, e.Name()), info.ModTime(), info.Size()})
		total += info.Size()
	}
	slices.SortFunc(files, func(a, b recorded) int { return a.at.Compare(b.at) })
	var wrong error
	for _, f := range files {
		old := folder.Keep > 0 && now.Sub(f.at) > folder.Keep
		if !old && (folder.Max <= 0 || total <= folder.Max) {
			continue
		}
		if isWritten(f.name) || !isRecording(f.name) {
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
	_ = os.Remove(lockName(name))
	_ = lock.Unlock()
	return false
}

// isRecording reports whether a recorder has made a file, by how its first line begins. One that is empty is as good: its
// recorder was killed before it wrote that.
func isRecording(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() == 0 {
		return err == nil
	}
	decoder, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxFrame), zstd.WithDecoderLowmem(true))
	if err != nil {
		return false
	}
	defer decoder.Close()
	begin := make([]byte, len(headBegin))
	n, _ := decoder.Read(begin)
	return bytes.Equal(begin[:n], []byte(headBegin))
}

// headBegin is how each recording begins.
const headBegin = `{"v":`
