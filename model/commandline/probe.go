package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/widgets/text"
)

// probeCommand is the command line of a probe.
func (a *app) probeCommand() *cobra.Command {
	var o probeOptions
	// A monitoring plugin that cannot test anything says so by the code 3, whatever is wrong.
	unknown := func(c *cobra.Command, err error) {
		fmt.Fprintln(c.OutOrStdout(), "UNKNOWN -", strings.ReplaceAll(text.Sanitize(err.Error(), 1000), "|", "/"))
		a.code = 3
	}
	probe := &cobra.Command{
		Use:   "probe PRESET | ws://URL | wss://URL",
		Short: "Test a feed once: is it reachable, does it agree, has it data",
		Long: "Test a feed once: is it reachable, does it agree to what is subscribed, has every subscription data, does any value change,\n" +
			"is the sequence whole.\n\n" +
			"Exit codes: 0 all well, 1 not, 2 the command line is wrong; with --nagios 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
		Example:           "  sockeye probe kraken --within 20s\n  sockeye probe okx --symbols BTC-USDT --max-lag 2s --nagios",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.complete,
		RunE: func(c *cobra.Command, args []string) error {
			err := cobra.ExactArgs(1)(c, args)
			if err == nil {
				err = a.probe(c.OutOrStdout(), args[0], &o)
			}
			if err != nil && o.Nagios {
				unknown(c, err)
				return nil
			}
			return err
		},
	}
	probe.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		err = flagError(c, err)
		if slices.Contains(a.args, "--nagios") { // which may not be parsed yet
			unknown(c, err)
			return nil
		}
		return err
	})
	f := probe.Flags()
	o.Probe.Flags(f)
	o.Output.Flags(f)
	a.overrides.PresetFlags(f)
	a.overrides.AddressFlags(f)
	return probe
}

// probeOptions are the flags of a probe.
type probeOptions struct {
	headless.Probe
	headless.Output
}

// probed returns the report of a probe, which a signal ends.
func (a *app) probed(p *preset.Bound, probe *headless.Probe) (*headless.Report, error) {
	a.started()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	report, err := probe.Once(ctx, p)
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, err
	}
	return report, nil
}

// probe tests a feed.
func (a *app) probe(w io.Writer, name string, o *probeOptions) error {
	if err := o.Check(&o.Probe); err != nil {
		return err
	}
	bound, err := a.open([]string{name})
	if err != nil {
		return err
	}
	report, err := a.probed(bound[0], &o.Probe)
	if err != nil {
		return failure{err}
	}
	sanitize := func(s string) string { return text.Sanitize(s, 1000) }
	a.code, err = o.Write(w, report, &o.Probe, sanitize)
	return err
}
