//go:build !unix

package terminaltest

import "syscall"

// leader is for systems with pseudo-terminals of POSIX; on others opening one fails first.
func leader() *syscall.SysProcAttr { return nil }
