package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"sockeye/feed"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/model/config"

	"github.com/spf13/cobra"
)

// tailCommand is the command line of a tail.
func (a *app) tailCommand() *cobra.Command {
	var follow headless.Tail
	tail := &cobra.Command{
		Use:   "tail PRESET | ws://URL | wss://URL | RECORDING | HAR | FOLDER ...",
		Short: "Write what feeds say as lines of JSON, for a pipe",
		Long: "Write a line of JSON for each event, with the values that the preset names, and for each change of a state, each gap and\n" +
			"each alert. A slow reader does not slow the feed: a line says how many messages it has missed.\n\n" +
			"Of recordings, which --record has made, and of HTTP archives (HAR) the same is written, as fast as it goes.\n\n" +
			"Exit codes: 0 as asked, 1 a feed has failed, 2 the command line is wrong, 3 nothing came in time.",
		Example:           "  sockeye tail kraken --count 5 | jq 'select(.values).values'\n  sockeye tail kraken --for 10s --label 'XBT/*'\n  sockeye tail kraken --plain",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.complete,
		RunE:              func(c *cobra.Command, args []string) error { return a.tail(c.OutOrStdout(), args, &follow) },
	}
	follow.Flags(tail.Flags())
	a.recorded.flag(tail.Flags())
	a.archived.flag(tail.Flags())
	a.overrides.PresetFlags(tail.Flags())
	a.overrides.AddressFlags(tail.Flags())
	return tail
}

// tail writes what feeds say.
func (a *app) tail(w io.Writer, names []string, t *headless.Tail) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	switch files, err := pathsOf(c, names); {
	case err != nil:
		return err
	case files:
		return a.play(c, w, names, t)
	}
	bound, err := c.Bind(names, a.overrides, a.environment())
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
	a.learned = learnedFolder()
	t.Report = complain
	var result headless.Result
	err = a.run(bound, a.recorded.asked(c), func(ctx context.Context, feeds []*feed.Feed) (err error) {
		for _, f := range feeds {
			defer f.Close()
		}
		result, err = t.Run(ctx, w, feeds...)
		return err
	})
	return a.ended(result, err)
}

// ended turns the end of a tail into an exit code.
func (a *app) ended(result headless.Result, err error) error {
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

// pathsOf reports whether what a command line names are files or folders. Either all are, or none. A preset of that name comes first.
func pathsOf(c *config.Config, names []string) (files bool, err error) {
	first := ""
	for i, name := range names {
		_, err := os.Stat(name)
		_, known := c.Presets.Find(name)
		is := err == nil && !known
		if i > 0 && is != files {
			return false, fmt.Errorf("%s and %s: recordings and feeds do not go together", first, name)
		}
		first, files = name, is
	}
	return files, nil
}

// play writes what recordings hold.
func (a *app) play(c *config.Config, w io.Writer, paths []string, t *headless.Tail) error {
	if a.recorded.into != "" || len(a.overrides.Params) > 0 || a.overrides.Symbols != "" || t.For > 0 || t.Lossless {
		return errors.New("--record, -p, --symbols, --for and --lossless are for feeds, and not for recordings")
	}
	if err := t.Check(nil); err != nil && t.Until == "" {
		return err
	}
	names, err := a.archived.names(c)
	if err != nil {
		return err
	}
	t.Archive = names
	files, err := headless.Recordings(paths)
	if err != nil {
		return err
	}
	a.started()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	bind := func(feed, text string) (*preset.Bound, error) {
		bound, note, err := c.BindReplayed(feed, text)
		if note != "" {
			complain(feed + ": " + note)
		}
		return bound, err
	}
	var result headless.Result
	played := make(chan error, 1)
	go func() {
		var err error
		result, err = t.Play(ctx, w, files, bind, func(damage error) { complain(damage.Error()) })
		played <- err
	}()
	select {
	case err := <-played:
		if ctx.Err() == nil {
			return a.ended(result, err)
		}
	case <-ctx.Done():
		select {
		case <-played: // what was read is written
		case <-time.After(playEnds):
		}
	}
	return nil // as was asked
}

// playEnds is how long a tail of recordings may take to end when it is asked to: one that reads a pipe to which nothing is written, or
// a disk that does not answer, does not come back.
const playEnds = time.Second
