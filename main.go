// Sockeye is a live monitor for WebSocket feeds, in the terminal.
//
//	sockeye                      watch the demo exchange, which runs inside the program
//	sockeye kraken               watch a feed of the configuration
//	sockeye wss://host/path      watch any feed
//	sockeye presets              what can be watched
//	sockeye check [FILE]         validate a configuration
//	sockeye config               the configuration in force
//	sockeye exchange             the demo exchange alone, for other clients
//
// Exit codes: 0 left by q or ctrl+c, 1 failed at run time, 2 the command line or the configuration is wrong,
// 128+n by signal n.
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sockeye/feed/demo"
	"sockeye/feed/dryrun"
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
	ascii      bool
	stopSaying func() // of what file is read: from here on, the screen does
	code       int    // the exit code where nothing went wrong, as after a signal

	opening  atomic.Pointer[string]         // the file of an exchange, while it is opened
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
	defer a.sayWhatIsRead()()
	root := a.commands()
	a.loader.Reserved = words(root)
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		if problems := (yamldoc.Problems)(nil); errors.As(err, &problems) {
			fmt.Fprint(os.Stderr, "sockeye: the configuration is wrong\n\n")
			fmt.Fprintln(os.Stderr, text.Lines(err.Error()))
			return 2
		}
		fmt.Fprintln(os.Stderr, "sockeye:", text.Lines(err.Error()))
		if errors.As(err, new(failure)) {
			return 1
		}
		return 2
	}
	return a.code
}

// sayWhatIsRead says after a second what file is waited for, until what it returns is called: a pipe to which nobody writes
// would look like a program that does nothing.
func (a *app) sayWhatIsRead() (done func()) {
	timer := time.AfterFunc(time.Second, func() {
		path := a.loader.Files.Pending()
		if opening := a.opening.Load(); opening != nil {
			path = *opening
		}
		if path != "" {
			fmt.Fprintf(os.Stderr, "sockeye: still reading %s (a pipe to which nothing is written?); ctrl+c ends\n", text.Text(path, 1000))
		}
	})
	interrupts, over := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupts, syscall.SIGINT)
	go func() {
		select {
		case <-interrupts:
			os.Exit(128 + int(syscall.SIGINT))
		case <-over:
		}
	}()
	a.stopSaying = sync.OnceFunc(func() {
		timer.Stop()
		signal.Stop(interrupts)
		close(over)
	})
	return a.stopSaying
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
	a.presetFlags(root.Flags())
	root.Flags().StringArrayVarP(&a.overrides.Headers, "header", "H", nil, "send a header to an address without a preset, `'NAME: VALUE'`; ${secret:VAR}, ${secret:@FILE} and\n${env:VAR} in it are read from the environment or a file; repeatable")
	root.Flags().StringVar(&a.overrides.TLS.CA, "ca", "", "trust the authorities in this `FILE` (PEM) for a wss:// address without a preset, instead of the system's")
	root.Flags().BoolVar(&a.overrides.TLS.Insecure, "insecure", false, "verify no certificate of a wss:// address without a preset; the screen says so")
	root.Flags().BoolVar(&a.readOnly, "read-only", false, "let the operator send nothing: no subscribing, no unsubscribing, no :send")
	root.Flags().BoolVar(&a.ascii, "ascii", false, "draw with nothing but ASCII, as \"glyphs: ascii\" in the configuration does")
	root.Flags().StringSliceVar(&a.overrides.Subprotocols, "subprotocol", nil, "offer these `SUBPROTOCOLS` to an address without a preset")

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
		Long: "Validate a configuration, and say everything that is wrong with it.\n\n" +
			"With --frames, play a file of frames against a preset, without a network, and tell how each is taken and what would be\n" +
			"sent. The file has one frame a line: `< ` before what the server says, `> ` before what a client says, both JSON;\n" +
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
	a.presetFlags(check.Flags())

	root.AddCommand(
		&cobra.Command{
			Use: "presets", Short: "List what can be watched", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.list(c.OutOrStdout()) },
		},
		check,
		&cobra.Command{
			Use: "config", Short: "Print the configuration in force, and where it comes from", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.print(c.OutOrStdout()) },
		},
		exchange,
	)
	return root
}

// presetFlags are the flags about the presets that a command line names.
func (a *app) presetFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&a.overrides.Params, "param", "p", nil, "set a preset's param, `NAME=VALUE`; repeatable")
	flags.StringVar(&a.overrides.Symbols, "symbols", "", "subscribe to these instead of the preset's own, `A,B`")
}

// laterWords are words that may become commands.
var laterWords = []string{"attach", "convert", "export", "man", "new", "probe", "replay", "schema", "serve", "tail"}

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

// version is that of the module, as the build knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// load reads the configuration in force.
func (a *app) load() (*config.Config, error) { return a.loadFile(a.configFile) }

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
func (a *app) environment() preset.Env {
	return preset.Env{
		LookupEnv: os.LookupEnv,
		ReadFile:  a.loader.Files.Read,
		Demo: func() (string, error) {
			x, err := a.exchange()
			if err != nil {
				return "", err
			}
			return x.URL(), nil
		},
	}
}

// bind makes the presets and addresses of the command line ready to run.
func (a *app) bind(c *config.Config, names []string) ([]*preset.Bound, error) {
	return a.bindWith(c, names, a.overrides)
}

// bindWith makes presets and addresses ready to run, with the params of the demo exchange checked where it is among them.
func (a *app) bindWith(c *config.Config, names []string, o config.Overrides) ([]*preset.Bound, error) {
	exchange := "" // its address, once a preset has asked for it
	env := a.environment()
	start := env.Demo
	env.Demo = func() (address string, err error) {
		exchange, err = start()
		return exchange, err
	}
	bound, err := c.Bind(names, o, env)
	if err != nil {
		return nil, err
	}
	for i, b := range bound {
		if exchange == "" || !strings.HasPrefix(b.URL, exchange) {
			continue
		}
		if err := demo.Check(b.URL); err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return bound, nil
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
	bound, err := a.bind(c, names)
	if err != nil {
		return err
	}
	switch {
	case !term.IsTerminal(os.Stdout.Fd()):
		return errors.New("standard output is no terminal, and the monitor needs one")
	case os.Getenv("TERM") == "dumb":
		return errors.New("TERM=dumb: this terminal cannot move its cursor, and the monitor needs that")
	}
	a.stopSaying()
	var current atomic.Pointer[config.Config] // what opens and what reads again may run at the same time
	current.Store(c)
	a.code, err = process.Run(bound, process.Options{
		Settings: a.settings(c),
		ReadOnly: a.readOnly,
		Recall:   config.HistoryFile(),
		Files:    a.loader.Files,
		Bind: func(name string) (*preset.Bound, error) {
			b, err := a.bindWith(current.Load(), []string{name}, config.Overrides{})
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
	a.stopSaying()
	x, err := demo.Start(address)
	if err != nil {
		return failure{err}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	fmt.Println("the demo exchange listens on", x.URL())
	if s := (<-signals).(syscall.Signal); s != syscall.SIGINT { // ctrl+c is the way to leave
		a.code = 128 + int(s)
	}
	return x.Close()
}

// list prints the presets.
func (a *app) list(w io.Writer) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	const most = 1000 // cells of a column
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tURL\tDESCRIPTION")
	for _, p := range c.Presets {
		fmt.Fprintf(table, "%s\t%s\t%s\n", p.Name, text.Text(p.ShownURL(), most), text.Text(p.Description, most))
	}
	return table.Flush()
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
	fmt.Fprintf(w, "%s: good, %d presets with the shipped ones\n", c.Source, len(c.Presets))
	for _, p := range c.Presets {
		if p.Position.File == yamldoc.BuiltIn {
			continue // a shipped preset that is not used needs no environment
		}
		for _, warning := range p.Warnings(a.environment()) {
			fmt.Fprintln(w, warning)
		}
	}
	return nil
}

// explain plays an exchange against a preset.
func (a *app) explain(w io.Writer, args []string, file string) error {
	if len(args) != 1 {
		return errors.New("check --frames needs a preset: sockeye check PRESET --frames EXCHANGE")
	}
	c, err := a.load()
	if err != nil {
		return err
	}
	bound, err := a.bind(c, args)
	if err != nil {
		return err
	}
	a.opening.Store(&file)
	exchange, err := os.Open(file)
	a.opening.Store(nil)
	if err != nil {
		return err
	}
	defer exchange.Close()
	if err := dryrun.Run(w, bound[0], exchange); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// print prints the configuration in force.
func (a *app) print(w io.Writer) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, yamldoc.HidePasswords(c.YAML()))
	return err
}

// mostDescription bounds what a shell shows of a description, in cells.
const mostDescription = 200

// complete offers the presets to the shell.
func (a *app) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	c, err := a.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, p := range c.Presets {
		names = append(names, p.Name+"\t"+text.Text(p.Description, mostDescription))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
