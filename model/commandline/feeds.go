package commandline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sockeye/feed"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
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
	for i, b := range bound {
		feeds[i] = feed.New(ctx, b, crash)
		defer feeds[i].Close()
		if record.Path != "" {
			trouble := func(line string) { fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(line)) }
			stop := headless.Record(feeds[i], record, trouble)
			defer func() {
				if err := stop(); err != nil {
					trouble(err.Error())
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
