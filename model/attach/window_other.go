//go:build !unix

package attach

import (
	"os"
	"time"

	"github.com/charmbracelet/x/term"
	gossh "golang.org/x/crypto/ssh"
)

// windowInterval is how often the size of the terminal is read, on a system that does not report changes.
const windowInterval = 250 * time.Millisecond

// followWindow gives the server the size of the terminal whenever that changes from the one it has, until stop is called.
func followWindow(s *gossh.Session, width, height int) (stop func()) {
	over := make(chan struct{})
	go func() {
		ticker := time.NewTicker(windowInterval)
		defer ticker.Stop()
		before := [2]int{width, height}
		for {
			select {
			case <-ticker.C:
				width, height, err := term.GetSize(os.Stdout.Fd())
				if now := [2]int{width, height}; err == nil && now != before {
					before = now
					_ = s.WindowChange(height, width)
				}
			case <-over:
				return
			}
		}
	}()
	return func() { close(over) }
}
