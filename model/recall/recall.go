// Package recall keeps the lines that were typed, between runs too: a bounded file with one line each, to which
// several programs may append at the same time. Nothing here knows what a line means.
package recall

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// most is how many lines are kept; the file is cut back to it when it has twice as many.
const most = 500

// Lines are the lines of before, oldest first, and the file that they are in. The zero Lines keeps nothing between
// runs.
type Lines struct {
	file  string
	lines []string
}

// Open reads a file, which need not be there yet.
func Open(file string) (*Lines, error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &Lines{}, err
	}
	l := &Lines{file: file}
	scanner := bufio.NewScanner(bytes.NewReader(text))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		l.lines = append(l.lines, scanner.Text())
	}
	if len(l.lines) >= 2*most {
		l.lines = l.lines[len(l.lines)-most:]
		err = l.rewrite()
	} else {
		err = nil
	}
	return l, err
}

// rewrite replaces the file, so that a reader finds the old one or the new one, never half of it.
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

// Add keeps a line, unless it is the same as the last one.
func (l *Lines) Add(line string) error {
	if line == "" || strings.ContainsAny(line, "\r\n") || len(l.lines) > 0 && l.lines[len(l.lines)-1] == line {
		return nil
	}
	l.lines = append(l.lines, line)
	if l.file == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(l.file), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(l.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
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
