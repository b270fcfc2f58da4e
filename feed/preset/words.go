package preset

// CommandWords are the words of the command line that no preset can have as its name: they are run, not opened. Some of
// them are commands today, the others are kept for commands to come, so that a configuration stays good then.
var CommandWords = []string{
	"attach", "check", "completion", "config", "convert", "exchange", "export", "help", "man", "new", "presets", "probe",
	"replay", "schema", "serve", "tail",
}
