package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// command is something that can be typed after a colon.
type command struct {
	name, args, what string
	run              func(m *Model, args []string) (tea.Cmd, error)
}

// commands are all commands, in the order of the help.
func commands() []command {
	return []command{
		{"sub", "SYMBOL...", "subscribe", (*Model).commandSub},
		{"unsub", "SYMBOL...|*", "unsubscribe", (*Model).commandUnsub},
		{"open", "PRESET|URL", "open another feed", (*Model).commandOpen},
		{"close", "", "close the connection; once it is closed, remove the feed", (*Model).commandClose},
		{"reconnect", "", "reconnect now", (*Model).commandReconnect},
		{"help", "", "keys and commands", (*Model).commandHelp},
		{"quit", "", "leave", (*Model).commandQuit},
	}
}

// execute runs a command line, without its colon.
func (m *Model) execute(line string) tea.Cmd {
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil
	}
	var names []string
	for _, c := range commands() {
		if c.name == words[0] {
			cmd, err := c.run(m, words[1:])
			if err != nil {
				m.complain(err)
			}
			return cmd
		}
		names = append(names, c.name)
	}
	hint := ""
	if near, ok := preset.Nearest(words[0], names); ok {
		hint = ", did you mean :" + near + "?"
	}
	m.complain(fmt.Errorf("no command :%s%s", words[0], hint))
	return nil
}

func (m *Model) commandSub(symbols []string) (tea.Cmd, error) {
	if len(symbols) == 0 {
		return nil, fmt.Errorf("which symbol? for example :sub %s", m.example())
	}
	return nil, m.tab().feed.Subscribe(symbols...)
}

func (m *Model) commandUnsub(symbols []string) (tea.Cmd, error) {
	switch {
	case len(symbols) == 0:
		return nil, fmt.Errorf("which symbol? for example :unsub %s, or * for all", m.example())
	case len(symbols) == 1 && symbols[0] == "*":
		m.askUnsubscribeAll()
		return nil, nil
	}
	err := m.tab().feed.Unsubscribe(symbols...)
	if err != nil && len(symbols) == 1 {
		if near, ok := preset.Nearest(symbols[0], m.tab().wanted()); ok {
			err = fmt.Errorf("%w, did you mean %s?", err, near)
		}
	}
	return nil, err
}

// example returns a symbol for a hint.
func (m *Model) example() string {
	if symbols := m.tab().feed.Preset().Symbols; len(symbols) > 0 {
		return symbols[0]
	}
	return "XBT/USD"
}

func (m *Model) commandOpen(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("which one? a preset (%s) or a ws:// or wss:// address", strings.Join(m.options.Presets, ", "))
	}
	opened, err := m.options.Open(args[0])
	if err != nil {
		return nil, err
	}
	return m.add(opened), nil
}

func (m *Model) commandClose([]string) (tea.Cmd, error) {
	t := m.tab()
	if t.status.State != feed.Closed {
		t.feed.Disconnect()
		return nil, nil
	}
	if len(m.tabs) == 1 {
		return nil, fmt.Errorf("%s is the only feed; R opens it again, :quit leaves", t.name)
	}
	return m.remove(m.active), nil
}

func (m *Model) commandReconnect([]string) (tea.Cmd, error) {
	m.tab().feed.Reconnect()
	return nil, nil
}

func (m *Model) commandHelp([]string) (tea.Cmd, error) {
	m.openHelp()
	return nil, nil
}

func (m *Model) commandQuit([]string) (tea.Cmd, error) { return tea.Quit, nil }
