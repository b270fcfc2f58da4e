package monitor

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"sockeye/widgets/draw"
)

// patience is how long the program may take to leave after a signal or a fault before it is ended whatever it does: a
// terminal that takes nothing keeps it for ever.
const patience = 1500 * time.Millisecond

// force ends the process whatever it is stuck in, and what it has started.
func (m *monitor) force(code int, why ...any) {
	closed := make(chan struct{})
	go func() {
		m.commands.Close()
		close(closed)
	}()
	m.terminal.Restore()
	if len(why) > 0 {
		fmt.Fprintln(os.Stderr, why...)
	}
	select {
	case <-closed:
	case <-time.After(patience / 5):
	}
	os.Exit(code)
}

// crash ends the program because of a fault of our own, the first that is found.
func (m *monitor) crash(err error) {
	<-m.ready
	if !m.broken.CompareAndSwap(nil, &err) {
		return
	}
	// The screen may wait for what is broken, and never come back to say so.
	time.AfterFunc(patience, func() { m.force(1, "sockeye:", draw.Lines(faultOf(err).Error())) })
	m.program.Kill()
}

func faultOf(err error) error { return fmt.Errorf("this is a fault of Sockeye itself: %w", err) }

// obey does what signals say, until what it returns is called.
func (m *monitor) obey() (done func()) {
	ends, stop, continued := make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	notifyStop(stop)
	notifyContinued(continued)
	go m.end(ends)
	go m.runJobs(stop, continued)
	return func() {
		signal.Stop(ends)
		signal.Stop(stop)
		signal.Stop(continued)
	}
}

// end ends the program on a signal.
func (m *monitor) end(signals <-chan os.Signal) {
	select {
	case <-m.stopped:
	case s := <-signals:
		number := int(s.(syscall.Signal))
		m.signal.Store(int32(number))
		go m.program.Quit()
		select {
		case <-m.stopped:
		case <-time.After(patience):
			m.force(128 + number)
		}
	}
}
