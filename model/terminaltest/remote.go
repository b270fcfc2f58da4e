package terminaltest

import (
	"io"
	"regexp"
	"sync"
	"testing"
	"time"
)

// Remote is the terminal of a client at the far end of a connection: it draws what is written to it, and answers questions.
type Remote struct {
	emulator *emulator
	answers  chan string
	done     chan struct{}
	end      sync.Once
}

// NewRemote returns a terminal that writes its answers to keys.
func NewRemote(columns, rows int, keys io.Writer) *Remote {
	r := &Remote{answers: make(chan string, 1000), done: make(chan struct{})}
	r.emulator = newEmulator(columns, rows, func(text string) {
		select {
		case r.answers <- text:
		default: // the program does not read them
		}
	}, true)
	go func() {
		for {
			select {
			case text := <-r.answers:
				if _, err := io.WriteString(keys, text); err != nil {
					return
				}
			case <-r.done:
				return
			}
		}
	}()
	return r
}

// Write draws what a program has written.
func (r *Remote) Write(p []byte) (int, error) {
	r.emulator.draw(string(p))
	return len(p), nil
}

// Close ends the answers.
func (r *Remote) Close() { r.end.Do(func() { close(r.done) }) }

// Resize has the terminal have another size; the program is told by the caller.
func (r *Remote) Resize(columns, rows int) { r.emulator.resize(columns, rows) }

// Screen returns what is shown.
func (r *Remote) Screen() Screen {
	s, _ := r.emulator.screen()
	return s
}

// Changed names the modes of the terminal that are not as they were at the beginning.
func (r *Remote) Changed() []string { return r.emulator.changed() }

// Sees waits until the screen shows something that matches each pattern.
func (r *Remote) Sees(t testing.TB, patterns ...string) {
	t.Helper()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		s, changing := r.emulator.screen()
		missing := ""
		for _, p := range patterns {
			if !regexp.MustCompile(p).MatchString(s.String()) {
				missing = p
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-changing:
		case <-timeout.C:
			t.Fatalf("nothing on the screen matches %q:\n%s", missing, s)
		}
	}
}

// OneAtATime returns a writer for a channel of SSH, which answers of a terminal and keys of an operator are written to: a channel of
// golang.org/x/crypto/ssh (v0.57.0) has one buffer for all that write to it, and sends garbage where two do at a time.
func OneAtATime(channel io.Writer) io.Writer { return &oneAtATime{channel: channel} }

type oneAtATime struct {
	mu      sync.Mutex
	channel io.Writer
}

// Write implements [io.Writer].
func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.channel.Write(p)
}
