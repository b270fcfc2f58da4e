package config

import (
	"slices"
	"strings"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/format"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// How long a command may take.
const (
	defaultCommandTimeout = 10 * time.Second
	maxCommandTimeout     = 5 * time.Minute
)

// readCommands reads `ui.commands`. env is where webhooks find their secrets, when they are called.
func readCommands(s *yamldoc.Source, n *yamldoc.Node, env preset.Env) (out []notify.Command, webhooks []*preset.Webhook) {
	if n.Kind != lang.Map {
		s.WrongKind(n, "`commands`", "a map of commands")
		return nil, nil
	}
	for i, k := range n.Keys {
		if !lang.IsName(k.Name) {
			s.Report(k.Line, k.Column, "", "`%s` cannot be the name of a command: use letters, digits and `_`", k.Name)
		}
		c := notify.Command{Name: k.Name, Timeout: defaultCommandTimeout}
		f := s.Fields(n.Items[i], "command")
		if n := f.Get("webhook"); n != nil {
			if run := f.Get("run"); run != nil {
				s.Report(run.Line, run.Column, "leave one of them out", "a command has `run` or `webhook`, and not both")
			}
			if h := preset.ReadWebhook(s, n); h != nil {
				webhooks = append(webhooks, h)
				c.Webhook = func() (string, func(string) string, error) { return h.Address(env) }
			}
		} else if n := f.Need("run"); n != nil {
			c.Args = readArguments(s, n)
		}
		f.Duration("timeout", &c.Timeout)
		if t := f.Get("timeout"); t != nil && c.Timeout > maxCommandTimeout {
			s.Report(t.Line, t.Column, "", "`timeout`: this must be %s at most", format.Duration(maxCommandTimeout))
		}
		f.Done()
		out = append(out, c)
	}
	return out, webhooks
}

// readArguments reads a program and its arguments.
func readArguments(s *yamldoc.Source, n *yamldoc.Node) (args []string) {
	if n.Kind != lang.List || len(n.Items) == 0 {
		s.Report(n.Line, n.Column, "write `run: [program, argument]`", "`run` must be a list of the program and its arguments; no shell reads them")
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
			s.Report(item.Line, item.Column, "leave it out", "an argument cannot hold a NUL")
		case i == 0 && text == "":
			s.Report(item.Line, item.Column, "name the program", "this program has no name")
		}
		args = append(args, text)
	}
	return args
}

// Command returns a command by its name.
func (u UI) Command(name string) (notify.Command, bool) {
	i := slices.IndexFunc(u.Commands, func(c notify.Command) bool { return c.Name == name })
	if i < 0 {
		return notify.Command{}, false
	}
	return u.Commands[i], true
}

// CheckAlert reports whether there is the command that an alert runs, if it runs one. The error says which there are.
func (u UI) CheckAlert(a alertrule.Rule) error {
	if _, ok := u.Command(a.Run); ok || a.Run == "" {
		return nil
	}
	return u.noCommand(a.Run)
}

// noCommand says that there is no command of that name.
func (u UI) noCommand(name string) *alertrule.Error {
	names := make([]string, len(u.Commands))
	for i, c := range u.Commands {
		names[i] = c.Name
	}
	hint := "add it to `ui.commands`, as in `commands: {" + name + ": {run: [program]}}`"
	if len(names) > 0 {
		hint = yamldoc.Hint(name, names, "there are "+yamldoc.QuoteAll(names))
	}
	return &alertrule.Error{Message: "there is no command `" + name + "` to run", Hint: hint}
}

// checkAlerts returns the commands that presets in force run, and that are not there.
func (c *Config) checkAlerts() (problems yamldoc.Problems) {
	for _, p := range c.Presets.alerting() {
		for i, a := range p.Alerts {
			if _, ok := c.UI.Command(a.Run); !ok && a.Run != "" {
				e := c.UI.noCommand(a.Run)
				problems = append(problems, p.AlertProblem(i, e.Message, e.Hint))
			}
		}
	}
	return problems
}
