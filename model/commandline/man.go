package commandline

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/cpuguy83/go-md2man/v2/md2man"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sockeye/feed/preset/reference"
	"sockeye/model/config"
)

// manCommand prints the man page.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the man page", Args: cobra.NoArgs,
		Long:    "Print the man page: the commands with their flags, the configuration, and the reference of the preset language.",
		Example: "  sockeye man | man -l -\n  sockeye man > /usr/local/share/man/man1/sockeye.1",
		RunE: func(c *cobra.Command, _ []string) error {
			return writeManPage(c.OutOrStdout(), a.commands(), version())
		},
	}
}

// writeManPage writes the man page of a command line as roff. It has no date, so that two builds of a version have the same.
func writeManPage(w io.Writer, root *cobra.Command, version string) error {
	_, err := w.Write(md2man.Render([]byte(manual(root, version))))
	return err
}

// manual is the man page as Markdown.
func manual(root *cobra.Command, version string) string {
	var b strings.Builder
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	fmt.Fprintf(&b, "%% SOCKEYE 1 \"\" \"Sockeye %s\" \"User Commands\"\n\n", version)
	fmt.Fprintf(&b, "# NAME\n\nsockeye - %s\n\n", lowerFirst(root.Short))
	fmt.Fprintf(&b, "# SYNOPSIS\n\n**sockeye** [flags] [*PRESET* | *ws://URL* | *wss://URL*]...\n\n**sockeye** *COMMAND* [flags] [*ARGUMENT*]...\n\n")
	fmt.Fprintf(&b, "# DESCRIPTION\n\n%s\n\n", root.Long)
	writeFlags(&b, "# OPTIONS", root.NonInheritedFlags())
	b.WriteString("# COMMANDS\n\n")
	for _, c := range root.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		fmt.Fprintf(&b, "### sockeye %s\n\n%s.\n\n", c.Use, c.Short)
		if c.Long != "" && c.HasParent() {
			fmt.Fprintf(&b, "%s\n\n", c.Long)
		}
		writeExample(&b, c.Example) // behind the flags it would belong to the last one
		writeFlags(&b, "", c.LocalNonPersistentFlags())
		for _, sub := range c.Commands() {
			fmt.Fprintf(&b, "- **sockeye %s %s**: %s\n", c.Name(), sub.Name(), sub.Short)
		}
		b.WriteString("\n")
	}
	b.WriteString("# EXAMPLES\n\n")
	writeExample(&b, root.Example)
	b.WriteString("# EXIT STATUS\n\n0 left by q or ctrl+c, 1 failed at run time, 2 the command line or the configuration is wrong, 128+n by signal n. Commands that say otherwise have their own.\n\n")
	fmt.Fprintf(&b, "# FILES\n\n- **$XDG_CONFIG_HOME/sockeye/config.yaml** (~/.config where it is not set): the configuration, unless **--config** or **$SOCKEYE_CONFIG** names another.\n"+
		"- **$XDG_STATE_HOME/sockeye** (~/.local/state where it is not set): the event log, what was learned of feeds, recordings, and the history of commands.\n\n")
	b.WriteString("# CONFIGURATION\n\n")
	for _, k := range config.Keys() {
		if k.Name != "presets" {
			b.WriteString(reference.List([]reference.Key{k}))
		}
	}
	b.WriteString("\n# PRESETS\n\n" + reference.Markdown(3))
	b.WriteString("\n# SEE ALSO\n\n**sockeye config** prints the presets that are built in, with comments, **sockeye schema** a JSON Schema of the configuration.\n")
	return b.String()
}

// quoted is what stands for a word of the operator in the usage of a flag.
var quoted = regexp.MustCompile("`([^`]*)`")

// writeFlags writes flags as a list under a heading.
func writeFlags(b *strings.Builder, heading string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	if heading != "" {
		b.WriteString(heading + "\n\n")
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name, usage := pflag.UnquoteUsage(f)
		text := "--" + f.Name
		if f.Shorthand != "" {
			text = "-" + f.Shorthand + ", " + text
		}
		text = "**" + text + "**"
		if name != "" {
			text += " *" + name + "*"
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" && f.DefValue != "0s" {
			usage += " (default " + f.DefValue + ")"
		}
		usage = strings.ReplaceAll(usage, config.File(), "$XDG_CONFIG_HOME/sockeye/config.yaml")
		fmt.Fprintf(b, "- %s: %s\n", text, quoted.ReplaceAllString(usage, "$1"))
	})
	b.WriteString("\n")
}

// writeExample writes the lines of an example as a block.
func writeExample(b *strings.Builder, example string) {
	if example == "" {
		return
	}
	b.WriteString("```\n")
	for line := range strings.SplitSeq(example, "\n") {
		b.WriteString(strings.TrimPrefix(line, "  ") + "\n")
	}
	b.WriteString("```\n\n")
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }
