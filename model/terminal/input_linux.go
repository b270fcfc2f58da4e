package terminal

import (
	"os"
	"syscall"
)

// input is a file that is waited for where the runtime waits for sockets. A goroutine that waits in a read of a terminal keeps a processor
// of the runtime until the monitor of that takes it back, which for 10 ms sleeps and wakes to see whether it should: after each reply of the
// terminal, and that was a third of what a screen needs with nothing new (Budgets/cpu). The terminal itself cannot be registered there: it
// would have to be non-blocking, for all that have it open.
type input struct {
	*os.File
	events syscall.RawConn // of an epoll instance that has the file alone
}

// newInput returns a file that is waited for in that way; nil: it cannot be.
func newInput(file *os.File) *input {
	raw, err := file.SyscallConn()
	if err != nil {
		return nil
	}
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil
	}
	failed := raw.Control(func(fd uintptr) {
		err = syscall.EpollCtl(epoll, syscall.EPOLL_CTL_ADD, int(fd), &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)})
	})
	if failed != nil || err != nil || syscall.SetNonblock(epoll, true) != nil { // what is non-blocking is registered
		_ = syscall.Close(epoll)
		return nil
	}
	events, err := os.NewFile(uintptr(epoll), "epoll").SyscallConn()
	if err != nil {
		return nil
	}
	return &input{file, events}
}

// Read implements [io.Reader].
func (i *input) Read(p []byte) (int, error) {
	_ = i.events.Read(func(fd uintptr) (ready bool) {
		n, err := syscall.EpollWait(int(fd), make([]syscall.EpollEvent, 1), 0)
		return n > 0 || err != nil && err != syscall.EINTR // what is wrong, the read says
	})
	return i.File.Read(p)
}
