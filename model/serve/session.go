package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/screen"
	"sockeye/widgets/text"
)

// errReadOnly is why an operator sends nothing.
var errReadOnly = errors.New("nothing is sent: your key may only read")

// session is one request of a client, from its beginning to its exit code.
type session struct {
	server *Server
	number int
	name   string // of the operator
	key    gossh.PublicKey
	from   string // address of the client
	began  time.Time
	wire   *wire
	end    context.CancelCauseFunc // ends it; the cause is what the operator reads

	what   atomic.Pointer[string]        // what it does, for the status
	screen atomic.Pointer[screen.Screen] // that it has; nil: none
	share  atomic.Pointer[share]         // of the screen
}

// ended is why the server has ended a session, as its operator reads it.
type ended string

func (e ended) Error() string { return string(e) }

// operator returns what the operator may do now; nil: nothing any more.
func (s *session) operator() *Operator { return s.server.operatorOf(s.key, s.name) }

// mayAct returns why the operator may not do something that sends, or nil when it is in the audit log.
func (s *session) mayAct(act string, f *feed.Feed, what string) error {
	o := s.operator()
	switch {
	case o == nil:
		return errors.New("nothing is sent: your key is not valid any more")
	case o.ReadOnly:
		return errReadOnly
	}
	return s.audit(act, f.Preset().Name, what)
}

// audit adds a line to the audit log.
func (s *session) audit(act, feed, what string) error {
	line := Act{At: time.Now().UTC(), Operator: s.name, From: s.from, Session: s.number, Act: act, Feed: feed, What: text.Sanitize(what, 4000)}
	if s.key != nil {
		line.Key = gossh.FingerprintSHA256(s.key)
	}
	return s.server.audit.Add(line)
}

// notice shows a text in the bottom line of the screen, if there is one. It does not wait.
func (s *session) notice(text string) {
	if on := s.screen.Load(); on != nil {
		go on.Program.Send(model.Notice(text))
	}
}

// describe says what the session does, for the status.
func (s *session) describe(what string) { s.what.Store(&what) }

// noTerminal is what a client reads that wants a screen and has no terminal.
const noTerminal = "a screen needs a terminal, which ssh asks for with a command only if it is called with -t:\nssh -t HOST PRESET, or RequestTTY yes in ~/.ssh/config\n\n"

// run does what a client asks for, and returns its exit code.
func (s *session) run(ctx context.Context, client ssh.Session, t *clientTerminal) (code int) {
	r, err := parseRequest(client.RawCommand())
	if err != nil {
		return s.fail(client, err)
	}
	s.describe(strings.TrimSpace(r.what + " " + strings.Join(r.feeds, " ")))
	var out io.Writer = s.wire
	if t != nil { // a terminal begins a line with CR LF
		out = ssh.NewPtyWriter(s.wire)
	}
	switch {
	case r.what == asksHelp:
		_, _ = io.WriteString(out, help())
		return 0
	case r.what == asksStatus:
		_, _ = io.WriteString(out, s.server.status(s.operator()))
		return 0
	case r.what == asksScreen && t == nil:
		_, _ = io.WriteString(client.Stderr(), noTerminal+usage)
		return 2
	}
	bound, err := s.bind(r.feeds)
	if err != nil {
		return s.fail(client, err)
	}
	switch r.what {
	case asksTail:
		return s.tail(ctx, client, out, &r.tail, bound)
	case asksProbe:
		return s.probe(ctx, client, out, r, bound[0])
	}
	return s.show(ctx, client, t, bound)
}

// fail says what is wrong with a request, and returns the exit code.
func (s *session) fail(client ssh.Session, err error) int {
	fmt.Fprintf(client.Stderr(), "sockeye: %s\r\n", strings.ReplaceAll(text.SanitizeLines(err.Error()), "\n", "\r\n"))
	return 2
}

// bind returns the presets of a request, ready to run; of none, those that the server has from its start, as far as the operator may open them.
func (s *session) bind(names []string) (bound []*preset.Bound, err error) {
	o := s.operator()
	if o == nil {
		return nil, errors.New("your key is not valid any more")
	}
	for _, name := range names {
		b, err := s.server.bind(o, name)
		if err != nil {
			return nil, err
		}
		bound = append(bound, b)
	}
	if len(names) > 0 {
		return bound, nil
	}
	for _, b := range s.server.config.Load().Presets {
		if o.MayOpen(b.Name) {
			bound = append(bound, b)
		}
	}
	if len(bound) == 0 {
		return nil, errors.New("your key may open none of the feeds that are open; name another one")
	}
	return bound, nil
}
