package commandline

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"sockeye/feed/demo"
	"sockeye/feed/har"
	"sockeye/feed/headless"
	"sockeye/feed/playback"
	"sockeye/widgets/text"

	"github.com/spf13/cobra"
)

// exchangeOptions are the flags of an exchange.
type exchangeOptions struct {
	listen string
	replay string
	any    bool
	speed  float64
}

// exchangeCommand is the command line of the demo exchange, and of one that says what was recorded.
func (a *app) exchangeCommand() *cobra.Command {
	o := exchangeOptions{listen: "127.0.0.1:8765", speed: 1}
	exchange := &cobra.Command{
		Use:   "exchange",
		Short: "Run the demo exchange alone, or one that says what was recorded, for other clients",
		Long: "Run the demo exchange alone, for other clients. It speaks the public dialect of Kraken's v1 WebSocket API.\n" +
			"A client sets rate, seed and fault in the address: ws://127.0.0.1:8765/?rate=100&seed=7&fault=stall\n\n" +
			"With --replay, say what was recorded instead, to each client that asks for what the recorded one asked for, or with --any\n" +
			"to each. A recording of several feeds has each at a path of its name.",
		Example: "  sockeye exchange --replay recordings -x 10\n  sockeye exchange --replay page.har --any",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if o.replay != "" {
				return a.playBack(&o)
			}
			if o.any || c.Flags().Changed("speed") || a.archived.preset != "" {
				return errors.New("--any, -x and --preset go with --replay")
			}
			return a.serve(o.listen)
		},
	}
	f := exchange.Flags()
	f.StringVar(&o.listen, "listen", o.listen, "`ADDRESS` to listen on")
	f.StringVar(&o.replay, "replay", "", "say what was recorded in this `FILE|FOLDER`: a recording, or a HAR")
	f.BoolVar(&o.any, "any", false, "say it to every client, whatever it sends")
	f.Float64VarP(&o.speed, "speed", "x", o.speed, "so many `TIMES` as fast as it was; 0 is as fast as the client reads")
	a.archived.flag(f)
	return exchange
}

// serve runs the demo exchange until a signal comes.
func (a *app) serve(address string) error {
	a.started()
	signals := endSignals()
	x, err := demo.Start(address)
	if err != nil {
		return failure{err}
	}
	fmt.Println("the demo exchange listens on", x.URL())
	a.awaitEnd(signals)
	return x.Close()
}

// playBack runs an exchange that says what was recorded until a signal comes.
func (a *app) playBack(o *exchangeOptions) error {
	if !(o.speed >= 0) {
		return fmt.Errorf("-x %v: it is a number, as in 10", o.speed)
	}
	c, err := a.load()
	if err != nil {
		return err
	}
	names, err := a.archived.names(c)
	if err != nil {
		return err
	}
	files, err := headless.Recordings([]string{o.replay})
	if err != nil {
		return err
	}
	x, err := playback.Start(o.listen, playback.Options{
		Files: files, Any: o.any, Speed: o.speed,
		Open: func(file string) (har.Lines, error) { return har.OpenLines(file, names) },
		Log:  func(err error) { fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(err.Error())) },
	})
	if err != nil {
		return failure{err}
	}
	signals := endSignals() // and not before: a signal ends a program that reads a pipe to which nothing is written
	a.started()
	fmt.Println("what was recorded of", text.Sanitize(strings.Join(x.Feeds(), ", "), 1000), "is on", x.URL())
	a.awaitEnd(signals)
	return x.Close()
}

// endSignals receives the signals that end an exchange. Who reads its address may send one at once.
func endSignals() <-chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	return signals
}

// awaitEnd waits for a signal that ends the program, and notes its exit code.
func (a *app) awaitEnd(signals <-chan os.Signal) {
	if s := (<-signals).(syscall.Signal); s != syscall.SIGINT { // ctrl+c is how it is ended
		a.code = 128 + int(s)
	}
}
