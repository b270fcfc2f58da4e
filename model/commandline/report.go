package commandline

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"sockeye/feed/eventlog"
	"sockeye/model/config"
	"sockeye/widgets/text"
)

// reportCommand is the command line of a report of the event log.
func reportCommand() *cobra.Command {
	since := 8 * time.Hour
	report := &cobra.Command{
		Use:   "report",
		Short: "Say what happened on the feeds that were watched: outages, stale data, gaps",
		Long: "Say what happened on the feeds that were watched on this machine: for how long each was down or stale and why, its gaps, its\n" +
			"alerts, and which subscriptions were stale or not subscribed.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if since <= 0 {
				return fmt.Errorf("--since %v: it is a duration, as in 8h", since)
			}
			log := eventLog()
			if log == nil {
				return errors.New("there is no event log: set XDG_STATE_HOME or HOME")
			}
			now := time.Now()
			r := eventlog.NewReport(now.Add(-since), now)
			unreadable, err := log.Read(time.Time{}, r.Add)
			if err != nil {
				return failure{err}
			}
			if unreadable > 0 {
				fmt.Fprintf(os.Stderr, "sockeye: %d lines of the event log cannot be read\n", unreadable)
			}
			return r.Write(c.OutOrStdout(), time.Local, func(s string) string { return text.Sanitize(s, 200) })
		},
	}
	report.Flags().DurationVar(&since, "since", since, "how far back, as in 8h")
	return report
}

// eventLog is where changes of feeds are kept; nil if there is no such place.
func eventLog() *eventlog.Log {
	if dir := config.StateDir(); dir != "" {
		return eventlog.New(dir)
	}
	return nil
}
