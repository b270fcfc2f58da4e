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

// handleSignals acts on signals until what it returns is called.
func (p *process) handleSignals() (done func()) {
	ends, stop, continued := make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	notifyStop(stop)
	notifyContinued(continued)
	go p.end(ends)
	go p.handleSuspends(stop, continued)
	return func() {
		signal.Stop(ends)
		signal.Stop(stop)
		signal.Stop(continued)
	}
}

// end ends the program on a signal.
func (p *process) end(signals <-chan os.Signal) {
	select {
	case <-p.stopped:
	case s := <-signals:
		number := int(s.(syscall.Signal))
		p.signal.Store(int32(number))
		go p.program.Quit()
		select {
		case <-p.stopped:
		case <-time.After(exitTime):
			p.force(128 + number)
		}
	}
}
