package commandline

import (
	"github.com/spf13/cobra"

	"sockeye/model/attach"
	"sockeye/model/serve"
)

// attachCommand is the command line of a client of a server on the same machine.
func (a *app) attachCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:     "attach [PRESET | COMMAND]...",
		Short:   "A screen, or a pipe, of a server that runs on this machine",
		Long:    "Show a screen of `sockeye serve` on the same machine, by way of its socket and without a key; or have it do what `ssh` could ask it for.",
		Example: "  sockeye attach\n  sockeye attach kraken\n  sockeye attach -- tail kraken --count 5 | jq .values",
		RunE:    func(_ *cobra.Command, args []string) error { return a.attach(&o, args) },
	}
	c.Flags().StringVar(&o.socket, "socket", "", "socket of the server, `FILE` (default: in the runtime directory)")
	c.Flags().SetInterspersed(false) // what follows the first word is for the server
	return c
}

// attach has a server of this machine do something.
func (a *app) attach(o *serveOptions, words []string) (err error) {
	socket := o.socket
	if socket == "" {
		socket = serve.SocketFile()
	}
	a.started()
	request := serve.Quote(words)
	if serve.NeedsTerminal(words) {
		if err := canShow(); err != nil {
			return err
		}
		a.code, err = attach.Screen(socket, request)
	} else {
		a.code, err = attach.Pipe(socket, request)
	}
	if err != nil {
		return failure{err}
	}
	return nil
}
