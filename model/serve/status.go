package serve

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"sockeye/feed/format"
	"sockeye/widgets/text"
)

// status says which sessions and which feeds there are, as far as an operator may know: with a key that is for some feeds, of
// these.
func (s *Server) status(o *Operator) string {
	var b strings.Builder
	now := time.Now()
	sessions, feeds := s.all(), s.feeds.all()
	fmt.Fprintf(&b, "up %s, %s, %s\n\n", format.Elapsed(now.Sub(s.began)), format.Plural(len(sessions), "session"), format.Plural(len(feeds), "feed"))
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SESSION\tOPERATOR\tFROM\tSINCE\tTYPED\tRECEIVED\tSENT\tDOES")
	for _, one := range sessions {
		typed := time.Unix(0, one.wire.typed.Load())
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s ago\t%s\t%s\t%s\n", one.number, one.name, one.from, format.Elapsed(now.Sub(one.began)), format.Elapsed(now.Sub(typed)),
			format.Bytes(uint64(one.wire.read.Load())), format.Bytes(uint64(one.wire.written.Load())), text.Sanitize(*one.what.Load(), 200))
	}
	fmt.Fprintln(t, "\t\t\t\t\t\t\t")
	fmt.Fprintln(t, "FEED\tSTATE\tSESSIONS\tMESSAGES\tBYTES\tDROPPED\t\t")
	for _, one := range feeds {
		if !o.MayOpen(one.feed.Preset().Name) {
			continue
		}
		status, _ := one.feed.History().State()
		totals := one.feed.History().Totals()
		s.feeds.mu.Lock()
		sessions := one.sessions
		s.feeds.mu.Unlock()
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t\t\n", text.Sanitize(one.feed.Preset().Name, 100), status.State, sessions,
			format.Count(uint64(totals.Counts.In)), format.Bytes(uint64(totals.Counts.Bytes)), format.Count(uint64(totals.Counts.Dropped)))
	}
	_ = t.Flush()
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
