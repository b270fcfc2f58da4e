// Package screen puts a screen on one terminal. All that is the terminal's own comes as a value, a [Terminal]: its environment,
// where what is typed comes from, where renders go, its window. A process has one screen on the terminal that it was started in
// (model/process), a server one for each session (model/serve). Nothing of the process is read here.
package screen

import (
	"context"
	"io"
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

// sized returns a message that says how large the window is with what the system says of that: such a message may be part of what is
// typed, where a size has no bound.
func (t *Terminal) sized(msg tea.Msg) tea.Msg {
	if _, is := msg.(tea.WindowSizeMsg); is {
		if columns, lines, err := term.GetSize(t.Out.Fd()); err == nil {
			return tea.WindowSizeMsg{Width: columns, Height: lines}
		}
	}
	return msg
}

// Screen is a screen on a terminal.
type Screen struct {
	Model   *model.Model
	Program *tea.Program  // which Run runs
	Flow    *flow.Control // of the terminal

	renderer *renderer // nil: Bubble Tea's own
}

// New returns a screen on feeds, at least one, until ctx ends. Of the options, what follows from the terminal is set here: Theme, Flow, Desktop,
// NoColour, Tmux and Transfer. Signals are for the caller.
func New(ctx context.Context, t Terminal, feeds []*feed.Feed, o model.Options) *Screen {
	control := flow.New(t.Remote)
	out := flow.NewWriter(t.Out, control)
	o.Theme, o.Flow, o.Transfer = theme.Default(), control, out.Transfer
	o.Desktop, o.NoColour, o.Tmux = terminal.DesktopOf(t.Getenv), t.noColour(), t.Getenv("TMUX") != ""
	s := &Screen{Model: model.New(ctx, feeds, o), Flow: control}
	options := []tea.ProgramOption{tea.WithoutSignalHandler(), tea.WithOutput(out), tea.WithEnvironment(t.Environment)}
	if t.Width == 0 {
		shown := &paced{Model: s.Model}
		s.Program = tea.NewProgram(shown, append(options, tea.WithInput(t.In), tea.WithFilter(func(m tea.Model, msg tea.Msg) tea.Msg {
			if shown.pace.filter(msg) {
				return nil
			}
			return s.Model.Filter(m, t.sized(msg))
		}))...)
		shown.pace = newPace(s.Program)
		return s
	}
	s.renderer = newRenderer(out, &t)
	shown := &rendered{Model: s.Model, renderer: s.renderer}
	in := &input{Reader: t.In}
	s.Program = tea.NewProgram(shown, append(options, tea.WithInput(in), tea.WithFilter(shown.filter), tea.WithoutRenderer(),
		tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(colorprofile.Env(t.Environment)))...)
	in.program = s.Program
	setTicker(s.Program, nil) // there is nothing that Bubble Tea writes
	return s
}

// Resize has the screen be of another size, of one that was made with a size. It waits for the program to receive that.
func (s *Screen) Resize(columns, lines int) { s.Program.Send(resized{Width: columns, Height: lines}) }

// Run shows the screen until the operator leaves it or ctx ends, and leaves the terminal as it was. The errors are those of
// [tea.Program.Run].
func (s *Screen) Run() error {
	if s.renderer == nil {
		_, err := s.Program.Run()
		return err
	}
	go s.renderer.run()
	_, err := s.Program.Run()
	s.renderer.stop(err != nil)
	return err
}
