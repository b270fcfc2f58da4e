//go:build unix

package attach

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	gossh "golang.org/x/crypto/ssh"
)

// followWindow gives the server the size of the terminal whenever that changes, until stop is called.
func followWindow(s *gossh.Session) (stop func()) {
	changes, over := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(changes, syscall.SIGWINCH)
	go func() {
		for {
			select {
			case <-changes:
				if width, height, err := term.GetSize(os.Stdout.Fd()); err == nil {
					_ = s.WindowChange(height, width)
				}
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
