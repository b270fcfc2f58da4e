// Package screen puts a screen on one terminal. All that is the terminal's own comes as a value, a [Terminal]: its environment,
// where what is typed comes from, where renders go, its window. A process has one screen on the terminal that it was started in
// (model/process), a server one for each session (model/serve). Nothing of the process is read here.
package screen

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"sockeye/feed"
	"sockeye/model"
	"sockeye/model/flow"
	"sockeye/model/terminal"
	"sockeye/widgets/theme"
)

// Terminal is a terminal as a screen needs it.
type Terminal struct {
	Environment []string  // NAME=VALUE, of which the last one of a name counts: TERM, the locale, colours
	Remote      bool      // it is at the far end of a network, to which bytes are counted
	In          io.Reader // what is typed
	Out         term.File // where renders go; one that is no terminal of this machine has Width and Height
	Width       int       // of the window, in columns; 0: Bubble Tea asks Out, and how many colours it has
	Height      int       // in lines
}

// Getenv returns a variable of the environment of the terminal; "" if it is not set.
func (t *Terminal) Getenv(name string) (value string) {
	for _, entry := range t.Environment {
		if v, ok := strings.CutPrefix(entry, name+"="); ok {
			value = v
		}
	}
	return value
}

// noColour reports whether there are to be no colours: the operator wants none (https://no-color.org), or the terminal has
// none.
func (t *Terminal) noColour() bool {
	return t.Getenv("NO_COLOR") != "" || terminal.IsDEC(t.Getenv("TERM"))
}

// newlines is a terminal in which a line feed begins a new line. Bubble Tea (v2.0.10) counts on that where its input is no terminal of
// this machine, whose driver would do it; on Windows it does not.
type newlines struct{ term.File }

// Write implements [io.Writer].
func (n newlines) Write(p []byte) (int, error) {
	if bytes.IndexByte(p, '\n') < 0 {
		return n.File.Write(p)
	}
	written, err := n.File.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return min(written, len(p)), err
}

// Screen is a screen on a terminal.
type Screen struct {
	Model   *model.Model
	Program *tea.Program  // not running yet
	Flow    *flow.Control // of the terminal
}

// New returns a screen on feeds, at least one, until ctx ends. Of the options, what follows from the terminal is set here: Theme, Flow, Desktop,
// NoColour, Tmux and Transfer. Signals are for the caller.
func New(ctx context.Context, t Terminal, feeds []*feed.Feed, o model.Options) *Screen {
	control := flow.New(t.Remote)
	if t.Width > 0 && runtime.GOOS != "windows" {
		t.Out = newlines{t.Out}
	}
	out := flow.NewWriter(t.Out, control)
	o.Theme, o.Flow, o.Transfer = theme.Default(), control, out.Transfer
	o.Desktop, o.NoColour, o.Tmux = terminal.DesktopOf(t.Getenv), t.noColour(), t.Getenv("TMUX") != ""
	m := model.New(ctx, feeds, o)
	options := []tea.ProgramOption{
		tea.WithoutSignalHandler(), tea.WithFilter(m.Filter), tea.WithInput(t.In), tea.WithOutput(out), tea.WithEnvironment(t.Environment),
	}
	in := input{Reader: t.In}
	if t.Width > 0 {
		options = append(options, tea.WithInput(&in), tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(colorprofile.Env(t.Environment)))
	}
	shown := &paced{Model: m}
	shown.program = tea.NewProgram(shown, options...)
	in.program = shown.program
	return &Screen{Model: m, Program: shown.program, Flow: control}
}
