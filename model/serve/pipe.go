package serve

import (
	"context"
	"errors"
	"fmt"
	"io"

	"charm.land/ssh"

	"sockeye/feed"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/widgets/text"
)

// tail writes what feeds say, and returns the exit code, as `sockeye tail` does.
func (s *session) tail(ctx context.Context, client ssh.Session, out io.Writer, t *headless.Tail, bound []*preset.Bound) (code int) {
	var alerts []string
	for _, b := range bound {
		for _, rule := range b.Alerts {
			alerts = append(alerts, rule.String())
		}
	}
	if err := t.Check(alerts); err != nil {
		return s.fail(client, err)
	}
	all := make([]*feed.Feed, len(bound))
	for i, b := range bound {
		one := s.server.feeds.join(b)
		defer one.leave()
		all[i] = one.feed
	}
	result, err := t.Run(ctx, out, all...)
	if cause := context.Cause(ctx); cause != nil {
		return s.report(client, cause)
	}
	switch {
	case result == headless.Nothing:
		code = 3
	case err != nil:
		code = 1
	}
	if err != nil {
		fmt.Fprintf(client.Stderr(), "sockeye: %s\r\n", text.Sanitize(err.Error(), 1000))
	}
	return code
}

// report writes why the server has ended a session, and returns the exit code.
func (s *session) report(client ssh.Session, cause error) int {
	if why := (ended)(""); errors.As(cause, &why) {
		fmt.Fprintf(client.Stderr(), "sockeye: %s\r\n", text.Sanitize(string(why), 1000))
	}
	return 1
}

// mostProbes is how many probes run at a time: each makes a connection of its own.
const mostProbes = 4

// probe tests a feed, and returns the exit code, as `sockeye probe` does.
func (s *session) probe(ctx context.Context, client ssh.Session, out io.Writer, r *request, b *preset.Bound) (code int) {
	if err := s.audit("probe", b.Name, ""); err != nil {
		return s.fail(client, err)
	}
	select {
	case s.server.probes <- struct{}{}:
		defer func() { <-s.server.probes }()
	case <-ctx.Done():
		return s.report(client, context.Cause(ctx))
	}
	report, err := r.probe.Once(ctx, b)
	if err != nil {
		return s.report(client, err)
	}
	code, err = r.output.Write(out, report, &r.probe, func(t string) string { return text.Sanitize(t, 1000) })
	if err != nil {
		return 1
	}
	return code
}
