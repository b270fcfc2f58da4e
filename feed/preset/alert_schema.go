package preset

import (
	"errors"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset/lang"
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
func (r *reader) alerts(nodes []*node) {
	for i, n := range nodes {
		if i == MaxAlerts {
			r.src.report(n.line, n.column, "leave some out, or give them wildcards", "a preset has %d alerts at most", MaxAlerts)
			return
		}
		text, ok := r.src.textOf(n, "an alert")
		if !ok {
			continue
		}
		a, err := ParseAlert(text)
		if wrong := (*alertError)(nil); errors.As(err, &wrong) {
			line, column := r.src.find(n, text[min(wrong.at, len(text)):])
			r.src.report(line, column, wrong.hint, "%s", wrong.message)
			continue
		}
		at := Position{File: r.src.name, Line: n.line, Column: n.column}
		if i := strings.LastIndex(text, "run "); a.Run != "" && i >= 0 {
			at.Line, at.Column = r.src.find(n, text[i:])
		}
		r.p.Alerts = append(r.p.Alerts, a)
		r.p.alertPlaces = append(r.p.alertPlaces, at)
	}
}

// commands reads `ui.commands`.
func (s *source) commands(n *node) []Command {
	var out []Command
	if n.kind != lang.Map {
		s.wrongKind(n, "`commands`", "a map of commands")
		return nil
	}
	for i, k := range n.keys {
		if !lang.IsName(k.name) {
			s.report(k.line, k.column, "", "`%s` cannot be the name of a command: use letters, digits and `_`", k.name)
		}
		c := Command{Name: k.name, Timeout: defaultCommandTimeout}
		f := s.fields(n.items[i], "command")
		if n := f.need("run"); n != nil {
			c.Args = s.arguments(n)
		}
		f.duration("timeout", &c.Timeout)
		if t := f.take("timeout"); t != nil && c.Timeout > maxCommandTimeout {
			s.report(t.line, t.column, "", "`timeout`: this must be %s at most", lang.FormatDuration(maxCommandTimeout))
		}
		f.done()
		out = append(out, c)
	}
	return out
}

// arguments reads a program and its arguments.
func (s *source) arguments(n *node) (args []string) {
	if n.kind != lang.List || len(n.items) == 0 {
		s.report(n.line, n.column, "write `run: [program, argument]`", "`run` wants a list of the program and its arguments; no shell reads them")
		return nil
	}
	for i, item := range n.items {
		text, ok := s.textOf(item, "an argument")
		switch {
		case !ok:
		case strings.Contains(text, "${"):
			line, column := s.find(item, "${")
			s.report(line, column, "the command gets the program's own environment, and can read it", "placeholders have no value in a command")
		case strings.ContainsRune(text, 0):
			s.report(item.line, item.column, "take it out", "an argument cannot hold a NUL")
		case i == 0 && text == "":
			s.report(item.line, item.column, "name the program", "this program has no name")
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
	if near, ok := Nearest(name, names); ok {
		e.hint = "did you mean `" + near + "`?"
	} else if len(names) > 0 {
		e.hint = "there are " + quoteAll(names)
	}
	return e
}

// checkAlerts reports the commands that presets in force run, and that are not there.
func (c *Config) checkAlerts() {
	for _, p := range c.Presets {
		for i, a := range p.Alerts {
			if _, ok := c.UI.Command(a.Run); !ok && a.Run != "" {
				e, at := c.UI.noCommand(a.Run), p.alertPlaces[i]
				p.src.report(at.Line, at.Column, e.hint, "%s", e.message)
			}
		}
	}
}
