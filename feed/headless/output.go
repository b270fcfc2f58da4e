package headless

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/pflag"
)

// Flags adds the flags of a probe to a command. What they say is in p once the command line is parsed.
func (p *Probe) Flags(flags *pflag.FlagSet) {
	flags.DurationVar(&p.Within, "within", 10*time.Second, "how long it may take from the connection until all has data")
	flags.DurationVar(&p.MaxLag, "max-lag", 0, "the median event must not be older than this on receipt")
	flags.IntVar(&p.MinDays, "min-days", 14, "warn when the server's certificate is valid for fewer days")
}

// Output is how the report of a probe is written. The zero value is a table for people.
type Output struct {
	JSON   bool // one line of JSON
	Nagios bool // the line of a monitoring plugin, with its exit codes
}

// Flags adds the flags of the output to a command.
func (o *Output) Flags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.JSON, "json", false, "write one line of JSON")
	flags.BoolVar(&o.Nagios, "nagios", false, "write the line of a monitoring plugin, with its exit codes")
}

// Check says what is wrong with the flags of a probe.
func (o *Output) Check(p *Probe) error {
	switch {
	case p.Within <= 0:
		return fmt.Errorf("--within %v: it is a duration, as in 10s", p.Within)
	case o.JSON && o.Nagios:
		return errors.New("--json and --nagios exclude each other")
	}
	return nil
}

// Write writes a report, and returns the exit code that goes with it. sanitize makes text of the network harmless.
func (o *Output) Write(w io.Writer, r *Report, p *Probe, sanitize func(string) string) (code int, err error) {
	if o.Nagios {
		line, code := r.Nagios(p.Within, sanitize)
		_, err = fmt.Fprintln(w, line)
		return code, err
	}
	if r.Verdict() == Missed {
		code = 1
	}
	if o.JSON {
		return code, r.WriteJSON(w)
	}
	return code, r.WriteTable(w, sanitize)
}
