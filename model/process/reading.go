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

// readingNoticed is how long the start of the program reads a file before it says which.
const readingNoticed = time.Second

// ReportReading writes to standard error which file is read, once that takes long, until done is called: with a pipe to which
// nothing is written, the program would seem to hang. SIGINT ends the process meanwhile. done may be called again.
func ReportReading(files *config.Files) (done func()) {
	interrupts, over := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupts, syscall.SIGINT)
	go func() {
		ticker := time.NewTicker(readingNoticed / 10)
		defer ticker.Stop()
		pending, since := "", time.Now() // a busy machine may come to a file late
		for {
			select {
			case <-interrupts:
				os.Exit(128 + int(syscall.SIGINT))
			case <-over:
				return
			case <-ticker.C:
			}
			switch path := files.Pending(); {
			case path != pending:
				pending, since = path, time.Now()
			case path != "" && time.Since(since) >= readingNoticed:
				fmt.Fprintf(os.Stderr, "sockeye: still reading %s (a pipe to which nothing is written?); ctrl+c ends\n", text.Sanitize(path, 1000))
				ticker.Stop()
			}
		}
	}()
	return sync.OnceFunc(func() {
		signal.Stop(interrupts)
		close(over)
	})
}
