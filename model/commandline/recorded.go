package commandline

import (
	"github.com/spf13/pflag"

	"sockeye/feed/recording"
	"sockeye/model/config"
)

// recorded says where feeds are recorded.
type recorded struct {
	into string // the folder of --record; "": none
}

// flag is the flag for recording.
func (r *recorded) flag(flags *pflag.FlagSet) {
	flags.StringVar(&r.into, "record", "", "record what goes over the wire into this `FOLDER`: a file for each feed and hour; `record` of the configuration says what is kept")
}

// folder is where feeds are recorded: --record has another path than the configuration.
func (r *recorded) folder(c *config.Config) recording.Folder {
	folder := c.Record
	if r.into != "" {
		folder.Path = r.into
	}
	return folder
}

// asked is where feeds are to be recorded from their start on; without a path: nowhere.
func (r *recorded) asked(c *config.Config) recording.Folder {
	if r.into == "" {
		return recording.Folder{}
	}
	return r.folder(c)
}
