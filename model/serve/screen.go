package serve

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/recall"
	"sockeye/model/screen"
	"sockeye/model/terminal"
	"sockeye/widgets/text"
)

// show shows feeds on the client's terminal until the operator leaves, and returns the exit code.
func (s *session) show(ctx context.Context, client ssh.Session, t *clientTerminal, bound []*preset.Bound) (code int) {
	if t.kind == "dumb" {
		return s.fail(client, errors.New("TERM=dumb: this terminal cannot move its cursor, and the monitor needs that"))
	}
	on := screen.Terminal{
		// SSH_TTY has Bubble Tea leave a query to the flow control, as in a shell behind sshd.
		Environment: append(client.Environ(), "TERM="+t.kind, "SSH_TTY=sockeye"), Remote: true, Out: s.wire,
	}
	on.Width, on.Height = size(t.first)
	over := make(chan struct{})
	defer close(over)
	on.In = terminal.NewKeyboard(s.wire, func() { s.wire.closeUnless(over) })
	config := s.server.config.Load()
	share := &share{session: s, joined: make(map[*feed.Feed]*shared)}
	var feeds []*feed.Feed
	for _, b := range bound {
		feeds = append(feeds, share.join(b))
	}
	settings := config.Settings(on.Getenv)
	o := model.Options{
		Settings: settings, Recall: &recall.Lines{}, Network: s.server.starter.Network, Share: share,
		Open: share.open, Reload: func() (model.Settings, error) { return s.server.config.Load().Settings(on.Getenv), nil },
	}
	if config.allows(AllowRecord) {
		o.Recorder = s.server.starter.Recorders
	}
	if terminal.NewClipboard(on.Getenv, true, "") != nil {
		o.Clipboard = func(string) (string, error) { return "", errors.New("not copied: this terminal has no clipboard") }
	}
	programContext, cancel := context.WithCancel(ctx)
	defer cancel()
	sc := screen.New(programContext, on, feeds, o)
	defer sc.Model.Close()
	s.share.Store(share)
	s.screen.Store(sc)
	s.server.pace()
	defer s.server.pace()
	defer s.screen.Store(nil)
	defer context.AfterFunc(ctx, func() {
		go sc.Program.Quit()
		s.wire.closeUnless(over)
	})()
	go t.followWindow(programContext, sc.Resize)
	err := sc.Run()
	cause := context.Cause(ctx)
	if err == nil && cause == nil {
		return 0
	}
	return s.leave(err, cause)
}

// leave writes why a screen has not ended by itself, where its terminal is as it was again, and returns the exit code.
func (s *session) leave(err, cause error) (code int) {
	why := (ended)("")
	switch {
	case errors.As(cause, &why):
		fmt.Fprintf(s.wire, "sockeye: %s\r\n", text.Sanitize(string(why), 1000))
	case errors.Is(err, tea.ErrProgramPanic):
		s.server.options.Log(fmt.Sprintf("session %d of %s: a fault of Sockeye itself: %v", s.number, s.name, err))
		fmt.Fprint(s.wire, "sockeye: this is a fault of Sockeye itself; your screen has ended, the feeds go on\r\n")
	}
	return 1
}
