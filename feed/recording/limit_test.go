//go:build linux || darwin

package recording_test

import (
	"os/signal"
	"syscall"
)

const canLimitFiles = true

// limitFiles has no file grow beyond a size until lift is called.
func limitFiles(bytes uint64) (lift func()) {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
	before := limit.Cur
	set := func(size uint64) {
		limit.Cur = size
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			panic(err)
		}
	}
	set(bytes)
	return func() { set(before) }
}
