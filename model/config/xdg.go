package config

import (
	"os"
	"path/filepath"
)

// The places of the XDG base directory specification, on every system: the library adrg/xdg has others on macOS, where an
// operator who is logged in over SSH expects what a tool of the terminal keeps below the home directory too.

// File is where a configuration is searched for if none is named; "" if there is no such place.
func File() string { return under(base("XDG_CONFIG_HOME", ".config"), "config.yaml") }

// StateDir is the folder of what is kept between runs; "" if there is no such place. It need not be there yet.
func StateDir() string { return base("XDG_STATE_HOME", ".local", "state") }

// HistoryFile is where the commands that were typed are kept; "" if there is no such place.
func HistoryFile() string { return under(StateDir(), "history") }

// base returns our folder in that of a variable, or if that is not set in one below the home directory.
func base(variable string, home ...string) string {
	dir := os.Getenv(variable)
	if dir == "" {
		own, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(append([]string{own}, home...)...)
	}
	return filepath.Join(dir, "sockeye")
}

// under returns the path of a file in a folder, if there is one.
func under(dir, name string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, name)
}
