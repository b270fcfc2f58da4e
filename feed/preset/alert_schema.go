package preset

import (
	"errors"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// Command is something that an alert can run, from `ui.commands`.
type Command struct {
	Name    string
	Args    []string      // the program and its arguments, never read by a shell; at least the program
	Timeout time.Duration // after so long it is ended; 10s by default, 5m at most
}

const (
	defaultCommandTimeout = 10 * time.Second
	maxCommandTimeout     = 5 * time.Minute
)

// MaxAlerts bounds the alerts of one feed: each is looked at for every row that it is about.
const MaxAlerts = 100

// alerts reads the alerts of a preset.
func (r *reader) alerts(nodes []*yamldoc.Node) {
	for i, n := range nodes {
		if i == MaxAlerts {
			r.src.Report(n.Line, n.Column, "leave some out, or give them wildcards", "a preset has %d alerts at most", MaxAlerts)
			return
		}
		text, ok := r.src.TextOf(n, "an alert")
		if !ok {
			continue
		}
		a, err := ParseAlert(text)
		if wrong := (*alertError)(nil); errors.As(err, &wrong) {
			line, column := r.src.Find(n, text[min(wrong.at, len(text)):])
			r.src.Report(line, column, wrong.hint, "%s", wrong.message)
			continue
		}
		at := yamldoc.Position{File: r.src.Name, Line: n.Line, Column: n.Column}
		if i := strings.LastIndex(text, "run "); a.Run != "" && i >= 0 {
			at.Line, at.Column = r.src.Find(n, text[i:])
		}
		r.p.Alerts = append(r.p.Alerts, a)
		r.p.alertPlaces = append(r.p.alertPlaces, at)
	}
}

// readCommands reads `ui.commands`.
func readCommands(s *yamldoc.Source, n *yamldoc.Node) []Command {
	var out []Command
	if n.Kind != lang.Map {
		s.WrongKind(n, "`commands`", "a map of commands")
		return nil
	}
	for i, k := range n.Keys {
		if !lang.IsName(k.Name) {
			s.Report(k.Line, k.Column, "", "`%s` cannot be the name of a command: use letters, digits and `_`", k.Name)
		}
		c := Command{Name: k.Name, Timeout: defaultCommandTimeout}
		f := s.Fields(n.Items[i], "command")
		if n := f.Need("run"); n != nil {
			c.Args = readArguments(s, n)
		}
		f.Duration("timeout", &c.Timeout)
		if t := f.Get("timeout"); t != nil && c.Timeout > maxCommandTimeout {
			s.Report(t.Line, t.Column, "", "`timeout`: this must be %s at most", lang.FormatDuration(maxCommandTimeout))
		}
		f.Done()
		out = append(out, c)
	}
	return out
}

// readArguments reads a program and its arguments.
func readArguments(s *yamldoc.Source, n *yamldoc.Node) (args []string) {
	if n.Kind != lang.List || len(n.Items) == 0 {
		s.Report(n.Line, n.Column, "write `run: [program, argument]`", "`run` wants a list of the program and its arguments; no shell reads them")
		return nil
	}
	for i, item := range n.Items {
		text, ok := s.TextOf(item, "an argument")
		switch {
		case !ok:
		case strings.Contains(text, "${"):
			line, column := s.Find(item, "${")
			s.Report(line, column, "the command gets the program's own environment, and can read it", "placeholders have no value in a command")
		case strings.ContainsRune(text, 0):
			s.Report(item.Line, item.Column, "take it out", "an argument cannot hold a NUL")
		case i == 0 && text == "":
			s.Report(item.Line, item.Column, "name the program", "this program has no name")
		}
		args = append(args, text)
	}
	return args
}

// Command returns a command by its name.
func (u UI) Command(name string) (Command, bool) {
	i := slices.IndexFunc(u.Commands, func(c Command) bool { return c.Name == name })
	if i < 0 {
		return Command{}, false
	}
	return u.Commands[i], true
}

// CheckAlert reports whether there is the command that an alert runs, if it runs one. The error says which there are.
func (u UI) CheckAlert(a Alert) error {
	if _, ok := u.Command(a.Run); ok || a.Run == "" {
		return nil
	}
	return u.noCommand(a.Run)
}

// noCommand says that there is no command of that name.
func (u UI) noCommand(name string) *alertError {
	names := make([]string, len(u.Commands))
	for i, c := range u.Commands {
		names[i] = c.Name
	}
	e := &alertError{message: "there is no command `" + name + "` to run", hint: "add it to `ui.commands`, as in `commands: {" + name + ": {run: [program]}}`"}
	if near, ok := yamldoc.Nearest(name, names); ok {
		e.hint = "did you mean `" + near + "`?"
	} else if len(names) > 0 {
		e.hint = "there are " + yamldoc.QuoteAll(names)
	}
	return e
}

// checkAlerts reports the commands that presets in force run, and that are not there.
func (c *Config) checkAlerts() {
	for _, p := range c.Presets {
		for i, a := range p.Alerts {
			if _, ok := c.UI.Command(a.Run); !ok && a.Run != "" {
				e, at := c.UI.noCommand(a.Run), p.alertPlaces[i]
				p.src.Report(at.Line, at.Column, e.hint, "%s", e.message)
			}
		}
	}
}
