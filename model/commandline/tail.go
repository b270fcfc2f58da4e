package commandline

import (
	"context"
	"fmt"
	"io"
	"os"

	"sockeye/feed"
	"sockeye/feed/headless"

	"github.com/spf13/cobra"
)

// tailCommand is the command line of a tail.
func (a *app) tailCommand() *cobra.Command {
	var follow headless.Tail
	tail := &cobra.Command{
		Use:   "tail PRESET | ws://URL | wss://URL ...",
		Short: "Write what feeds say as lines of JSON, for a pipe",
		Long: "Write a line of JSON for each event, with the values that the preset names, and for each change of a state, each gap and\n" +
			"each alert. A slow reader does not slow the feed: a line says how many messages it has missed.\n\n" +
			"Exit codes: 0 as asked, 1 a feed has failed, 2 the command line is wrong, 3 nothing came in time.",
		Example:           "  sockeye tail kraken --count 5 | jq 'select(.values).values'\n  sockeye tail kraken --for 10s --label 'XBT/*'\n  sockeye tail kraken --plain",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.complete,
		RunE:              func(c *cobra.Command, args []string) error { return a.tail(c.OutOrStdout(), args, &follow) },
	}
	follow.Flags(tail.Flags())
	a.recordFlag(tail.Flags())
	a.overrides.PresetFlags(tail.Flags())
	a.overrides.AddressFlags(tail.Flags())
	return tail
}

// tail writes what feeds say.
func (a *app) tail(w io.Writer, names []string, t *headless.Tail) error {
	bound, err := a.open(names)
	if err != nil {
		return err
	}
	var alerts []string
	for _, b := range bound {
		for _, rule := range b.Alerts {
			alerts = append(alerts, rule.String())
		}
	}
	if err := t.Check(alerts); err != nil {
		return err
	}
	var result headless.Result
	err = a.run(bound, func(ctx context.Context, feeds []*feed.Feed) (err error) {
		for _, f := range feeds {
			defer f.Close()
		}
		result, err = t.Run(ctx, w, feeds...)
		return err
	})
	switch {
	case result == headless.Nothing:
		a.code = 3
		fmt.Fprintln(os.Stderr, "sockeye:", err)
		return nil
	case err != nil:
		return failure{err}
	}
	return nil
}
