package commandline

import (
	"github.com/spf13/cobra"

	"sockeye/model/config"
)

const examples = `  # the demo exchange, no network needed
  sockeye
  # a preset, other symbols of it, and another value of its param
  sockeye kraken
  sockeye kraken --symbols XBT/EUR,ETH/EUR
  sockeye kraken -p interval=1
  # two feeds, 1 and 2 switch
  sockeye kraken kraken-trade
  # any address, everything it says
  sockeye wss://ws.kraken.com
  # a busy feed whose data stops now and then
  sockeye demo -p rate=1000 -p fault=stall`

// commands is the command line as a whole.
func (a *app) commands() *cobra.Command {
	root := &cobra.Command{
		Use:               "sockeye [PRESET | ws://URL | wss://URL ...]",
		Short:             "A live monitor for WebSocket feeds, in the terminal",
		Long:              "Sockeye shows whether a WebSocket feed is up, whether its data is fresh, what it says and where its values go.",
		Example:           examples,
		Version:           build(),
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.complete,
		RunE:              func(_ *cobra.Command, args []string) error { return a.watch(args) },
		SilenceUsage:      true,
		SilenceErrors:     true,
	}
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "configuration `FILE` (default $SOCKEYE_CONFIG, then "+config.File()+", then the built-in one)")
	root.SetFlagErrorFunc(flagError)
	a.overrides.PresetFlags(root.Flags())
	a.overrides.AddressFlags(root.Flags())
	root.Flags().BoolVar(&a.readOnly, "read-only", false, "let the operator send nothing: no subscribing, no unsubscribing, no :send")
	a.recorded.flag(root.Flags())
	root.Flags().BoolVar(&a.ascii, "ascii", false, "draw with nothing but ASCII, as \"glyphs: ascii\" in the configuration does")

	root.AddCommand(
		a.tailCommand(), a.replayCommand(), a.probeCommand(), a.exportCommand(), a.serveCommand(), a.attachCommand(), reportCommand(), a.convertCommand(),
		&cobra.Command{
			Use: "presets", Short: "List what can be watched", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.withConfig(c, (*config.Config).List) },
		},
		a.checkCommand(),
		&cobra.Command{
			Use: "config", Short: "Print the configuration in force, and where it comes from", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return a.withConfig(c, (*config.Config).Print) },
		},
		a.exchangeCommand(), schemaCommand(), a.manCommand(),
	)
	root.SetHelpCommand(helpCommand(a.changes))
	root.SetVersionTemplate("sockeye version {{.Version}}\n")
	return root
}
