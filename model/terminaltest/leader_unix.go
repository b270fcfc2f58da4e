//go:build unix

package terminaltest

import "syscall"

// leader makes a program the leader of the terminal that its standard input is.
func leader() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true, Setctty: true} }
