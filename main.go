// Sockeye is a live monitor for WebSocket feeds, in the terminal.
//
//	sockeye                      watch the demo exchange, which runs inside the program
//	sockeye kraken               watch a feed of the configuration
//	sockeye wss://host/path      watch any feed
//	sockeye tail kraken          what it says, as lines for a pipe
//	sockeye probe kraken         is it up and has it data: for cron and monitoring
//	sockeye report --since 8h    what happened on the feeds that were watched
//	sockeye export kraken        its figures and states, for Prometheus
//	sockeye presets              what can be watched
//	sockeye check [FILE]         validate a configuration
//	sockeye config               the configuration in force
//	sockeye exchange             the demo exchange alone, for other clients
//	sockeye help preset          the reference of the preset language
//	sockeye schema               the same as a JSON Schema, for editors
//	sockeye man                  the man page
//
// Exit codes: 0 left by q or ctrl+c, 1 failed at run time, 2 the command line or the configuration is wrong,
// 128+n by signal n.
package main

import (
	_ "embed"
	"os"

	"sockeye/model/commandline"
)

//go:embed config.yaml
var shipped []byte

//go:embed .ci/CHANGES.md
var changes string

func main() {
	os.Exit(commandline.Run(commandline.Texts{Config: shipped, Changes: changes}, os.Args[1:]))
}
