package terminaltest

import (
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Link is what lies between a program and the screen. The zero Link has no limits, as for a terminal on the same machine.
type Link struct {
	// Rate is how many bytes a second come to the screen; 0 is no limit. What was read at once comes at once, when all of
	// it has been carried: over SSH it is one packet, which cannot be decrypted by halves. The other way there is no
	// limit: keys and answers are few.
	Rate int
	// RoundTrip is how long it takes to the screen and back, half of it each way, besides the time for Rate.
	RoundTrip time.Duration
	// Buffer is how many bytes are read from the program as fast as it writes them, and wait for the screen: sshd and
	// the sockets behind it hold about 1 MiB. It is 4096 at least, a read from the pseudo-terminal, which holds some
	// kilobytes besides.
	Buffer int
	// Silent is a terminal that answers no question, until [Operator.Answer].
	Silent bool
}

const (
	// atOnce is how many bytes are read or carried at once.
	atOnce = 4096
	// late is how much of the time that it was late a link with a rate makes up for.
	late = 10 * time.Millisecond
)

// Written is all that the program has written to the terminal, whether it has come to the screen or not.
func (o *Operator) Written() string {
	o.down.mu.Lock()
	defer o.down.mu.Unlock()
	return o.down.written.String()
}

// Arrived is how many bytes of what is [Operator.Written] have come to the screen.
func (o *Operator) Arrived() int {
	o.down.mu.Lock()
	defer o.down.mu.Unlock()
	return o.down.landed
}

// Stop lets the terminal accept nothing, as after ctrl+s or over a dead link: once Stop has returned, nothing comes to the
// screen, and what the program writes fills the buffer of the link and then the pseudo-terminal, until its writes block.
// What is typed still reaches the program.
func (o *Operator) Stop() { o.down.stop(true) }

// Continue ends Stop: all that was written meanwhile comes to the screen, in order and at the rate of the link.
func (o *Operator) Continue() { o.down.stop(false) }

// Answer says whether the terminal answers questions that come to the screen from now on.
func (o *Operator) Answer(questions bool) { o.emulator.answers(questions) }

// BlockWrites stops the terminal and fills all that is between it and the program, so that the next write of the program
// blocks. It cannot be undone: the filling is not drawn.
func (o *Operator) BlockWrites() {
	o.t.Helper()
	o.Stop()
	tty, err := os.OpenFile(o.slave.Name(), os.O_WRONLY|syscall.O_NOCTTY|syscall.O_NONBLOCK, 0)
	if err != nil {
		o.t.Fatalf("terminaltest: the terminal cannot be filled: %v", err)
	}
	defer tty.Close()
	for full := false; !full; full = o.down.full() { // a busy machine may not read in time what is written
		for _, filler := range []string{strings.Repeat("x", 256), "x"} { // where the one has no space, the other may
			for err = nil; err == nil; {
				if err = tty.SetWriteDeadline(time.Now().Add(300 * time.Millisecond)); err == nil {
					_, err = tty.WriteString(filler)
				}
			}
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				o.t.Fatalf("terminaltest: the terminal cannot be filled: %v", err)
			}
		}
	}
}

// downlink is the way from the pseudo-terminal to the screen. One goroutine reads what the program writes, as long as
// the buffer has space; one sends it from there at the rate of the link; and if there is a round trip, what is in flight
// has its own.
type downlink struct {
	link    Link
	flight  *delay // nil without a round trip
	draw    func(string)
	done    chan struct{} // closed when nothing more is to be drawn
	running sync.WaitGroup

	mu      sync.Mutex // held while something is drawn, so that stop comes before or after it
	changed sync.Cond  // any of the following, or done
	stopped bool
	written strings.Builder // all that was ever read
	sent    int             // bytes of written that have left the buffer
	landed  int             // bytes of written that have been drawn
}

func newDownlink(link Link, draw func(string)) *downlink {
	link.Buffer = max(link.Buffer, atOnce)
	d := &downlink{link: link, draw: draw, done: make(chan struct{})}
	d.changed.L = &d.mu
	if link.RoundTrip > 0 {
		d.flight = newDelay(link.RoundTrip / 2)
	}
	return d
}

// open begins to read from the master of a pseudo-terminal.
func (d *downlink) open(master *os.File) {
	d.running.Go(func() { d.read(master) })
	d.running.Go(d.carry)
}

// close ends it all. The last slave must be closed before.
func (d *downlink) close() {
	d.mu.Lock()
	close(d.done)
	d.changed.Broadcast()
	d.mu.Unlock()
	if d.flight != nil {
		d.flight.stop()
		d.flight.wait()
	}
	d.running.Wait()
}

// carries reports whether something that was read has not come to the screen.
func (d *downlink) carries() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.landed < d.written.Len()
}

// full reports whether the buffer is.
func (d *downlink) full() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.written.Len()-d.sent >= d.link.Buffer
}

func (d *downlink) stop(stopped bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stopped = stopped
	d.changed.Broadcast()
}

// await waits until something holds; false means that it is all over. It needs d.mu, and has it again when it returns.
func (d *downlink) await(holds func() bool) bool {
	for !ended(d.done) && !holds() {
		d.changed.Wait()
	}
	return !ended(d.done)
}

func (d *downlink) read(master *os.File) {
	for p := make([]byte, atOnce); ; {
		space := 0
		d.mu.Lock()
		open := d.await(func() bool {
			space = d.link.Buffer - (d.written.Len() - d.sent)
			return space > 0
		})
		d.mu.Unlock()
		if !open {
			return
		}
		n, err := master.Read(p[:min(space, len(p))])
		d.mu.Lock()
		d.written.Write(p[:n])
		d.changed.Broadcast()
		d.mu.Unlock()
		if err != nil { // the last slave is closed
			return
		}
	}
}

// carry sends what has been read to the screen.
func (d *downlink) carry() {
	for free := time.Now(); ; { // free is when the link has carried all that was read
		piece, ok := d.pop()
		if !ok {
			return
		}
		if d.link.Rate > 0 {
			if earliest := time.Now().Add(-late); free.Before(earliest) {
				free = earliest
			}
			free = free.Add(time.Duration(len(piece)) * time.Second / time.Duration(d.link.Rate))
			pause(time.Until(free), d.done)
		}
		if d.flight != nil {
			d.flight.carry(func() { d.land(piece) })
		} else {
			d.land(piece)
		}
	}
}

// pop removes the next bytes from the buffer.
func (d *downlink) pop() (piece string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.await(func() bool { return !d.stopped && d.written.Len() > d.sent }) {
		return "", false
	}
	piece = d.written.String()[d.sent:]
	piece = piece[:min(atOnce, len(piece))]
	d.sent += len(piece)
	d.changed.Broadcast()
	return piece, true
}

// land passes bytes to the screen.
func (d *downlink) land(piece string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.await(func() bool { return !d.stopped }) {
		d.draw(piece)
		d.landed += len(piece)
	}
}
