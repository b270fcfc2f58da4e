package commandline

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sockeye/feed/demo"

	"github.com/spf13/cobra"
)

// exchangeCommand is the command line of the demo exchange.
func (a *app) exchangeCommand() *cobra.Command {
	listen := "127.0.0.1:8765"
	exchange := &cobra.Command{
		Use:   "exchange",
		Short: "Run the demo exchange alone, for other clients",
		Long: "Run the demo exchange alone, for other clients. It speaks the public dialect of Kraken's v1 WebSocket API.\n" +
			"A client sets rate, seed and fault in the address: ws://127.0.0.1:8765/?rate=100&seed=7&fault=stall",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.serve(listen) },
	}
	exchange.Flags().StringVar(&listen, "listen", listen, "`ADDRESS` to listen on")
	return exchange
}

// serve runs the demo exchange until a signal comes.
func (a *app) serve(address string) error {
	a.started()
	x, err := demo.Start(address)
	if err != nil {
		return failure{err}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	fmt.Println("the demo exchange listens on", x.URL())
	if s := (<-signals).(syscall.Signal); s != syscall.SIGINT { // ctrl+c is how it is ended
		a.code = 128 + int(s)
	}
	return x.Close()
}
