package config

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// Files reads files that may be pipes, or lie on a disk that does not answer. A file that is being read is not opened again:
// another Read of it waits for the same bytes, unless there is another file of that name by then. The zero Files is ready, a nil one reads nothing. It may be used by any
// goroutine.
type Files struct {
	mu      sync.Mutex
	pending map[string]*reading
	opening string // "": none
}

type reading struct {
	file os.FileInfo // nil: not known
	over chan struct{}
	text []byte
	err  error
}

// Read returns what is in a file, 1 MiB at most. It waits for the disk, and for the other end of a pipe.
func (f *Files) Read(path string) ([]byte, error) {
	file, _ := os.Stat(path)
	f.mu.Lock()
	r, ok := f.pending[path]
	if ok && file != nil && r.file != nil {
		ok = os.SameFile(file, r.file)
	}
	if !ok {
		r = &reading{file: file, over: make(chan struct{})}
		if f.pending == nil {
			f.pending = make(map[string]*reading)
		}
		f.pending[path] = r
	}
	f.mu.Unlock()
	if ok {
		<-r.over
		return r.text, r.err
	}
	r.text, r.err = readFile(path)
	if r.err == nil && len(r.text) > mostFile {
		r.text, r.err = nil, fmt.Errorf("%s has more than 1 MiB", path)
	}
	f.mu.Lock()
	if f.pending[path] == r {
		delete(f.pending, path)
	}
	f.mu.Unlock()
	close(r.over)
	return r.text, r.err
}

// Open opens a file, which waits for the other end of a pipe. One file is opened at a time.
func (f *Files) Open(path string) (*os.File, error) {
	f.setOpening(path)
	defer f.setOpening("")
	return os.Open(path)
}

func (f *Files) setOpening(path string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opening = path
}

// Pending returns a file that is being read or opened, or "".
func (f *Files) Pending() string {
	if f == nil {
		return ""
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for path := range f.pending {
		return path
	}
	return f.opening
}

// mostFile bounds what is read of a file, which may be a pipe or a device, in bytes.
const mostFile = 1 << 20

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostFile+1))
}
