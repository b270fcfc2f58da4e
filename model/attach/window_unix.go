//go:build unix

package attach

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	gossh "golang.org/x/crypto/ssh"
)

// followWindow gives the server the size of the terminal whenever that changes from the one it has, until stop is called.
func followWindow(s *gossh.Session, width, height int) (stop func()) {
	changes, over := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(changes, syscall.SIGWINCH)
	before := [2]int{width, height}
	follow := func() {
		width, height, err := term.GetSize(os.Stdout.Fd())
		if now := [2]int{width, height}; err == nil && now != before {
			before = now
			_ = s.WindowChange(height, width)
		}
	}
	go func() {
		follow() // it may have changed before changes were received
		for {
			select {
			case <-changes:
				follow()
			case <-over:
				return
			}
		}
	}()
	return func() {
		signal.Stop(changes)
		close(over)
	}
}
