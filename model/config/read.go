package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Load reads the configuration in force, see [Loader.Parse]: with the file that is named here, else the one that
// $SOCKEYE_CONFIG names, else [File], which need not be there.
func (l *Loader) Load(file string) (*Config, error) {
	if file == "" {
		file = os.Getenv("SOCKEYE_CONFIG")
	}
	named := file != ""
	if !named {
		file = File()
	}
	text, err := l.Files.Read(file)
	if err != nil {
		if !named && errors.Is(err, fs.ErrNotExist) {
			return l.Parse("", nil)
		}
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	return l.Parse(file, text)
}
