package commandline

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sockeye/feed/preset/reference"
	"sockeye/feed/preset/yamldoc"
	"sockeye/model/config"
)

// helpCommand is the help of commands, of the preset language, and of what has changed. changes is the text of the latter.
func helpCommand(changes string) *cobra.Command {
	help := &cobra.Command{
		Use:   "help [COMMAND | preset [KEY] | changes]",
		Short: "Help about a command, the keys of a preset, or what has changed",
		Long: "Help about a command.\n\n" +
			"With preset, the reference of the preset language: all keys, or one of them, or what holds for all, such as match, path and environment.\n" +
			"With changes, what has changed from version to version.",
		Example: "  sockeye help tail\n  sockeye help preset\n  sockeye help preset subscribe.ack\n  sockeye help preset match\n  sockeye help changes",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpWords(c.Root(), args), cobra.ShellCompDirectiveNoFileComp
		},
	}
	help.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case len(args) > 0 && args[0] == "preset":
			return helpPreset(c.OutOrStdout(), args[1:])
		case len(args) == 1 && args[0] == "changes":
			_, err := fmt.Fprint(c.OutOrStdout(), changes)
			return err
		}
		about, rest, err := c.Root().Find(args)
		if err != nil || about == nil || len(rest) > 0 {
			return fmt.Errorf("there is no help about %q: there is help about %s", strings.Join(args, " "), strings.Join(helpWords(c.Root(), nil), ", "))
		}
		about.InitDefaultHelpFlag()
		about.InitDefaultVersionFlag()
		return about.Help()
	}
	return help
}

// lineBreak is one within a paragraph.
var lineBreak = regexp.MustCompile(`([^\n])\n([^\n ])`)

// plain prepares a command and those below it for the styled help, which breaks paragraphs by the width of the terminal and has no
// use for the quotes by which pflag finds the name of a value.
func plain(c *cobra.Command) {
	c.Long = lineBreak.ReplaceAllString(c.Long, "$1 $2")
	for _, flags := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
		flags.VisitAll(func(f *pflag.Flag) {
			f.Usage = strings.ReplaceAll(f.Usage, "`", "")
			if f.DefValue == "0s" {
				f.DefValue = ""
			}
		})
	}
	for _, sub := range c.Commands() {
		plain(sub)
	}
}

// helpWords are what help is there about, after some words.
func helpWords(root *cobra.Command, after []string) (words []string) {
	switch {
	case len(after) == 0:
		for _, c := range root.Commands() {
			if c.IsAvailableCommand() {
				words = append(words, c.Name())
			}
		}
		words = append(words, "preset", "changes")
	case len(after) == 1 && after[0] == "preset":
		for _, e := range reference.Entries(reference.Keys(reference.Preset())) {
			words = append(words, e.Path)
		}
		for _, t := range reference.Topics() {
			words = append(words, t.Name)
		}
	}
	return words
}

// helpPreset writes the reference of the preset language, or of one key of it.
func helpPreset(w io.Writer, words []string) error {
	if len(words) > 1 {
		return errors.New("help preset is about one key: sockeye help preset subscribe.ack")
	}
	if len(words) == 0 {
		_, err := fmt.Fprint(w, reference.Overview()+"\nsockeye help preset KEY has more, with an example.\n")
		return err
	}
	var parts []string
	if t, ok := reference.FindTopic(words[0]); ok {
		parts = append(parts, t.Help())
	}
	for _, e := range reference.Find(reference.Keys(reference.Preset()), words[0]) {
		parts = append(parts, e.Help())
	}
	if parts == nil {
		all := helpWords(nil, []string{"preset"})
		hint := yamldoc.Hint(words[0], all, "sockeye help preset lists them")
		return fmt.Errorf("a preset has no key `%s`: %s", words[0], hint)
	}
	_, err := fmt.Fprint(w, strings.Join(parts, "\n\n"))
	return err
}

// schemaCommand prints the JSON Schema of the configuration.
func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print a JSON Schema of the configuration, for editors", Args: cobra.NoArgs,
		Long: "Print a JSON Schema of the configuration. An editor with a YAML language server completes and checks keys by it:\n" +
			"write it to a file, and name that in the first line of the configuration:\n" +
			"# yaml-language-server: $schema=sockeye.json\n\n" +
			"The schema knows less than `sockeye check`, which has the last word.",
		Example: "  sockeye schema > ~/.config/sockeye/sockeye.json",
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(config.Schema())
			return err
		},
	}
}
