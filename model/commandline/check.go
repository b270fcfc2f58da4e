package commandline

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"sockeye/feed/dryrun"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/model/config"

	"github.com/spf13/cobra"
)

// checkCommand is the command line of what tests a configuration.
func (a *app) checkCommand() *cobra.Command {
	frames := ""
	check := &cobra.Command{
		Use:   "check [FILE | PRESET --frames EXCHANGE | PRESET --frames RECORDING]",
		Short: "Validate a configuration, or play an exchange against a preset",
		Long: "Validate a configuration, and report everything that is wrong with it.\n\n" +
			"With --frames, play a file of frames against a preset, without a network, and print how each is read and what would be\n" +
			"sent. The file has one frame a line: `< ` before one of the server, `> ` before one of a client, both JSON;\n" +
			"`<~ ` and `>~ ` before other text, with \\x1e, \\0, \\n and \\r written out; `#` before a comment. A recording, or a folder of them,\n" +
			"is played connection by connection.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if frames != "" {
				return a.explain(c.OutOrStdout(), args, frames)
			}
			if len(a.overrides.Params) > 0 || c.Flags().Changed("symbols") {
				return errors.New("-p and --symbols go with --frames: a file is validated as it stands")
			}
			return a.check(c.OutOrStdout(), args)
		},
	}
	check.Flags().StringVar(&frames, "frames", "", "play this `EXCHANGE` or recording against a preset")
	a.overrides.PresetFlags(check.Flags())
	return check
}

// check validates a file, or the configuration in force.
func (a *app) check(w io.Writer, args []string) error {
	var c *config.Config
	var err error
	if len(args) == 1 {
		if c, err = a.loadFile(args[0]); errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w; to play an exchange against a preset, add --frames FILE", err)
		}
	} else {
		c, err = a.load()
	}
	if err != nil {
		return err
	}
	c.Report(w, a.environment())
	return nil
}

// explain plays an exchange against a preset.
func (a *app) explain(w io.Writer, args []string, file string) error {
	if len(args) != 1 {
		return errors.New("check --frames needs a preset: sockeye check PRESET --frames EXCHANGE")
	}
	bound, err := a.open(args)
	if err != nil {
		return err
	}
	if headless.IsRecording(file) {
		return a.explainRecording(w, bound[0], file)
	}
	exchange, err := a.loader.Files.Open(file)
	if err != nil {
		return err
	}
	defer exchange.Close()
	if err := dryrun.Run(w, bound[0], exchange); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// explainRecording plays each connection of recordings against a preset.
func (a *app) explainRecording(w io.Writer, bound *preset.Bound, path string) error {
	files, err := headless.Recordings([]string{path})
	if err != nil {
		return err
	}
	err = headless.Exchanges(files, nil, func(began time.Time, exchange io.Reader) error {
		fmt.Fprintln(w, "connection of", began.UTC().Format("2006-01-02 15:04:05.000"))
		return dryrun.Run(w, bound, exchange)
	}, func(damage error) { complain(damage.Error()) })
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
