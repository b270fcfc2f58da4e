package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"sockeye/feed/format"
)

const (
	// maxWaiting is how many runs wait at the most. The oldest are dropped: the newest matter.
	maxWaiting = 16
	// maxLine bounds what is kept of the first line of a command's standard error, in bytes.
	maxLine = 200
	// waitDelay is how long the end of a command is waited for after it was killed, or after it has ended and something
	// that it started still has its standard error open.
	waitDelay = time.Second
)

// Command is something that an alert can run.
type Command struct {
	Name    string
	Args    []string      // the program and its arguments, never read by a shell; at least the program
	Timeout time.Duration // after so long it is ended
}

// Commands runs commands, one at a time. Its methods may be called from any goroutine.
type Commands struct {
	cancel context.CancelFunc
	done   chan struct{}
	queued chan struct{} // something waits

	mu      sync.Mutex // guards what follows
	known   []Command
	waiting []run
	missed  int // runs that were dropped, because too many waited
}

// run is a command that waits.
type run struct {
	command Command
	input   []byte
	ended   func(error)
}

// NewCommands returns a Commands that has nothing to run yet. It must be closed.
func NewCommands() *Commands {
	ctx, cancel := context.WithCancel(context.Background())
	c := &Commands{cancel: cancel, done: make(chan struct{}), queued: make(chan struct{}, 1)}
	go c.work(ctx)
	return c
}

// Define replaces the commands that are known by their names.
func (c *Commands) Define(commands []Command) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = slices.Clone(commands)
}

// Named returns the command with a name; false if there is none.
func (c *Commands) Named(name string) (Command, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.known, func(known Command) bool { return known.Name == name })
	if i < 0 {
		return Command{}, false
	}
	return c.known[i], true
}

// Run has a command run, with the event as JSON and a line end on its standard input, as soon as those before it have
// ended. It returns at once. The command has the working directory of the program and a small part of its environment, without secrets, no terminal, and
// what it writes is not read; all that it starts ends with it. If too many wait, the one that has waited longest is
// dropped. ended is called by another goroutine: with how many were dropped, if any, and when the command has ended, with nil
// or why it did not end well and the first line of its standard error, which is not sanitised. It is not called after Close.
func (c *Commands) Run(command Command, e Event, ended func(error)) {
	input, err := json.Marshal(e)
	if err != nil {
		panic(err) // the event has nothing that is no JSON
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, run{command, append(input, '\n'), ended})
	if len(c.waiting) > maxWaiting {
		c.waiting[0] = run{}
		c.waiting = c.waiting[1:]
		c.missed++
	}
	select {
	case c.queued <- struct{}{}:
	default:
	}
}

// Close kills what is running, drops what waits, and returns when no process of it is left: within about a second.
func (c *Commands) Close() {
	c.cancel()
	<-c.done
}

// next removes and returns the run that has waited longest.
func (c *Commands) next() (r run, missed int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		return r, 0, false
	}
	r, missed = c.waiting[0], c.missed
	c.waiting[0] = run{}
	c.waiting, c.missed = c.waiting[1:], 0
	return r, missed, true
}

// work runs what there is until ctx ends.
func (c *Commands) work(ctx context.Context) {
	defer close(c.done)
	for ctx.Err() == nil {
		r, missed, ok := c.next()
		if !ok {
			select {
			case <-c.queued:
			case <-ctx.Done():
			}
			continue
		}
		if missed > 0 {
			r.ended(fmt.Errorf("%d runs were left out, because commands take longer than alerts come: make them faster, or the alerts fewer", missed))
		}
		if err := execute(ctx, r); ctx.Err() == nil {
			r.ended(err)
		}
	}
}

// execute runs a command to its end.
func execute(ctx context.Context, r run) error {
	ctx, cancel := context.WithTimeout(ctx, r.command.Timeout)
	defer cancel()
	var stderr firstLine
	cmd := exec.CommandContext(ctx, r.command.Args[0], r.command.Args[1:]...)
	cmd.Env = commandEnvironment()
	cmd.Stdin, cmd.Stderr, cmd.WaitDelay = bytes.NewReader(r.input), &stderr, waitDelay
	ownGroup(cmd)
	err := cmd.Run()
	endGroup(cmd)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		err = fmt.Errorf("it was ended after %s: give it a longer `timeout`, or less to do", format.Duration(r.command.Timeout))
	case errors.Is(err, exec.ErrWaitDelay):
		err = nil // the command itself ended well; what it left behind was ended
	case err == nil:
		return nil
	}
	if line := stderr.String(); err != nil && line != "" {
		err = fmt.Errorf("%w: %s", err, line)
	}
	return err
}

// firstLine returns the first line that is not blank.
type firstLine struct {
	text []byte
	full bool
}

func (l *firstLine) Write(p []byte) (int, error) {
	for _, c := range p {
		switch {
		case l.full:
			return len(p), nil
		case c == '\n':
			l.full = len(bytes.TrimSpace(l.text)) > 0
		default:
			l.text = append(l.text, c)
			l.full = len(l.text) == maxLine
		}
	}
	return len(p), nil
}

// String returns the line.
func (l *firstLine) String() string {
	return strings.ToValidUTF8(string(bytes.TrimSpace(l.text)), "")
}
