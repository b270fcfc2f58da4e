//go:build !unix

package notify

import "os/exec"

// ownGroup leaves a command as it is: where there are no process groups, only the command itself is killed.
func ownGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
