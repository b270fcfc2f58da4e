package commandline

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"sockeye/feed"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/replay"
	"sockeye/model"
	"sockeye/model/command"
	"sockeye/model/config"
	"sockeye/model/process"
)

// replayed is how recordings are replayed.
type replayed struct {
	at    string
	speed string
}

// replayCommand is the command line of a replay.
func (a *app) replayCommand() *cobra.Command {
	var how replayed
	c := &cobra.Command{
		Use:   "replay RECORDING | HAR | FOLDER ...",
		Short: "Show recorded feeds as they were, on the screen",
		Long: "Play what --record has recorded, or a browser has saved as a HAR, on the screen of live feeds and on the clock of the\n" +
			"recording: space plays and pauses, < and > seek, { and } change the speed, ) goes on to the next gap, outage or alert,\n" +
			"and :seek to a time. Several feeds run side by side on one clock.\n\n" +
			"States, what was sent and what the operator wanted are as they were; values, labels, gaps, freshness and alerts are made\n" +
			"anew with the preset of that name in the configuration, else with the one in the recording. Nothing is sent, and no\n" +
			"command of an alert is run.",
		Example: "  sockeye demo -p fault=gap --record d\n  sockeye replay d --at 03:10\n  sockeye replay d -x 10",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.replay(args, how) },
	}
	c.Flags().StringVar(&how.at, "at", "", "begin at this `TIME`, paused where no speed is given: 03:10, or 2026-11-25 03:10:30")
	c.Flags().StringVarP(&how.speed, "speed", "x", "", "play so many `TIMES` as fast as it was, or max (default 1)")
	a.archived.flag(c.Flags())
	c.Flags().BoolVar(&a.ascii, "ascii", false, "draw with nothing but ASCII, as \"glyphs: ascii\" in the configuration does")
	return c
}

// replay runs the screen on recordings.
func (a *app) replay(paths []string, how replayed) error {
	speed, err := parseSpeed(cmp.Or(how.speed, "1"))
	if err != nil {
		return err
	}
	process.CollectGarbage()
	c, err := a.load()
	if err != nil {
		return err
	}
	files, err := headless.Recordings(paths)
	if err != nil {
		return err
	}
	if err := canShow(); err != nil {
		return err
	}
	settings := a.settings(c)
	settings.Keys = settings.Keys.Replaying()
	var damage []string
	files, remove, err := a.archived.convert(c, files, func(err error) { damage = append(damage, err.Error()) })
	if err != nil {
		return failure{err}
	}
	defer remove()
	feeds, err := openRecordings(c, files, damage)
	if err != nil {
		return err
	}
	at, err := beginAt(how.at, feeds, settings.Location)
	if err != nil {
		return err
	}
	a.started()
	a.code, err = process.Replay(feeds, process.Options{
		Settings: settings,
		ReadOnly: true,
		Recall:   config.HistoryFile(),
		Files:    a.loader.Files,
		Play: func(p *feed.Playback) {
			if p.SetSpeed(speed); !at.IsZero() {
				p.Seek(at)
				p.Pause(how.speed == "")
			}
		},
		Bind: func(string) (*preset.Bound, error) { return nil, feed.ErrReplay },
		Reload: func() (model.Settings, error) {
			again, err := a.load()
			if err != nil {
				return model.Settings{}, err
			}
			settings := a.settings(again)
			settings.Keys, settings.Written = settings.Keys.Replaying(), nil // feeds are as they were recorded
			return settings, nil
		},
	})
	if err != nil {
		return failure{err}
	}
	return nil
}

// openRecordings opens recordings with the presets of their feeds. What cannot be read of them is in the logs of the feeds.
// problems are known already.
func openRecordings(c *config.Config, files, problems []string) (feeds []feed.PlayedFeed, err error) {
	streams, err := replay.Open(files, func(problem error) { problems = append(problems, problem.Error()) })
	if err != nil {
		return nil, err
	}
	for _, s := range streams {
		bound, note, err := c.BindReplayed(s.Feed, s.Preset)
		if err != nil {
			return nil, err
		}
		f := feed.PlayedFeed{Stream: s, Preset: bound, Notes: problems}
		if note != "" {
			f.Notes = append(f.Notes, note)
		}
		feeds = append(feeds, f)
	}
	return feeds, nil
}

// parseSpeed reads the speed of a replay.
func parseSpeed(text string) (float64, error) {
	if text == "max" {
		return feed.MaxSpeed, nil
	}
	const least, most = 0.01, 1e6
	speed, err := strconv.ParseFloat(strings.TrimSuffix(text, "x"), 64)
	if err != nil || !(speed >= least && speed <= most) {
		return 0, fmt.Errorf("-x %s is no speed: it is a number from 0.01 to 1000000, or max", text)
	}
	return speed, nil
}

// beginAt returns where a replay begins; zero: at the beginning.
func beginAt(text string, feeds []feed.PlayedFeed, zone *time.Location) (at time.Time, err error) {
	if text == "" {
		return at, nil
	}
	var begin, end time.Time
	for _, f := range feeds {
		if s := f.Stream; begin.IsZero() || s.Begin.Before(begin) {
			begin = s.Begin
		}
		if f.Stream.End.After(end) {
			end = f.Stream.End
		}
	}
	at, err = command.ParseMoment(text, begin.In(zone), end.In(zone))
	if errors.Is(err, command.ErrMoment) {
		err = fmt.Errorf("--at %s is no time: it is 03:10, or 2026-11-25 03:10:30", text)
	}
	return at, err
}

// canShow returns why there can be no screen; nil where there can.
func canShow() error {
	switch {
	case !term.IsTerminal(os.Stdout.Fd()):
		return errors.New("standard output is no terminal, and the monitor needs one")
	case os.Getenv("TERM") == "dumb":
		return errors.New("TERM=dumb: this terminal cannot move its cursor, and the monitor needs that")
	}
	return nil
}
