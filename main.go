// Sockeye is a live monitor for WebSocket feeds, in the terminal.
//
//	sockeye                      watch the demo exchange, which runs inside the program
//	sockeye kraken               watch a feed of the configuration
//	sockeye wss://host/path      watch any feed
//	sockeye tail kraken          what it says, as lines for a pipe
//	sockeye probe kraken         is it up and has it data: for cron and monitoring
//	sockeye report --since 8h    what happened on the feeds that were watched
//	sockeye export kraken        its figures and states, for Prometheus
//	sockeye presets              what can be watched
//	sockeye check [FILE]         validate a configuration
//	sockeye config               the configuration in force
//	sockeye exchange             the demo exchange alone, for other clients
//
// Exit codes: 0 left by q or ctrl+c, 1 failed at run time, 2 the command line or the configuration is wrong,
// 128+n by signal n.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sockeye/feed"
	"sockeye/feed/demo"
	"sockeye/feed/dryrun"
	"sockeye/feed/eventlog"
	"sockeye/feed/export"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/process"
	"sockeye/widgets/text"
)

//go:embed config.yaml
var shipped []byte

const examples = `  sockeye                                      the demo exchange, no network needed
  sockeye kraken                               a preset
  sockeye kraken --symbols XBT/EUR,ETH/EUR     other symbols
  sockeye kraken -p interval=1                 another value of a preset's param
  sockeye kraken kraken-trade                  two feeds, 1 and 2 switch
  sockeye wss://ws.kraken.com                  any address, everything it says
  sockeye demo -p rate=1000 -p fault=stall     a busy feed whose data stops now and then`

func main() {
	os.Exit(run(os.Args[1:]))
}

// app is the command line.
type app struct {
	configFile string
	overrides  config.Overrides
	readOnly   bool
	record     string // the folder into which feeds are recorded; "": none
	ascii      bool
	started    func() // ends what is only done while the program starts
	code       int    // the exit code where nothing went wrong, as after a signal

	loader   config.Loader                  // reads the configuration; its Files read secrets too
	exchange func() (*demo.Exchange, error) // the demo exchange inside the program, started when first asked for
}

// failure is an error at run time; every other one is about the command line or the configuration.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

func run(args []string) int {
	a := &app{
		loader:   config.Loader{BuiltIn: shipped, Files: new(config.Files)},
		exchange: sync.OnceValues(func() (*demo.Exchange, error) { return demo.Start("127.0.0.1:0") }),
	}
	a.started = process.ReportReading(a.loader.Files)
	defer a.started()
	root := a.commands()
	a.loader.Reserved = words(root)
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		if problems := (yamldoc.Problems)(nil); errors.As(err, &problems) {
			fmt.Fprint(os.Stderr, "sockeye: the configuration is wrong\n\n")
			fmt.Fprintln(os.Stderr, text.SanitizeLines(err.Error()))
			return 2
		}
		fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(err.Error()))
		if errors.As(err, new(failure)) {
			return 1
		}
		return 2
	}
	return a.code
}

func (a *app) commands() *cobra.Command {
	root := &cobra.Command{
		Use:               "sockeye [PRESET | ws://URL | wss://URL]...",
		Short:             "A live monitor for WebSocket feeds, in the terminal",
		Long:              "Sockeye shows whether a WebSocket feed is up, whether its data is fresh, what it says and where its values go.",
		Example:           examples,
		Version:           version(),
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.complete,
		RunE:              func(_ *cobra.Command, args []string) error { return a.watch(args) },
		SilenceUsage:      true,
		SilenceErrors:     true,
	}
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "configuration `FILE` (default $SOCKEYE_CONFIG, then "+config.File()+", then the built-in one)")
	a.overrides.PresetFlags(root.Flags())
	a.overrides.AddressFlags(root.Flags())
	root.Flags().BoolVar(&a.readOnly, "read-only", false, "let the operator send nothing: no subscribing, no unsubscribing, no :send")
	a.recordFlag(root.Flags())
	root.Flags().BoolVar(&a.ascii, "ascii", false, "draw with nothing but ASCII, as \"glyphs: ascii\" in the configuration does")

	listen := "127.0.0.1:8765"
	exchange := &cobra.Command{
		Use:   "exchange",
		Short: "Run the demo exchange alone, for other clients",
		Long: "Run the demo exchange alone, for other clients. It speaks the public dialect of Kraken's v1 WebSocket API.\n" +
			"A client sets rate, seed and fault in the address: ws://127.0.0.1:8765/?rate=100&seed=7&fault=stall",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.serve(listen) },
	}
	exchange.Flags().StringVar(&listen, "listen", listen, "`ADDRESS` to listen on")

	frames := ""
	check := &cobra.Command{
		Use:   "check [FILE | PRESET --frames EXCHANGE]",
		Short: "Validate a configuration, or play an exchange against a preset",
		Long: "Validate a configuration, and report everything that is wrong with it.\n\n" +
			"With --frames, play a file of frames against a preset, without a network, and print how each is read and what would be\n" +
			"sent. The file has one frame a line: `< ` before one of the server, `> ` before one of a client, both JSON;\n" +
			"`<~ ` and `>~ ` before other text, with \\x1e, \\0, \\n and \\r written out; `#` before a comment.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if frames != "" {
				return a.explain(c.OutOrStdout(), args, frames)
			}
			if len(a.overrides.Params) > 0 || c.Flags().Changed("symbols") {
				return errors.New("-p and --symbols go with --frames: a file is validated as it stands")
			}
			return a.check(c.OutOrStdout(), args)
		},
	}
	check.Flags().StringVar(&frames, "frames", "", "play this `EXCHANGE` against a preset")
	a.overrides.PresetFlags(check.Flags())

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

	root.AddCommand(
		tail, a.probeCommand(), a.exportCommand(), reportCommand(),
		&cobra.Command{
			Use: "presets", Short: "List what can be watched", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.withConfig(c, (*config.Config).List) },
		},
		check,
		&cobra.Command{
			Use: "config", Short: "Print the configuration in force, and where it comes from", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.withConfig(c, (*config.Config).Print) },
		},
		exchange,
	)
	return root
}

// recordFlag is the flag for recording.
func (a *app) recordFlag(flags *pflag.FlagSet) {
	flags.StringVar(&a.record, "record", "", "record what goes over the wire into this `FOLDER`: a file for each feed and hour, the last 24 hours, 10 GiB at most")
}

// probeCommand is the command line of a probe.
func (a *app) probeCommand() *cobra.Command {
	var o probeOptions
	probe := &cobra.Command{
		Use:   "probe PRESET | ws://URL | wss://URL",
		Short: "Test a feed once: is it reachable, does it agree, has it data",
		Long: "Test a feed once: is it reachable, does it agree to what is subscribed, has every subscription data, is the sequence whole.\n\n" +
			"Exit codes: 0 all well, 1 not, 2 the command line is wrong; with --nagios 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
		Example:           "  sockeye probe kraken --within 20s\n  sockeye probe okx --symbols BTC-USDT --max-lag 2s --nagios",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.complete,
		RunE: func(c *cobra.Command, args []string) error {
			err := a.probe(c.OutOrStdout(), args[0], &o)
			if err != nil && o.nagios {
				fmt.Fprintln(c.OutOrStdout(), "UNKNOWN -", strings.ReplaceAll(text.Sanitize(err.Error(), 1000), "|", "/"))
				a.code, err = 3, nil
			}
			return err
		},
	}
	f := probe.Flags()
	f.DurationVar(&o.Within, "within", 10*time.Second, "how long it may take from the connection until all has data")
	f.DurationVar(&o.MaxLag, "max-lag", 0, "the median event must not be older than this on receipt")
	f.IntVar(&o.MinDays, "min-days", 14, "warn when the server's certificate is valid for fewer days")
	f.BoolVar(&o.json, "json", false, "write one line of JSON")
	f.BoolVar(&o.nagios, "nagios", false, "write the line of a monitoring plugin, with its exit codes")
	a.overrides.PresetFlags(f)
	a.overrides.AddressFlags(f)
	return probe
}

// reportCommand is the command line of a report of the event log.
func reportCommand() *cobra.Command {
	since := 8 * time.Hour
	report := &cobra.Command{
		Use:   "report",
		Short: "Say what happened on the feeds that were watched: outages, stale data, gaps",
		Long: "Say what happened on the feeds that were watched on this machine: for how long each was down or stale and why, its gaps, its\n" +
			"alerts, and which subscriptions were not well.",
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
	a.recordFlag(c.Flags())
	c.Flags().StringVar(&example, "example", "", "print an example instead: a scrape configuration, alert rules, or a unit of systemd (`NAME`: "+export.ExampleNames+")")
	a.overrides.PresetFlags(c.Flags())
	a.overrides.AddressFlags(c.Flags())
	return c
}

// probeOptions are the flags of a probe.
type probeOptions struct {
	headless.Probe
	json, nagios bool
}

// laterWords are words that may become commands.
var laterWords = []string{"attach", "convert", "man", "new", "replay", "schema", "serve"}

// words are the words of the command line that no preset can have as its name: those of the commands, and of commands to come.
func words(root *cobra.Command) []string {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var all []string
	for _, c := range root.Commands() {
		all = append(append(all, c.Name()), c.Aliases...)
	}
	return append(all, laterWords...)
}

// version is that of the module, as the build records it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// load reads the configuration in force.
func (a *app) load() (*config.Config, error) { return a.loadFile(a.configFile) }

// withConfig writes something of the configuration in force.
func (a *app) withConfig(command *cobra.Command, write func(*config.Config, io.Writer) error) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	return write(c, command.OutOrStdout())
}

// loadFile reads a configuration, as [config.Loader.Load] finds it, with the keys that it sets.
func (a *app) loadFile(file string) (*config.Config, error) {
	c, err := a.loader.Load(file)
	if err != nil {
		return nil, err
	}
	if _, err := model.NewKeys(c.UI.Keys); err != nil {
		return nil, err
	}
	return c, nil
}

// settings are what a configuration says about the screen.
func (a *app) settings(c *config.Config) model.Settings {
	if a.ascii {
		c.UI.Glyphs = "ascii"
	}
	s := model.Settings{Location: time.Local, UI: c.UI, Presets: c.Presets.Names(), Glyphs: config.Glyphs(c.UI.Glyphs, os.Getenv)}
	s.Keys, _ = model.NewKeys(c.UI.Keys) // loading has checked them
	if c.UI.UTC {
		s.Location = time.UTC
	}
	return s
}

// environment is where presets find what they do not say themselves.
func (a *app) environment() preset.Env { return a.loader.Environment(a.exchange) }

// open makes the presets and addresses of the command line ready to run.
func (a *app) open(names []string) ([]*preset.Bound, error) {
	c, err := a.load()
	if err != nil {
		return nil, err
	}
	return c.Bind(names, a.overrides, a.environment())
}

// watch runs the screen.
func (a *app) watch(names []string) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = c.Open
	}
	bound, err := c.Bind(names, a.overrides, a.environment())
	if err != nil {
		return err
	}
	switch {
	case !term.IsTerminal(os.Stdout.Fd()):
		return errors.New("standard output is no terminal, and the monitor needs one")
	case os.Getenv("TERM") == "dumb":
		return errors.New("TERM=dumb: this terminal cannot move its cursor, and the monitor needs that")
	}
	a.started()
	var current atomic.Pointer[config.Config] // what opens and what reads again may run at the same time
	current.Store(c)
	a.code, err = process.Run(bound, process.Options{
		Settings: a.settings(c),
		ReadOnly: a.readOnly,
		Recall:   config.HistoryFile(),
		EventLog: eventLog(),
		Record:   a.record,
		Files:    a.loader.Files,
		Bind: func(name string) (*preset.Bound, error) {
			b, err := current.Load().Bind([]string{name}, config.Overrides{}, a.environment())
			if err != nil {
				return nil, err
			}
			return b[0], nil
		},
		Reload: func() (model.Settings, error) {
			again, err := a.load()
			if err != nil {
				return model.Settings{}, err
			}
			settings := a.settings(again)
			current.Store(again)
			return settings, nil
		},
	})
	if err != nil {
		return failure{err}
	}
	return nil
}

// serve runs the demo exchange until a signal comes.
func (a *app) serve(address string) error {
	a.started()
	x, err := demo.Start(address)
	if err != nil {
		return failure{err}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	fmt.Println("the demo exchange listens on", x.URL())
	if s := (<-signals).(syscall.Signal); s != syscall.SIGINT { // ctrl+c is how it is ended
		a.code = 128 + int(s)
	}
	return x.Close()
}

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

// probe tests a feed.
func (a *app) probe(w io.Writer, name string, o *probeOptions) error {
	switch {
	case o.Within <= 0:
		return fmt.Errorf("--within %v: it is a duration, as in 10s", o.Within)
	case o.json && o.nagios:
		return errors.New("--json and --nagios exclude each other")
	}
	bound, err := a.open([]string{name})
	if err != nil {
		return err
	}
	var report *headless.Report
	if err := a.run(bound, func(ctx context.Context, feeds []*feed.Feed) error {
		report = o.Run(ctx, feeds[0])
		return nil
	}); err != nil {
		return failure{err}
	}
	sanitize := func(s string) string { return text.Sanitize(s, 1000) }
	switch {
	case o.nagios:
		var line string
		line, a.code = report.Nagios(o.Within, sanitize)
		_, err = fmt.Fprintln(w, line)
		return err
	case o.json:
		err = report.WriteJSON(w)
	default:
		err = report.WriteTable(w, sanitize)
	}
	if report.Verdict() == headless.Missed {
		a.code = 1
	}
	return err
}

// export serves what is known of feeds.
func (a *app) export(names []string, address string) error {
	reload := make(chan struct{}, 1)
	e, err := export.New(export.Options{
		Version: version(), Reload: reload, EventLog: eventLog(), Record: a.record,
		Load: func() (export.Config, error) {
			c, err := a.load()
			if err != nil {
				return export.Config{}, err
			}
			bound, err := c.Bind(names, a.overrides, a.environment())
			return export.Config{
				Presets: bound, Commands: c.UI.Commands,
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

// check validates a file, or the configuration in force.
func (a *app) check(w io.Writer, args []string) error {
	var c *config.Config
	var err error
	if len(args) == 1 {
		if c, err = a.loadFile(args[0]); errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w; to play an exchange against a preset, add --frames FILE", err)
		}
	} else {
		c, err = a.load()
	}
	if err != nil {
		return err
	}
	c.Report(w, a.environment())
	return nil
}

// explain plays an exchange against a preset.
func (a *app) explain(w io.Writer, args []string, file string) error {
	if len(args) != 1 {
		return errors.New("check --frames needs a preset: sockeye check PRESET --frames EXCHANGE")
	}
	bound, err := a.open(args)
	if err != nil {
		return err
	}
	exchange, err := a.loader.Files.Open(file)
	if err != nil {
		return err
	}
	defer exchange.Close()
	if err := dryrun.Run(w, bound[0], exchange); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// complete offers the presets to the shell.
func (a *app) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	c, err := a.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return c.Completions(), cobra.ShellCompDirectiveNoFileComp
}
