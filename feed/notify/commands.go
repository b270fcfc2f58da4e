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
	// maxLine bounds what is kept of the first line of a command's standard error, in bytes.
	maxLine = 200
	// waitDelay is how long the end of a command is waited for after it was killed, or after it has ended and something
	// that it started still has its standard error open.
	waitDelay = time.Second
)

// Command is something that an alert can run: a program, or a webhook.
type Command struct {
	Name    string
	Args    []string      // the program and its arguments, never read by a shell; none of a webhook
	Webhook Address       // nil of a program
	Timeout time.Duration // after so long it is ended, or the call of the webhook has failed
}

// Commands runs commands: programs one at a time, and beside them each webhook for one event at a time. Its methods may be called
// from any goroutine.
type Commands struct {
	ctx     context.Context // until Close
	cancel  context.CancelFunc
	work    sync.WaitGroup
	retries retries

	programs *queue

	mu       sync.Mutex // guards what follows
	closed   bool
	known    []Command
	webhooks map[string]*queue // by the name of the command: as many as the configuration has had
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
	c := &Commands{ctx: ctx, cancel: cancel, retries: defaultRetries, programs: newQueue(), webhooks: make(map[string]*queue)}
	c.work.Go(func() { c.run(c.programs) })
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
// ended. It returns at once. A program has the working directory of the program and a small part of its environment, without secrets, no terminal, and
// what it writes is not read; all that it starts ends with it. If too many wait, the one that has waited longest is
// dropped. ended is called by another goroutine: with how many were dropped, if any, and when the command has ended, with nil
// or why it did not end well and the first line of its standard error, which is not sanitised. It is not called after Close.
//
// A webhook gets the same JSON by POST, and is called again with growing waits for a quarter of an hour if it does not answer, or
// answers that it does not accept it now; ended is also called when the first call has failed. The events of one webhook come one
// after the other.
func (c *Commands) Run(command Command, e Event, ended func(error)) {
	input, err := json.Marshal(e)
	if err != nil {
		panic(err) // the event has nothing that is no JSON
	}
	c.queueOf(command).push(run{command, append(input, '\n'), ended})
}

// queueOf returns where a command waits.
func (c *Commands) queueOf(command Command) *queue {
	if command.Webhook == nil {
		return c.programs
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	q := c.webhooks[command.Name]
	if q == nil {
		q = newQueue()
		c.webhooks[command.Name] = q
		if !c.closed {
			c.work.Go(func() { c.run(q) })
		}
	}
	return q
}

// Close kills what is running, drops what waits, and returns when no process of it is left: within about a second.
func (c *Commands) Close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	c.work.Wait()
}

// run runs what is in a queue until Close.
func (c *Commands) run(q *queue) {
	for c.ctx.Err() == nil {
		r, missed, ok := q.next()
		if !ok {
			select {
			case <-q.queued:
			case <-c.ctx.Done():
			}
			continue
		}
		if missed > 0 {
			r.ended(fmt.Errorf("%d runs were left out, because commands take longer than alerts come: make them faster, or the alerts fewer", missed))
		}
		var err error
		if r.command.Webhook != nil {
			err = deliver(c.ctx, r, c.retries)
		} else {
			err = execute(c.ctx, r)
		}
		if c.ctx.Err() == nil {
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
