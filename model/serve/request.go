package serve

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/anmitsu/go-shlex"
	"github.com/spf13/pflag"

	"sockeye/feed/headless"
)

// What a client can ask for.
const (
	asksScreen = "screen"
	asksTail   = "tail"
	asksProbe  = "probe"
	asksStatus = "status"
	asksHelp   = "help"
)

const (
	mostRequestBytes = 4 << 10 // of a command line
	mostFeeds        = 16      // that it names
)

// request is what a client asks for by its command line.
type request struct {
	what  string   // one of the constants
	feeds []string // that it names; none: those that the server has from its start

	tail   headless.Tail
	probe  headless.Probe
	output headless.Output // of a probe
}

// usage is what a client reads that asks for help.
const usage = `ssh -t HOST [PRESET]...               a screen
ssh HOST tail PRESET... [FLAG]...     what feeds say, as lines of JSON
ssh HOST probe PRESET [FLAG]...       test a feed once
ssh HOST status                       sessions, feeds and bytes

`

// parseRequest reads a command line. It is never run: its words are names and flags. The error says what is wrong with it.
func parseRequest(line string) (*request, error) {
	if len(line) > mostRequestBytes {
		return nil, fmt.Errorf("this command line has more than %d bytes", mostRequestBytes)
	}
	words, err := shlex.Split(line, true)
	if err != nil {
		return nil, fmt.Errorf("the command line is not whole: %w", err)
	}
	r := &request{what: asksScreen}
	if len(words) == 0 {
		return r, nil
	}
	switch words[0] {
	case asksTail, asksProbe, asksStatus, asksHelp:
		r.what, words = words[0], words[1:]
	case "-h", "--help":
		r.what, words = asksHelp, words[1:]
	}
	flags := pflag.NewFlagSet(r.what, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	switch r.what {
	case asksTail:
		r.tail.Flags(flags)
	case asksProbe:
		r.probe.Flags(flags)
		r.output.Flags(flags)
	}
	switch err := flags.Parse(words); {
	case errors.Is(err, pflag.ErrHelp):
		r.what = asksHelp
		return r, nil
	case err != nil:
		return nil, err
	}
	r.feeds = flags.Args()
	return r, r.check()
}

// check returns what is wrong with a request.
func (r *request) check() error {
	for _, name := range r.feeds {
		if name == "" {
			return errors.New("a feed has no name")
		}
	}
	switch {
	case len(r.feeds) > mostFeeds:
		return fmt.Errorf("these are %d feeds, and %d are the most", len(r.feeds), mostFeeds)
	case r.what == asksTail && len(r.feeds) == 0:
		return errors.New("which feed? for example: tail kraken --count 5")
	case r.what == asksTail && r.tail.Lossless:
		return errors.New("--lossless is not served: the feed would wait for one of its readers, and all others with it")
	case r.what == asksProbe && len(r.feeds) != 1:
		return errors.New("which feed? one, for example: probe kraken")
	case r.what == asksProbe:
		return r.output.Check(&r.probe)
	case r.what == asksStatus && len(r.feeds) > 0:
		return errors.New("status has no arguments")
	}
	return nil
}

// help is what a client reads that asks for help.
func help() string {
	var b strings.Builder
	b.WriteString(usage)
	for _, what := range []string{asksTail, asksProbe} {
		r := &request{}
		flags := pflag.NewFlagSet(what, pflag.ContinueOnError)
		if what == asksTail {
			r.tail.Flags(flags)
			_ = flags.MarkHidden("lossless")
		} else {
			r.probe.Flags(flags)
			r.output.Flags(flags)
		}
		b.WriteString("Flags of " + what + ":\n" + flags.FlagUsages() + "\n")
	}
	return b.String()
}

// Quote returns a command line that is read as some words.
func Quote(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return strings.Join(quoted, " ")
}

// NeedsTerminal reports whether some words ask for a screen.
func NeedsTerminal(words []string) bool {
	if len(words) == 0 {
		return true
	}
	switch words[0] {
	case asksTail, asksProbe, asksStatus, asksHelp, "-h", "--help":
		return false
	}
	return true
}
