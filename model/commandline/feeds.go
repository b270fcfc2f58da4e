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
	"sockeye/widgets/text"
)

// run starts feeds without a screen, and does something with them until a signal comes or one of them breaks.
func (a *app) run(bound []*preset.Bound, do func(ctx context.Context, feeds []*feed.Feed) error) error {
	a.started()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	ctx, crash := context.WithCancelCause(ctx)
	defer crash(nil)
	feeds := make([]*feed.Feed, len(bound))
	for i, b := range bound {
		feeds[i] = feed.New(ctx, b, crash)
		defer feeds[i].Close()
		if a.record != "" {
			stop := headless.Record(feeds[i], a.record)
			defer func() {
				if err := stop(); err != nil {
					fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(err.Error()))
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
