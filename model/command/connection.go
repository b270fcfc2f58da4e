package command

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
)

var connectionCommands = []Command{
	{Name: "connection", Help: "address, TLS, certificate, subprotocol and compression of the connection", Run: connection},
	{Name: "balance", Help: "what has become of the messages: in = log + beats + dropped", Run: balance},
}

// connection says how the connection was made.
func connection(on Target, _ []string) (tea.Cmd, error) {
	info, open := on.Feed.Connection()
	if !open {
		return nil, fmt.Errorf("%s is %s: there is no connection", on.Tab.Name(), on.Tab.Status().State)
	}
	said := []string{info.Remote}
	switch {
	case on.Feed.Replayed(): // a recording does not say it
	case info.TLS == "":
		said = append(said, "no TLS")
	case on.Feed.Preset().TLS.Insecure:
		said = append(said, info.TLS+" UNVERIFIED", certificate(info.Certificate, time.Now()))
	default:
		said = append(said, info.TLS, certificate(info.Certificate, time.Now()))
	}
	if info.Subprotocol != "" {
		said = append(said, "subprotocol "+info.Subprotocol)
	} else {
		said = append(said, "no subprotocol")
	}
	if info.Compression {
		said = append(said, "compressed")
	} else {
		said = append(said, "not compressed")
	}
	if !on.Feed.Replayed() {
		said = append(said, "connected in "+format.Lag(info.Dial+info.Handshake))
	}
	on.Screen.ShowNotice(strings.Join(said, ", "))
	return nil, nil
}

// certificate says for how long the certificate of a server is valid.
func certificate(until, now time.Time) string {
	const day = 24 * time.Hour
	switch left := until.Sub(now); {
	case until.IsZero():
		return "no certificate"
	case left < 0:
		return "certificate expired " + format.Elapsed(-left) + " ago"
	case left < 2*day:
		return "certificate valid for " + format.Elapsed(left)
	default:
		return fmt.Sprintf("certificate valid for %d days", left/day)
	}
}

// balance says what has become of the messages.
func balance(on Target, _ []string) (tea.Cmd, error) {
	c := on.Feed.History().Totals().Counts
	count := func(n int64) string { return format.Count(uint64(max(n, 0))) }
	equals := "="
	if c.In != c.Log+c.Heartbeats+c.Dropped {
		equals = "is not"
	}
	on.Screen.ShowNotice(fmt.Sprintf("in %s %s %s log + %s beats + %s dropped", count(c.In), equals, count(c.Log), count(c.Heartbeats), count(c.Dropped)))
	return nil, nil
}
