package headless

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/pflag"
)

// Flags adds the flags of a tail to a command. What they say is in t once the command line is parsed.
func (t *Tail) Flags(flags *pflag.FlagSet) {
	flags.StringVar(&t.Label, "label", "", "only events of labels like this `WILDCARD`, as in 'XBT/*'")
	flags.Var((*expression)(t), "match", "only events of messages that match this regular expression")
	flags.IntVar(&t.Count, "count", 0, "end after so many events")
	flags.DurationVar(&t.For, "for", 0, "end after so long, as in 10s; exit code 3 if no event came, fewer than --count, or not the alert of --until")
	flags.StringVar(&t.Until, "until", "", "end when this `ALERT` of the preset is raised, as in 'silent 10s'")
	flags.BoolVar(&t.Raw, "raw", false, "write what goes over the wire, in the lines of a recording; --count counts frames")
	flags.BoolVar(&t.Lossless, "lossless", false, "drop nothing where the output is slow: the feed waits for it, and standard error says so")
	flags.BoolVar(&t.Plain, "plain", false, "sentences for people and screen readers: changes, alerts, and a summary each minute")
}

// Check says what is wrong with the flags of a tail of feeds that have some alerts.
func (t *Tail) Check(alerts []string) error {
	switch {
	case t.Count < 0:
		return fmt.Errorf("--count %d: it is a number of events, from 1 on", t.Count)
	case t.For < 0:
		return fmt.Errorf("--for %v: it is a duration, as in 10s", t.For)
	}
	if t.Raw && (t.Plain || t.Label != "" || t.Until != "") {
		return errors.New("--raw knows frames only: --plain, --label and --until do not go with it")
	}
	if t.Until == "" {
		return nil
	}
	for _, a := range alerts {
		if a == t.Until {
			return nil
		}
	}
	if len(alerts) == 0 {
		return fmt.Errorf("--until %q: the preset has no alerts", t.Until)
	}
	return fmt.Errorf("--until %q: there is no such alert; there are: %s", t.Until, strings.Join(alerts, "; "))
}

// expression is a flag with a regular expression.
type expression Tail

func (e *expression) String() string {
	if e.Match == nil {
		return ""
	}
	return e.Match.String()
}

func (e *expression) Set(text string) (err error) {
	e.Match, err = regexp.Compile(text)
	return err
}

func (e *expression) Type() string { return "REGEXP" }
