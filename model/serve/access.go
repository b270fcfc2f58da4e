package serve

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/model/tab"
)

// access is how an operator asks something of a feed that others have too. It implements [tab.Requests].
type access struct {
	session *session
	of      *shared
	leave   func() // once
}

var _ tab.Requests = (*access)(nil)

// newAccess returns how the operator of a session asks something of a feed that the session has joined.
func newAccess(s *session, of *shared) *access {
	return &access{session: s, of: of, leave: sync.OnceFunc(of.leave)}
}

// answer returns a channel with an answer that is there already.
func answer(err error) <-chan error {
	c := make(chan error, 1)
	c <- err
	return c
}

// act does what sends something, if the operator may, when it is in the audit log.
func (a *access) act(act, what string, do func(f *feed.Feed) <-chan error) <-chan error {
	if err := a.session.mayAct(act, a.of.feed, what); err != nil {
		return answer(err)
	}
	return do(a.of.feed)
}

// announce says in the log of the feed, which all have, what the operator does.
func (a *access) announce(what string) {
	a.of.feed.Note(event.Notice, a.session.name+" "+what)
}

// Subscribe implements [tab.Requests]. What the operator wants is kept apart from what others want of the same symbols.
func (a *access) Subscribe(symbols ...string) <-chan error {
	return a.act("subscribe", strings.Join(symbols, " "), func(f *feed.Feed) <-chan error {
		added := a.of.wants.add(a.session.name, symbols)
		return then(f.Subscribe(symbols...), func(err error) error {
			if err != nil {
				a.of.wants.remove(a.session.name, added)
			}
			return err
		})
	})
}

// then returns the answer that becomes of another one, which may be long in coming.
func then(first <-chan error, do func(err error) error) <-chan error {
	second := make(chan error, 1)
	go func() { second <- do(<-first) }()
	return second
}

// Unsubscribe implements [tab.Requests]. What only others want stays.
func (a *access) Unsubscribe(symbols ...string) <-chan error {
	return a.act("unsubscribe", strings.Join(symbols, " "), func(f *feed.Feed) <-chan error {
		r := a.of.wants.release(a.session.name, symbols)
		if len(r.configured) > 0 {
			a.announce("unsubscribes " + strings.Join(r.configured, ", ") + ", which the configuration wants")
		}
		if len(r.unwanted) == 0 {
			return answer(r.err)
		}
		return then(f.Unsubscribe(r.unwanted...), func(err error) error {
			if err == nil {
				err = r.err
			}
			return err
		})
	})
}

// Send implements [tab.Requests].
func (a *access) Send(text string) <-chan error {
	shown := a.of.feed.Preset().Redact(text)
	return a.act("send", shown, func(f *feed.Feed) <-chan error {
		a.announce("sends " + shown)
		return f.Send(text)
	})
}

// Resend implements [tab.Requests].
func (a *access) Resend(drop bool) <-chan error {
	what := "again what was sent by hand"
	if drop {
		what = "no more what was sent by hand"
	}
	return a.act("resend", what, func(f *feed.Feed) <-chan error {
		a.announce("sends " + what)
		return f.Resend(drop)
	})
}

// Reconnect implements [tab.Requests].
func (a *access) Reconnect() <-chan error {
	return a.act("reconnect", "", func(f *feed.Feed) <-chan error {
		a.announce("reconnects")
		return f.Reconnect()
	})
}

// Disconnect implements [tab.Requests].
func (a *access) Disconnect() <-chan error {
	return a.act("disconnect", "", func(f *feed.Feed) <-chan error {
		a.announce("closes the connection")
		return f.Disconnect()
	})
}

// Plot implements [tab.Requests]. It is read once for all, and shown to who asks for it.
func (a *access) Plot(path, by, name string) <-chan error { return a.of.feed.Plot(path, by, name) }

// Unplot implements [tab.Requests].
func (a *access) Unplot(name string) <-chan error {
	return a.act("unplot", name, func(f *feed.Feed) <-chan error {
		a.announce("ends the plot " + name)
		return f.Unplot(name)
	})
}

// ShowHeartbeats implements [tab.Requests]. Who may not is refused before, by the name of the command.
func (a *access) ShowHeartbeats(show bool) {
	if show {
		a.announce("shows heartbeats")
	} else {
		a.announce("hides heartbeats")
	}
	a.of.feed.ShowHeartbeats(show)
}

// SetMemory implements [tab.Requests]: the memory of all feeds is the server's.
func (a *access) SetMemory(int64, int64) {}

// Mark implements [tab.Requests]. All have the line, with the name of who has written it.
func (a *access) Mark(_ time.Time, text string) {
	a.of.feed.Note(event.Notice, fmt.Sprintf("%s (%s)", text, a.session.name))
}

// Missed implements [tab.Requests]: it is about one screen, and in the log of none.
func (a *access) Missed(_ time.Time, text string) { a.session.notice(text) }

// Operator implements [tab.Requests].
func (a *access) Operator() string { return a.session.name }

// Others implements [tab.Requests].
func (a *access) Others(symbol string) string { return a.of.wants.others(a.session.name, symbol) }

// Close implements [tab.Requests]. The feed goes on.
func (a *access) Close() { a.leave() }
