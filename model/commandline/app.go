// Package commandline is the program as it is called: the commands, their flags, their help and their exit codes. It finds the
// configuration, binds what the command line names, and passes it to what does the work: a screen (model/process), a pipe
// (feed/headless), an exporter (feed/export).
//
// A command is one file: how it is called, and what it does.
package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"sockeye/feed/demo"
	"sockeye/feed/learned"
	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/process"
	"sockeye/widgets/text"
)

// app is the command line.
type app struct {
	args       []string
	changes    string // what has changed from version to version
	configFile string
	overrides  config.Overrides
	readOnly   bool
	recorded   recorded
	learned    *learned.Folder // where the rhythms of feeds without a screen are kept; nil: nowhere
	archived   archived
	ascii      bool
	started    func() // ends what is only done while the program starts
	code       int    // the exit code where nothing went wrong, as after a signal

	loader   config.Loader                  // reads the configuration; its Files read secrets too
	exchange func() (*demo.Exchange, error) // the demo exchange inside the program, started when first asked for
}

// failure is an error at run time; every other one is about the command line or the configuration.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// Texts are the files that are part of the program.
type Texts struct {
	Config  []byte // the configuration, in YAML
	Changes string // what has changed from version to version, in Markdown
}

// Run does what a command line says, and returns the exit code of the process. It may end the process itself.
func Run(texts Texts, args []string) int {
	a := &app{
		changes:  texts.Changes,
		loader:   config.Loader{BuiltIn: texts.Config, Files: new(config.Files)},
		exchange: sync.OnceValues(func() (*demo.Exchange, error) { return demo.Start("127.0.0.1:0") }),
	}
	a.started = process.ReportReading(a.loader.Files)
	defer a.started()
	root := a.commands()
	a.loader.Reserved = words(root)
	a.args = args
	if err := execute(root, args); err != nil {
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

// execute executes the command of a command line. The library styles the help alone: errors say what is wrong, where and what to
// write instead, and are printed as they are. The library is kept from seeing them, because it asks the terminal for its colours
// for one, and what the terminal replies would be typed into the shell.
func execute(root *cobra.Command, args []string) error {
	root.SilenceUsage, root.SilenceErrors = true, true
	root.SetArgs(args)
	if slices.Contains(args, cobra.ShellCompRequestCmd) || slices.Contains(args, cobra.ShellCompNoDescRequestCmd) {
		plain(root)
		return root.Execute()
	}
	var failed error
	whole := &cobra.Command{Use: root.Use, Args: cobra.ArbitraryArgs, DisableFlagParsing: true, CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(c *cobra.Command, _ []string) error {
			styled := c.HelpFunc()
			root.SetHelpFunc(func(about *cobra.Command, args []string) {
				plain(root)
				styled(about, args)
			})
			failed = root.Execute()
			return nil
		}}
	whole.SetArgs(args)
	if err := fang.Execute(context.Background(), whole, fang.WithoutManpage(), fang.WithoutVersion()); err != nil {
		return err
	}
	return failed
}

// laterWords are words that may become commands.
var laterWords = []string{"new"}

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

// settings are what a configuration says about the screen of this process.
func (a *app) settings(c *config.Config) model.Settings {
	return a.settingsFor(c, configuredKeys(c), os.Getenv)
}

// configuredKeys are the keys of screens with a configuration, which they can share.
func configuredKeys(c *config.Config) *model.KeyMap {
	keys, _ := model.NewKeys(c.UI.Keys) // loading has checked them
	return keys
}

// settingsFor are what a configuration says about the screen on a terminal with some environment.
func (a *app) settingsFor(c *config.Config, keys *model.KeyMap, getenv func(string) string) model.Settings {
	ui := c.UI
	if a.ascii {
		ui.Glyphs = "ascii"
	}
	s := model.Settings{Keys: keys, Location: time.Local, UI: ui, Presets: c.Presets.Names(), Glyphs: config.Glyphs(ui.Glyphs, getenv)}
	s.Written = func(name string) string {
		if p, ok := c.Presets.Find(name); ok {
			return p.YAML()
		}
		return ""
	}
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

// complete offers the presets to the shell.
func (a *app) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	c, err := a.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return c.Completions(), cobra.ShellCompDirectiveNoFileComp
}
