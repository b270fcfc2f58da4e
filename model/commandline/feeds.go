package commandline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"sockeye/feed"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/model/config"
	"sockeye/widgets/text"
)

// run starts feeds without a screen, records them if there is a folder for that, and does something with them until a signal
// comes or one of them breaks.
func (a *app) run(bound []*preset.Bound, record recording.Folder, do func(ctx context.Context, feeds []*feed.Feed) error) error {
	a.started()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	ctx, crash := context.WithCancelCause(ctx)
	defer crash(nil)
	feeds := make([]*feed.Feed, len(bound))
	var learning sync.WaitGroup
	defer waitFor(&learning)
	for i, b := range bound {
		feeds[i] = feed.New(ctx, b, crash)
		defer feeds[i].Close()
		if a.learned != nil {
			learning.Go(func() {
				headless.Learn(feeds[i], a.learned, func(text string) { complain(feeds[i].Preset().Name + ": " + text) })
			})
		}
		if record.Path != "" {
			stop := headless.Record(feeds[i], record, complain)
			defer func() {
				if err := stop(); err != nil {
					complain(err.Error())
				}
			}()
		}
	}
	err := do(ctx, feeds)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// complain writes to standard error what goes wrong beside the output.
func complain(what string) { fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(what)) }

// learnedFolder is where the rhythms of feeds are kept; nil if there is no such place.
func learnedFolder() *learned.Folder {
	if dir := config.StateDir(); dir != "" {
		return learned.New(filepath.Join(dir, "learned"))
	}
	return nil
}

// waitFor waits until all have ended, but no longer than a disk that does not answer is worth.
func waitFor(group *sync.WaitGroup) {
	ended := make(chan struct{})
	go func() {
		group.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Second):
	}
}
