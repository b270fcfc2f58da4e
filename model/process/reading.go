package process

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"sockeye/model/config"
	"sockeye/widgets/text"
)

// readingNoticed is how long the start of the program reads files before it says which.
const readingNoticed = time.Second

// ReportReading writes to standard error which file is read, once that takes long, until done is called: with a pipe to which
// nothing is written, the program would seem to hang. SIGINT ends the process meanwhile. done may be called again.
func ReportReading(files *config.Files) (done func()) {
	timer := time.AfterFunc(readingNoticed, func() {
		if path := files.Pending(); path != "" {
			fmt.Fprintf(os.Stderr, "sockeye: still reading %s (a pipe to which nothing is written?); ctrl+c ends\n", text.Sanitize(path, 1000))
		}
	})
	interrupts, over := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupts, syscall.SIGINT)
	go func() {
		select {
		case <-interrupts:
			os.Exit(128 + int(syscall.SIGINT))
		case <-over:
		}
	}()
	return sync.OnceFunc(func() {
		timer.Stop()
		signal.Stop(interrupts)
		close(over)
	})
}
