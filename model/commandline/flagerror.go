package commandline

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// kinds are what a flag wants, by the name that the library has for its kind.
var kinds = map[string]string{
	"int":      "a whole number, as in 10",
	"float64":  "a number, as in 2.5",
	"duration": "a length of time with its unit, as in 10s or 5m",
	"bool":     "given as it is, or with =true or =false",
}

// flagError says what a flag wants whose value cannot be read: the library has the words of Go's parsers.
func flagError(_ *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	kind, ok := kinds[invalid.GetFlag().Value.Type()]
	if !ok {
		return err
	}
	return fmt.Errorf("--%s %s: it is %s", invalid.GetFlag().Name, invalid.GetValue(), kind)
}
