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
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
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
	"sockeye/model/monitor"
	"sockeye/model/recall"
	"sockeye/widgets/draw"
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
	params     []string
	symbols    string
	headers    []string
	protocols  []string
	ca         string
	insecure   bool
	readOnly   bool
	ascii      bool
	stopSaying func() // of what file is read: from here on, the screen does
	code       int    // the exit code where nothing went wrong, as after a signal

	opening  atomic.Pointer[string]         // the file of an exchange, while it is opened
	files    *preset.Files                  // reads what the configuration and secrets are in
	demo     string                         // the address of the demo exchange, once a preset has asked for it
	exchange func() (*demo.Exchange, error) // the demo exchange inside the program, started when first asked for
}

// failure is an error at run time; every other one is about the command line or the configuration.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

func run(args []string) int {
	a := &app{files: new(preset.Files), exchange: sync.OnceValues(func() (*demo.Exchange, error) { return demo.Start("127.0.0.1:0") })}
	defer a.sayWhatIsRead()()
	root := a.commands()
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		if problems := (yamldoc.Problems)(nil); errors.As(err, &problems) {
			fmt.Fprint(os.Stderr, "sockeye: the configuration is wrong\n\n")
			fmt.Fprintln(os.Stderr, draw.Lines(err.Error()))
			return 2
		}
		fmt.Fprintln(os.Stderr, "sockeye:", draw.Lines(err.Error()))
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
		path := a.files.Pending()
		if opening := a.opening.Load(); opening != nil {
			path = *opening
		}
		if path != "" {
			fmt.Fprintf(os.Stderr, "sockeye: still reading %s (a pipe to which nothing is written?); ctrl+c ends\n", draw.Text(path, 1000))
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
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "configuration `FILE` (default $SOCKEYE_CONFIG, then "+preset.DefaultFile()+", then the built-in one)")
	a.presetFlags(root.Flags())
	root.Flags().StringArrayVarP(&a.headers, "header", "H", nil, "send a header to an address without a preset, `'NAME: VALUE'`; ${secret:VAR}, ${secret:@FILE} and\n${env:VAR} in it are read from the environment or a file; repeatable")
	root.Flags().StringVar(&a.ca, "ca", "", "trust the authorities in this `FILE` (PEM) for a wss:// address without a preset, instead of the system's")
	root.Flags().BoolVar(&a.insecure, "insecure", false, "verify no certificate of a wss:// address without a preset; the screen says so")
	root.Flags().BoolVar(&a.readOnly, "read-only", false, "let the operator send nothing: no subscribing, no unsubscribing, no :send")
	root.Flags().BoolVar(&a.ascii, "ascii", false, "draw with nothing but ASCII, as \"glyphs: ascii\" in the configuration does")
	root.Flags().StringSliceVar(&a.protocols, "subprotocol", nil, "offer these `SUBPROTOCOLS` to an address without a preset")

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
			if len(a.params) > 0 || c.Flags().Changed("symbols") {
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
	flags.StringArrayVarP(&a.params, "param", "p", nil, "set a preset's param, `NAME=VALUE`; repeatable")
	flags.StringVar(&a.symbols, "symbols", "", "subscribe to these instead of the preset's own, `A,B`")
}

// version is that of the module, as the build knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// load reads the configuration in force.
func (a *app) load() (*preset.Config, error) { return a.loadFile(a.configFile) }

// loadFile reads a configuration, as preset.Read finds it, with the keys that it sets.
func (a *app) loadFile(file string) (*preset.Config, error) {
	config, err := preset.Read(shipped, file, a.files)
	if err != nil {
		return nil, err
	}
	if _, err := model.NewKeys(config.UI.Keys); err != nil {
		return nil, err
	}
	return config, nil
}

// settings are what a configuration says about the screen.
func (a *app) settings(config *preset.Config) model.Settings {
	if a.ascii {
		config.UI.Glyphs = "ascii"
	}
	s := model.Settings{Location: time.Local, UI: config.UI, Presets: presetNames(config)}
	s.Glyphs = glyphs(config.UI.Glyphs)
	s.Keys, _ = model.NewKeys(config.UI.Keys) // loading has checked them
	if config.UI.UTC {
		s.Location = time.UTC
	}
	return s
}

// glyphs returns what the screen is drawn with: of what a terminal and its locale can show, the most, if the configuration
// does not say otherwise.
func glyphs(name string) draw.Glyphs {
	if g, err := draw.ParseGlyphs(name); err == nil {
		return g
	}
	return monitor.Glyphs(os.Getenv)
}

// environment is where presets find what they do not say themselves.
func (a *app) environment() preset.Env {
	return preset.Env{
		LookupEnv: os.LookupEnv,
		ReadFile:  a.files.Read,
		Demo: func() (string, error) {
			x, err := a.exchange()
			if err != nil {
				return "", err
			}
			a.demo = x.URL()
			return a.demo, nil
		},
	}
}

// bind makes the presets and addresses of the command line ready to run.
func (a *app) bind(config *preset.Config, names []string) ([]*preset.Bound, error) {
	overrides, err := a.overrides()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(names, isAddress) && (len(a.headers)+len(a.protocols) > 0 || a.ca != "" || a.insecure) {
		return nil, errors.New("-H, --subprotocol, --ca and --insecure are for an address without a preset: a preset has `headers`, `subprotocols` and `tls`")
	}
	var bound []*preset.Bound
	taken := make([]bool, len(overrides))
	for _, name := range names {
		if isAddress(name) {
			b, err := preset.BindAddress(name, a.environment(), a.headers, a.protocols, preset.TLS{CA: a.ca, Insecure: a.insecure})
			if err != nil {
				return nil, err
			}
			bound = append(bound, b)
			continue
		}
		p, ok := config.Preset(name)
		if !ok {
			return nil, unknownPreset(config, name)
		}
		var own []preset.Override
		for i, o := range overrides {
			for _, param := range p.Params {
				if param.Name == o.Name {
					own = append(own, o)
					taken[i] = true
				}
			}
		}
		b, err := p.Bind(a.environment(), own)
		if err != nil {
			return nil, err
		}
		if a.demo != "" && strings.HasPrefix(b.URL, a.demo) {
			if err := demo.Check(b.URL); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		bound = append(bound, b)
	}
	for i, o := range overrides {
		if !taken[i] {
			return nil, unknownParam(config, names, o.Name)
		}
	}
	return bound, nil
}

// overrides reads -p and --symbols.
func (a *app) overrides() (overrides []preset.Override, err error) {
	for _, text := range a.params {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("-p %s: it is NAME=VALUE, for example -p interval=1", text)
		}
		overrides = append(overrides, preset.Override{Name: name, Text: value})
	}
	if a.symbols != "" {
		overrides = append(overrides, preset.Override{Name: "symbols", Text: a.symbols})
	}
	return overrides, nil
}

func isAddress(name string) bool {
	u, err := url.Parse(name)
	return err == nil && u.Host != "" || strings.Contains(name, "://")
}

func presetNames(config *preset.Config) (names []string) {
	for _, p := range config.Presets {
		names = append(names, p.Name)
	}
	return names
}

func unknownPreset(config *preset.Config, name string) error {
	if slices.Contains(preset.CommandWords, name) {
		return fmt.Errorf("no command %s yet: the word is kept for a later version, and no preset has it as its name", name)
	}
	if near, ok := yamldoc.Nearest(name, presetNames(config)); ok {
		return fmt.Errorf("no preset %s, did you mean %s? `sockeye presets` lists them", name, near)
	}
	return fmt.Errorf("no preset %s: `sockeye presets` lists them, and an address begins with ws:// or wss://", name)
}

func unknownParam(config *preset.Config, names []string, name string) error {
	var params []string
	for _, n := range names {
		if p, ok := config.Preset(n); ok {
			for _, param := range p.Params {
				params = append(params, param.Name)
			}
		}
	}
	feeds := strings.Join(names, ", ")
	if near, ok := yamldoc.Nearest(name, params); ok {
		return fmt.Errorf("%s has no param %s, did you mean %s?", feeds, name, near)
	}
	if len(params) == 0 {
		return fmt.Errorf("%s has no params, so no %s", feeds, name)
	}
	return fmt.Errorf("%s has no param %s, only %s", feeds, name, strings.Join(params, ", "))
}

// watch opens the monitor.
func (a *app) watch(names []string) error {
	config, err := a.load()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = config.Open
	}
	bound, err := a.bind(config, names)
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
	var using sync.Mutex // of config: what opens and what reads again may run at the same time
	a.code, err = monitor.Run(bound, monitor.Options{
		Settings: a.settings(config),
		ReadOnly: a.readOnly,
		Recall:   recall.DefaultFile(),
		Files:    a.files,
		Bind: func(name string) (*preset.Bound, error) {
			using.Lock()
			current := config
			using.Unlock()
			b, err := (&app{files: a.files, exchange: a.exchange}).bind(current, []string{name})
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
			using.Lock()
			config = again
			using.Unlock()
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
	config, err := a.load()
	if err != nil {
		return err
	}
	const most = 1000 // cells of a column
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tURL\tDESCRIPTION")
	for _, p := range config.Presets {
		fmt.Fprintf(table, "%s\t%s\t%s\n", p.Name, draw.Text(p.ShownURL(), most), draw.Text(p.Description, most))
	}
	return table.Flush()
}

// check validates a file, or the configuration in force.
func (a *app) check(w io.Writer, args []string) error {
	var config *preset.Config
	var err error
	if len(args) == 1 {
		if config, err = a.loadFile(args[0]); errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w; to play an exchange against a preset, add --frames FILE", err)
		}
	} else {
		config, err = a.load()
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: good, %d presets with the shipped ones\n", config.Source, len(config.Presets))
	for _, p := range config.Presets {
		if p.Position.File == preset.BuiltIn {
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
	config, err := a.load()
	if err != nil {
		return err
	}
	bound, err := a.bind(config, args)
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
	config, err := a.load()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, yamldoc.HidePasswords(config.YAML()))
	return err
}

// mostDescription bounds what a shell shows of a description, in cells.
const mostDescription = 200

// complete offers the presets to the shell.
func (a *app) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	config, err := a.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, p := range config.Presets {
		names = append(names, p.Name+"\t"+draw.Text(p.Description, mostDescription))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
