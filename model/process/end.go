package process

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"sockeye/widgets/text"
)

// exitTime is how long the program may take to end after a signal or a fault. Then the process is ended whatever it does: to
// write to a terminal that reads nothing takes for ever.
const exitTime = 1500 * time.Millisecond

// force ends the process, and what it has started, whatever it waits for.
func (p *process) force(code int, why ...any) {
	closed := make(chan struct{})
	go func() {
		p.feeds.Commands.Close()
		close(closed)
	}()
	if !p.hasLeft() { // twice would take back what another program has set
		p.terminal.Restore()
	}
	if len(why) > 0 {
		fmt.Fprintln(os.Stderr, why...)
	}
	select {
	case <-closed:
	case <-time.After(exitTime / 5):
	}
	os.Exit(code)
}

// leaveTime is how long Bubble Tea may take to end once it has begun to restore the terminal.
const leaveTime = exitTime / 5

// hasLeft reports whether Bubble Tea has restored the terminal, which it has if it is at it and the terminal accepts that.
func (p *process) hasLeft() bool {
	most := time.Duration(0)
	if p.flow.Left() {
		most = leaveTime
	}
	select {
	case <-p.stopped:
		return true
	default:
	}
	select {
	case <-p.stopped:
		return true
	case <-time.After(most):
		return false
	}
}

// fail ends the program because of a fault of our own, the first that is found.
func (p *process) fail(err error) {
	<-p.ready
	if !p.broken.CompareAndSwap(nil, &err) {
		return
	}
	// The screen may wait for what is broken, and never end.
	time.AfterFunc(exitTime, func() { p.force(1, "sockeye:", text.SanitizeLines(faultOf(err).Error())) })
	p.program.Kill()
}

func faultOf(err error) error { return fmt.Errorf("this is a fault of Sockeye itself: %w", err) }

// signals are those that end a screen, suspend it, or come when it goes on.
type signals struct {
	ends, stop, continued chan os.Signal
	notified              chan struct{} // closed when all of them are received
}

// notifySignals has signals received soon. It does not wait for that: the runtime has each of them enabled by another thread, which
// was a millisecond of the start (Budgets/start).
func notifySignals() *signals {
	s := &signals{ends: make(chan os.Signal, 1), stop: make(chan os.Signal, 1), continued: make(chan os.Signal, 1), notified: make(chan struct{})}
	go func() {
		signal.Notify(s.ends, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
		notifyStop(s.stop)
		notifyContinued(s.continued)
		close(s.notified)
	}()
	return s
}

// handleSignals acts on signals until what it returns is called. When it returns, all of them are received.
func (p *process) handleSignals(s *signals) (done func()) {
	<-s.notified
	go p.end(s.ends)
	go p.handleSuspends(s.stop, s.continued)
	return func() {
		signal.Stop(s.ends)
		signal.Stop(s.stop)
		signal.Stop(s.continued)
	}
}

// end ends the program on a signal, or when the terminal is gone, of which a program that is in another session than the terminal
// gets no signal, as under su. It would go on for ever, with its connections.
func (p *process) end(signals <-chan os.Signal) {
	number := int(syscall.SIGHUP)
	select {
	case <-p.stopped:
		return
	case s := <-signals:
		number = int(s.(syscall.Signal))
	case <-p.keyboard.Ended():
	}
	p.signal.Store(int32(number))
	go p.program.Quit()
	select {
	case <-p.stopped:
	case <-time.After(exitTime):
		p.force(128 + number)
	}
}
