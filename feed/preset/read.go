package preset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// DefaultFile is where a configuration is looked for if none is named, after the XDG base directory specification; "" if
// there is no such place.
func DefaultFile() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "sockeye", "config.yaml")
}

// Read is [Load] with a file from the disk, read by files: the one that is named here, else the one that $SOCKEYE_CONFIG names, else
// [DefaultFile], which need not be there.
func Read(builtin []byte, file string, files *Files) (*Config, error) {
	if file == "" {
		file = os.Getenv("SOCKEYE_CONFIG")
	}
	named := file != ""
	if !named {
		file = DefaultFile()
	}
	text, err := files.Read(file)
	if err != nil {
		if !named && errors.Is(err, fs.ErrNotExist) {
			return Load(builtin, "", nil)
		}
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	return Load(builtin, file, text)
}
