// Package recall keeps the lines that were typed, between runs too: a bounded file with one line each, to which
// several programs may append at the same time. The package does not interpret the lines.
package recall

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// most is how many lines are kept; the file is cut back to it when it has twice as many.
const most = 500

// mostBytes is how much of the file is read, and how much of all lines is kept.
const mostBytes = 4 << 20

// Lines are earlier lines, oldest first, and the file that they are in. The zero Lines keeps nothing between
// runs. What reads and writes the file may take as long as the disk does: Add and the other methods do neither, and belong to
// one goroutine.
type Lines struct {
	lines []string

	mu      sync.Mutex // guards what follows, and is not held while the disk works
	file    string     // "" once nothing can be written to it
	unsaved []string   // oldest first
	saving  *saving    // nil: no call of Save is under way
}

// saving is a call of Save that is under way.
type saving struct {
	since time.Time     // of the line that is being written
	over  chan struct{} // closed at its end
}

// Open reads a file, which need not be there yet. It waits for the disk. With an error, the Lines are those of this run only.
func Open(file string) (*Lines, error) {
	text, cut, err := read(file)
	if errors.Is(err, fs.ErrNotExist) {
		return &Lines{file: file}, nil
	}
	if err != nil {
		return &Lines{}, err
	}
	l := &Lines{file: file}
	for line := range strings.Lines(text) {
		l.lines = append(l.lines, strings.TrimSuffix(line, "\n"))
	}
	if !cut && len(l.lines) < 2*most {
		return l, nil
	}
	l.lines = l.lines[max(len(l.lines)-most, 0):]
	_ = l.rewrite() // it holds all lines as it is, and the next start tries again
	return l, nil
}

// read returns what is in a file, and if that is too much the last lines of it.
func read(name string) (text string, cut bool, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", false, err
	case !info.Mode().IsRegular(): // a pipe may never have anything to read, and a device no end
		return "", false, fmt.Errorf("%s is no regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", false, err
	}
	defer file.Close()
	from := max(info.Size()-mostBytes, 0)
	end, err := io.ReadAll(io.NewSectionReader(file, from, mostBytes))
	if from == 0 {
		return string(end), false, err
	}
	_, text, _ = strings.Cut(string(end), "\n") // the first line may have lost its beginning
	return text, true, err
}

// rewrite replaces the file, so that a reader finds the old one or the new one, never half of it. What another program
// appends meanwhile is lost.
func (l *Lines) rewrite() error {
	temporary, err := os.CreateTemp(filepath.Dir(l.file), ".history")
	if err != nil {
		return err
	}
	_, err = temporary.WriteString(strings.Join(l.lines, "\n") + "\n")
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), l.file)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}

// Add keeps a line, unless it is the same as the last one, and reports whether there is anything for Save to do.
func (l *Lines) Add(line string) (unsaved bool) {
	if line == "" || strings.ContainsAny(line, "\r\n") || len(l.lines) > 0 && l.lines[len(l.lines)-1] == line {
		return false
	}
	l.lines = append(l.lines, line)
	bytes := 0
	for i := len(l.lines) - 1; i >= 0; i-- {
		if bytes += len(l.lines[i]); len(l.lines)-i > 2*most || bytes > mostBytes {
			l.lines = append([]string(nil), l.lines[i+1:]...)
			break
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == "" {
		return false
	}
	l.unsaved = append(l.unsaved, line)
	return true
}

// Save writes the lines that were added to the file, in their order. It waits for the disk, and may be called from any
// goroutine: while one call is under way another one returns at once, and the first writes its lines too. With an error,
// these and all further lines are kept for this run only.
func (l *Lines) Save() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.saving != nil || len(l.unsaved) == 0 {
		return nil
	}
	l.saving = &saving{over: make(chan struct{})}
	defer func() {
		close(l.saving.over)
		l.saving = nil
	}()
	for len(l.unsaved) > 0 && l.file != "" {
		line, file := l.unsaved[0], l.file
		l.unsaved = l.unsaved[1:]
		l.saving.since = time.Now()
		l.mu.Unlock()
		err := write(file, line)
		l.mu.Lock()
		if err != nil && l.file != "" {
			l.stopSaving()
			return err
		}
	}
	return nil
}

// stopSaving has nothing written any more. mu is held.
func (l *Lines) stopSaving() { l.file, l.unsaved = "", nil }

// Overdue returns an error, once, if no line was written to the file for so long. These and all further lines are then kept
// for this run only.
func (l *Lines) Overdue(now time.Time, timeout time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.saving == nil || l.file == "" || now.Sub(l.saving.since) < timeout {
		return nil
	}
	file := l.file
	l.stopSaving()
	return &fs.PathError{Op: "write", Path: file, Err: fmt.Errorf("nothing was written for %s", timeout)}
}

// Close saves what is not saved, unless that takes too long.
func (l *Lines) Close(timeout time.Duration) {
	saved := make(chan struct{})
	go func() {
		defer close(saved)
		_ = l.Save() // there is no screen any more to show it
		l.mu.Lock()
		under := l.saving
		l.mu.Unlock()
		if under != nil {
			<-under.over
		}
	}()
	select {
	case <-saved:
	case <-time.After(timeout):
	}
}

// write appends a line to a file.
func write(name, line string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(line + "\n") // one write: lines of several programs do not mix
	return errors.Join(err, file.Close())
}

// Len returns the number of lines.
func (l *Lines) Len() int { return len(l.lines) }

// At returns a line; 0 is the oldest.
func (l *Lines) At(i int) string { return l.lines[i] }
