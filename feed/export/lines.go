package export

import (
	"fmt"
	"time"
)

const (
	mostLines = 256         // wait to be written; others are left out
	lastLines = time.Second // is how long the last ones are waited for
)

// lines are written one after the other by a goroutine of their own, so that an output that stands still holds nothing up.
type lines struct {
	waiting chan string
	over    chan struct{} // closed by close
	written chan struct{} // closed after the last one
}

func newLines() *lines {
	return &lines{waiting: make(chan string, mostLines), over: make(chan struct{}), written: make(chan struct{})}
}

// add adds a line, unless too many wait. It does not wait.
func (l *lines) add(text string) {
	select {
	case l.waiting <- text:
	default:
	}
}

// write writes lines until close. When too many have waited, it says that some may be missing.
func (l *lines) write(to func(string)) {
	defer close(l.written)
	write := func(text string) {
		full := len(l.waiting) >= mostLines-1
		to(text)
		if full {
			to(fmt.Sprintf("more than %d lines have waited for the output: some may be missing", mostLines-1))
		}
	}
	for {
		select {
		case text := <-l.waiting:
			write(text)
			continue
		case <-l.over:
		}
		for {
			select {
			case text := <-l.waiting:
				write(text)
			default:
				return
			}
		}
	}
}

// close returns when what waits is written, unless the output does not accept it. What is added later may not be written.
func (l *lines) close() {
	close(l.over)
	timer := time.NewTimer(lastLines)
	defer timer.Stop()
	select {
	case <-l.written:
	case <-timer.C:
	}
}
