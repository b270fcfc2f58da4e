//go:build unix

package process

import (
	"os"
	"os/signal"
	"syscall"
)

// canSuspend reports whether a program can give its terminal back to a shell and go on later.
const canSuspend = true

// notifyStop has stop receive what asks the program to suspend.
func notifyStop(stop chan<- os.Signal) { signal.Notify(stop, syscall.SIGTSTP) }

// notifyContinued has continued receive what comes when a program goes on.
func notifyContinued(continued chan<- os.Signal) { signal.Notify(continued, syscall.SIGCONT) }

// stopProcess stops this process, or with group all that the shell has started with it, as ctrl+z does in a terminal that
// is not in raw mode. It may return before they are stopped. The signal is not SIGTSTP, because Go gives that its default
// effect never back once it was notified of it; SIGTTIN stops as well, and like that only where there is a shell with job
// control that can continue the group.
func stopProcess(group bool) {
	pid := os.Getpid()
	if group {
		pid = 0
	}
	_ = syscall.Kill(pid, syscall.SIGTTIN)
}
