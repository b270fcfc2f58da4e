package commandline

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sockeye/feed/har"
	"sockeye/feed/recording"
	"sockeye/model/config"
	"sockeye/widgets/text"
)

// convertCommand is the command line of a conversion.
func (a *app) convertCommand() *cobra.Command {
	convert := &cobra.Command{
		Use:   "convert IN.har OUT.ndjson.zst | IN.ndjson.zst OUT.har",
		Short: "Turn what a browser or a proxy has saved into a recording, and back",
		Long: "Turn an HTTP archive (HAR) with WebSocket messages, as Chrome, Playwright and mitmproxy save it, into a recording, and a\n" +
			"recording into such an archive. The ends of the names say which: .har, .ndjson, .ndjson.zst.\n\n" +
			"Exit codes: 0 all of it, 1 something could not be read or written, 2 the command line is wrong.",
		Example: "  sockeye convert page.har page.ndjson.zst\n  sockeye convert recordings/kraken-20261126T09.ndjson.zst kraken.har",
		Args:    cobra.ExactArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return a.convert(args[0], args[1]) },
	}
	a.archived.flag(convert.Flags())
	return convert
}

// flag is the flag for the feed of an archive.
func (a *archived) flag(flags *pflag.FlagSet) {
	flags.StringVar(&a.preset, "preset", "", "the `PRESET` of what is in a HAR (default the one whose address is in it)")
}

// names returns the feeds of an archive by the configuration. It may write to standard error.
func (a *archived) names(c *config.Config) (har.Names, error) {
	if a.preset != "" {
		if _, _, err := c.Recorded(a.preset, "", 1); err != nil {
			return nil, err
		}
	}
	said := make(map[string]bool)
	return func(address, named string, n int) (feed, preset string) {
		name := a.preset
		if name == "" && named != "" {
			return named, ""
		}
		if name == "" {
			switch known := c.At(address); {
			case len(known) == 1:
				name = known[0]
			case len(known) > 1 && !said[address]:
				said[address] = true
				fmt.Fprintf(os.Stderr, "sockeye: %s is the address of %s: choose with --preset\n", text.Sanitize(address, 200), strings.Join(known, " and "))
			}
		}
		feed, preset, _ = c.Recorded(name, address, n)
		return feed, preset
	}, nil
}

// convert turns one file into another.
func (a *app) convert(from, to string) error {
	toArchive := har.Is(to)
	if !toArchive && !strings.HasSuffix(to, ".ndjson") && !strings.HasSuffix(to, recording.Ext) {
		return fmt.Errorf("%s: the name has to end in .har, .ndjson or %s", to, recording.Ext)
	}
	if same, err := isSameFile(from, to); err != nil {
		return err
	} else if same {
		return fmt.Errorf("%s is what is read", to)
	}
	c, err := a.load()
	if err != nil {
		return err
	}
	names, err := a.archived.names(c)
	if err != nil {
		return err
	}
	a.started()
	open := func() (har.Lines, error) { return har.OpenLines(from, names) }
	lines, err := open() // what is wrong with the input is better known before there is an output
	if err != nil {
		return failure{err}
	}
	defer lines.Close()
	damaged := func(err error) {
		a.code = 1
		fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(err.Error()))
	}
	out, err := recording.Save(to)
	if err != nil {
		return failure{err}
	}
	if toArchive {
		var done har.Written
		if done, err = har.Write(out, version(), open, damaged); err == nil && done.Dropped > 0 {
			fmt.Fprintf(os.Stderr, "sockeye: %d lines are missing in the recording: the HAR does not say where\n", done.Dropped)
		}
		if err == nil && done.Connections == 0 {
			err = fmt.Errorf("%s has no connection", from)
		}
	} else {
		err = har.Each(lines, damaged, out.Add)
	}
	if err != nil {
		out.Discard()
		return failure{err}
	}
	if err := out.Close(); err != nil {
		return failure{err}
	}
	return nil
}

// isSameFile reports whether two names are of one file. The error is about the first.
func isSameFile(one, other string) (bool, error) {
	a, err := os.Stat(one)
	if err != nil {
		return false, err
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b), nil
}
