//go:build !unix

package process

import "os"

const canSuspend = false

func notifyStop(chan<- os.Signal) {}

func notifyContinued(chan<- os.Signal) {}

func stopProcess(bool) {}
