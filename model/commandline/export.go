package commandline

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"sockeye/feed/export"
	"sockeye/feed/preset"
	"sockeye/widgets/text"
)

// exportCommand is the command line of an exporter.
func (a *app) exportCommand() *cobra.Command {
	listen, example := "127.0.0.1:9108", ""
	c := &cobra.Command{
		Use:   "export PRESET | ws://URL | wss://URL ...",
		Short: "Watch feeds without a screen, for Prometheus",
		Long: "Watch feeds without a screen, run what their alerts ask for, and serve over HTTP: /metrics for Prometheus, /probe?target=PRESET as\n" +
			"blackbox_exporter does, and /healthz and /readyz for what supervises it. SIGHUP reads the configuration again.",
		Example:           "  sockeye export kraken kraken-trade --listen 127.0.0.1:9108\n  sockeye export kraken --example unit > /etc/systemd/system/sockeye.service",
		ValidArgsFunction: a.complete,
		Args: func(c *cobra.Command, args []string) error {
			if example != "" {
				return nil
			}
			return cobra.MinimumNArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if example == "" {
				return a.export(args, listen)
			}
			text, err := export.Example(example, args, listen)
			if err == nil {
				_, err = io.WriteString(c.OutOrStdout(), text)
			}
			return err
		},
	}
	c.Flags().StringVar(&listen, "listen", listen, "`ADDRESS` to listen on")
	a.recorded.flag(c.Flags())
	c.Flags().StringVar(&example, "example", "", "print an example instead: a scrape configuration, alert rules, or a unit of systemd (`NAME`: "+export.ExampleNames+")")
	a.overrides.PresetFlags(c.Flags())
	a.overrides.AddressFlags(c.Flags())
	return c
}

// export serves what is known of feeds.
func (a *app) export(names []string, address string) error {
	reload := make(chan struct{}, 1)
	e, err := export.New(export.Options{
		Version: version(), Reload: reload, EventLog: eventLog(), Learned: learnedFolder(),
		Load: func() (export.Config, error) {
			c, err := a.load()
			if err != nil {
				return export.Config{}, err
			}
			bound, err := c.Bind(names, a.overrides, a.environment())
			return export.Config{
				Presets: bound, Commands: c.UI.Commands, Record: a.recorded.folder(c), RecordAll: a.recorded.into != "",
				Target: func(name string) (*preset.Bound, error) { return c.BindPreset(name, a.environment()) },
			}, err
		},
		Log: func(line string) { fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(line)) },
	})
	if err != nil {
		return err
	}
	a.started()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return failure{err}
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for range hangups {
			select {
			case reload <- struct{}{}:
			default:
			}
		}
	}()
	if err := e.Run(ctx, listener); err != nil {
		return failure{err}
	}
	return nil
}
