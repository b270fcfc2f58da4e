//go:build unix

package notify

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a command a session of its own, and so a group: it cannot reach the terminal that the screen is on, and
// can be killed together with all that it starts.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}

// endGroup kills what is left of the group of a command that has ended, or was killed. The number of a group is not given
// away while anything of it is left.
func endGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // mostly there is nothing
	}
}
