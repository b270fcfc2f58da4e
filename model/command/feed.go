package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/preset/yamldoc"
)

var feedCommands = []Command{
	{Name: "sub", Example: "ETH/USD", Args: "SYMBOL...", Help: "subscribe", Sends: true, Complete: func(on Target) []string { return on.Tab.Unwanted() }, Run: subscribe},
	{Name: "unsub", Example: "ETH/USD", Args: "SYMBOL...|*", Help: "unsubscribe", Sends: true, Complete: func(on Target) []string { return append(on.Tab.Wanted(), "*") }, Run: unsubscribe},
	{Name: "send", Example: "{\"op\":\"ping\"}", Args: "TEXT", Help: "send a text as it is (asks)", Text: true, Sends: true, Run: send},
	{Name: "resend", Args: "[drop]", Help: "send again what was sent by hand on the last connection (asks), or drop it", Sends: true, Complete: words("drop"), Run: resend},
	{Name: "open", Example: "kraken", Args: "PRESET|URL", Help: "open another feed", Connects: true, Complete: func(on Target) []string { return on.Screen.Presets() }, Run: open},
	{Name: "close", Help: "close the connection; once it is closed, remove the feed", Connects: true, Run: closeFeed},
	{Name: "reconnect", Help: "reconnect now", Connects: true, Run: reconnect},
}

func subscribe(on Target, symbols []string) (tea.Cmd, error) {
	if len(symbols) == 0 {
		return nil, fmt.Errorf("which symbol? for example :sub %s", example(on))
	}
	return on.Screen.Await(on.Ask.Subscribe(symbols...), nil), nil
}

func unsubscribe(on Target, symbols []string) (tea.Cmd, error) {
	switch {
	case len(symbols) == 0:
		return nil, fmt.Errorf("which symbol? for example :unsub %s, or * for all", example(on))
	case len(symbols) == 1 && symbols[0] == "*":
		on.Tab.AskUnsubscribeAll()
		return nil, nil
	}
	return on.Screen.Await(on.Ask.Unsubscribe(symbols...), func(err error) {
		if err == nil {
			return
		}
		if near, ok := yamldoc.Nearest(symbols[0], on.Tab.Wanted()); ok && len(symbols) == 1 {
			err = fmt.Errorf("%w, did you mean %s?", err, near)
		}
		on.Screen.ShowError(err)
	}), nil
}

// example returns a symbol for a hint.
func example(on Target) string {
	if p := on.Feed.Preset(); len(p.Symbols) > 0 {
		return p.ShownSymbol(p.Symbols[0])
	}
	return "XBT/USD"
}

func send(on Target, typed []string) (tea.Cmd, error) {
	content := strings.Join(typed, " ")
	if content == "" {
		return nil, errors.New("what is to be sent? for example :send {\"event\":\"ping\"}")
	}
	if state := on.Tab.Status().State; !state.Connected() {
		return nil, fmt.Errorf("%s is %s: nothing can be sent", on.Tab.Name(), state)
	}
	p := on.Feed.Preset()
	on.Screen.Ask(fmt.Sprintf("Send to %s: %s", on.Tab.Name(), p.Redact(content)+p.Frames.End), func() tea.Cmd {
		return on.Screen.Await(on.Ask.Send(content), nil)
	})
	return nil, nil
}

func resend(on Target, args []string) (tea.Cmd, error) {
	switch texts := on.Tab.Status().Unsent; {
	case len(args) == 1 && args[0] == "drop":
		return on.Screen.Await(on.Ask.Resend(true), nil), nil
	case len(args) > 0:
		return nil, errors.New(":resend sends again, :resend drop does not: nothing else is known")
	case len(texts) == 0:
		return nil, errors.New("nothing was sent by hand on an earlier connection that is not sent on this one")
	default:
		on.Screen.Ask(fmt.Sprintf("Send again to %s, %d: %s", on.Tab.Name(), len(texts), format.JoinFirst(texts)), func() tea.Cmd {
			return on.Screen.Await(on.Ask.Resend(false), nil)
		})
	}
	return nil, nil
}

func open(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("which one? a preset (%s) or a ws:// or wss:// address", strings.Join(on.Screen.Presets(), ", "))
	}
	return on.Jobs.Begin(":open "+args[0], func(context.Context) (func() (tea.Cmd, error), func()) {
		show, discard, err := on.Screen.Open(args[0])
		if err != nil {
			return failed(err)
		}
		return func() (tea.Cmd, error) { return show(), nil }, discard
	})
}

func closeFeed(on Target, _ []string) (tea.Cmd, error) {
	if on.Tab.Status().State != event.Closed {
		return on.Screen.Await(on.Ask.Disconnect(), nil), nil
	}
	cmd, ok := on.Tab.Remove()
	if !ok {
		return nil, fmt.Errorf("%s is the only feed; R opens it again, :quit leaves", on.Tab.Name())
	}
	return cmd, nil
}

func reconnect(on Target, _ []string) (tea.Cmd, error) { return Reconnect(on) }

// Reconnect connects a feed anew, with the preset that the configuration has now if it has another one.
func Reconnect(on Target) (tea.Cmd, error) {
	if !on.Tab.HasNewPreset() {
		return on.Screen.Await(on.Ask.Reconnect(), nil), nil
	}
	return on.Jobs.Begin(":reconnect", func(context.Context) (func() (tea.Cmd, error), func()) {
		<-on.Ask.Disconnect() // first: servers count connections
		show, discard, err := on.Tab.Reopen()
		if err != nil {
			on.Ask.Reconnect()
			return failed(fmt.Errorf("%s stays as it was opened: %w", on.Tab.Name(), err))
		}
		return func() (tea.Cmd, error) {
				on.Screen.ShowNotice(on.Tab.Name() + " has the preset of the configuration now, and its log and charts begin anew")
				return show(), nil
			}, func() {
				discard()
				on.Ask.Reconnect()
			}
	})
}
