package config

import (
	"fmt"
	"io"
	"text/tabwriter"

	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"
	"sockeye/widgets/text"
)

// What is shown of a preset in one line, in cells.
const (
	longestColumn      = 1000
	longestDescription = 200 // for a shell that completes words
)

// List writes a table of the presets.
func (c *Config) List(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tURL\tDESCRIPTION")
	for _, p := range c.Presets.All() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", p.Name, text.Sanitize(p.ShownURL(), longestColumn), text.Sanitize(p.Description, longestColumn))
	}
	return table.Flush()
}

// Print writes the configuration in force as a configuration file, without passwords.
func (c *Config) Print(w io.Writer) error {
	_, err := io.WriteString(w, yamldoc.HidePasswords(c.YAML()))
	return err
}

// Report writes that the configuration is right, and what the environment lacks for the file's own presets. A shipped one
// that is not used needs no environment.
func (c *Config) Report(w io.Writer, env preset.Env) {
	fmt.Fprintf(w, "%s: good, %d presets with the shipped ones\n", c.Source, len(c.Presets))
	for _, h := range c.UI.webhooks {
		for _, warning := range h.Warnings(env) {
			fmt.Fprintln(w, warning)
		}
	}
	for _, p := range c.Presets.All() {
		if p.Position.File == yamldoc.BuiltIn {
			continue
		}
		for _, warning := range p.Warnings(env) {
			fmt.Fprintln(w, warning)
		}
	}
}

// Completions are the presets with their descriptions, for a shell that completes words: it prints what it is given.
func (c *Config) Completions() []string {
	names := make([]string, len(c.Presets))
	for i, p := range c.Presets.All() {
		names[i] = p.Name + "\t" + text.Sanitize(p.Description, longestDescription)
	}
	return names
}
