package headless

import (
	"io"
	"os"
	"syscall"
)

const (
	setPipeSize = 1031    // F_SETPIPE_SZ, fcntl(2)
	pipeBytes   = 1 << 20 // as much as a program may ask for without a privilege
)

// widen has a pipe hold more than 64 KiB, if out is one: that is 300 lines, after which writer and reader of a fast feed would have to wait for
// each other, a switch of the process for each time.
func widen(out io.Writer) {
	file, ok := out.(*os.File)
	if !ok {
		return
	}
	if conn, err := file.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { _, _, _ = syscall.Syscall(syscall.SYS_FCNTL, fd, setPipeSize, pipeBytes) }) // what is no pipe stays as it is
	}
}
