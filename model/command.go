package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/preset/yamldoc"
	"sockeye/widgets/theme"
)

// command is something that can be typed after a colon.
type command struct {
	name, args, what string
	run              func(m *Model, args []string) (tea.Cmd, error)
	text             bool                                 // its argument is a text, spaces and all: args has it as one
	complete         func(m *Model, word string) []string // what an argument can be; nil: nothing is known
	sends            bool                                 // it is nothing for a screen that only reads
}

// commands are all commands, in the order of the help.
func commands() []command {
	return []command{
		{"sub", "SYMBOL...", "subscribe", (*Model).commandSub, false, (*Model).completeUnwanted, true},
		{"unsub", "SYMBOL...|*", "unsubscribe", (*Model).commandUnsub, false, (*Model).completeWanted, true},
		{"send", "TEXT", "send a text as it is (asks)", (*Model).commandSend, true, nil, true},
		{"resend", "[drop]", "send again what was sent by hand on the last connection (asks), or drop it", (*Model).commandResend, false, words("drop"), true},
		{"open", "PRESET|URL", "open another feed", (*Model).commandOpen, false, (*Model).completePresets, false},
		{"close", "", "close the connection; once it is closed, remove the feed", (*Model).commandClose, false, nil, false},
		{"reconnect", "", "reconnect now", (*Model).commandReconnect, false, nil, false},
		{"filter", "REGEXP", "show only rows that match", (*Model).commandFilter, true, nil, false},
		{"exclude", "REGEXP", "hide rows that match", (*Model).commandExclude, true, nil, false},
		{"nofilter", "", "show everything again", (*Model).commandNoFilter, false, nil, false},
		{"hb", "show|hide", "heartbeats in the log, from now on", (*Model).commandHeartbeats, false, words("show", "hide"), false},
		{"window", "DURATION", "length of the chart: 15s to 6h", (*Model).commandWindow, false, words("15s", "1m", "5m", "15m", "1h", "6h"), false},
		{"plot", "PATH [as NAME]", "chart the number at a path of every message", (*Model).commandPlot, false, nil, false},
		{"unplot", "NAME", "end that", (*Model).commandUnplot, false, (*Model).completePlots, false},
		{"chart", strings.Join(chartNames(), "|"), "kind of chart", (*Model).commandChart, false, words(chartNames()...), false},
		{"candle", "DURATION", "length of candles made from values", (*Model).commandCandle, false, words("1s", "5s", "15s", "1m", "5m", "15m", "1h"), false},
		{"y", "LOW HIGH|auto", "lock the y range, or let it follow", (*Model).commandY, false, words("auto"), false},
		{"goto", "TIME|-5m|#N", "the log at a time, so long ago, or at a row", (*Model).commandGoto, false, nil, false},
		{"alert", "[ALERT|off [N]]", "tell of A > 9 for 3s bell, silent 10s, match /RE/, gap; alone: show all", (*Model).commandAlert, true, (*Model).completeAlert, false},
		{"mark", "[TEXT]", "a line in the log", (*Model).commandMark, true, nil, false},
		{"write", "FILE", "write the kept log to a file", (*Model).commandWrite, false, nil, false},
		{"fps", "N|auto", "how often data is shown, in times a second", (*Model).commandFPS, false, words("auto"), false},
		{"link", "RATE|auto", "what the link carries, where it cannot be measured: 1KiB/s", (*Model).commandLink, false, words("auto"), false},
		{"theme", strings.Join(theme.Names(), "|"), "colours", (*Model).commandTheme, false, words(theme.Names()...), false},
		{"reload", "", "read the configuration again", (*Model).commandReload, false, nil, false},
		{"help", "", "keys and commands", (*Model).commandHelp, false, nil, false},
		{"quit", "", "leave", (*Model).commandQuit, false, nil, false},
	}
}

// words returns a completion that is always the same.
func words(all ...string) func(*Model, string) []string {
	return func(*Model, string) []string { return all }
}

// execute runs a command line, without its colon.
func (m *Model) execute(line string) tea.Cmd {
	typed := strings.Fields(line)
	if len(typed) == 0 {
		return nil
	}
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
		if c.name != typed[0] {
			continue
		}
		if c.sends && m.options.ReadOnly {
			m.complain(errReadOnly)
			return nil
		}
		args := typed[1:]
		if c.args == "" && len(args) > 0 {
			m.complain(fmt.Errorf(":%s takes nothing, and this has %q", c.name, strings.Join(args, " ")))
			return nil
		}
		if _, rest, found := strings.Cut(strings.TrimLeft(line, " "), " "); c.text && found && len(args) > 0 {
			args = []string{rest}
		}
		cmd, err := c.run(m, args)
		if err != nil {
			m.complain(err)
		}
		return cmd
	}
	hint := ""
	if near, ok := yamldoc.Nearest(typed[0], names); ok {
		hint = ", did you mean :" + near + "?"
	}
	m.complain(fmt.Errorf("no command :%s%s", typed[0], hint))
	return nil
}

// errReadOnly is why a screen that only reads sends nothing.
var errReadOnly = errors.New("nothing is sent: Sockeye was started with --read-only")

// completions returns what the last of the words can become; or, where that is the name of a file, what finds it out.
func (m *Model) completions(typed []string) (found []string, search func() []string) {
	word := typed[len(typed)-1]
	for _, c := range commands() {
		switch {
		case len(typed) == 1:
			found = append(found, c.name)
		case c.name == typed[0] && c.args == "FILE":
			return nil, func() []string { return files(word) }
		case c.name == typed[0] && c.complete != nil:
			return c.complete(m, word), nil
		}
	}
	return found, nil
}

func (m *Model) completeUnwanted(string) []string { return m.tab().unwanted() }
func (m *Model) completeWanted(string) []string   { return append(m.tab().wanted(), "*") }
func (m *Model) completePresets(string) []string  { return m.options.Presets }

func (m *Model) commandSub(symbols []string) (tea.Cmd, error) {
	if len(symbols) == 0 {
		return nil, fmt.Errorf("which symbol? for example :sub %s", m.example())
	}
	return m.await(m.tab().feed.Subscribe(symbols...), m.complaint), nil
}

func (m *Model) commandUnsub(symbols []string) (tea.Cmd, error) {
	switch {
	case len(symbols) == 0:
		return nil, fmt.Errorf("which symbol? for example :unsub %s, or * for all", m.example())
	case len(symbols) == 1 && symbols[0] == "*":
		m.askUnsubscribeAll()
		return nil, nil
	}
	t := m.tab()
	return m.await(t.feed.Unsubscribe(symbols...), func(err error) {
		if err != nil && len(symbols) == 1 {
			if near, ok := yamldoc.Nearest(symbols[0], t.wanted()); ok {
				err = fmt.Errorf("%w, did you mean %s?", err, near)
			}
		}
		m.complaint(err)
	}), nil
}

// example returns a symbol for a hint.
func (m *Model) example() string {
	if p := m.tab().feed.Preset(); len(p.Symbols) > 0 {
		return p.ShownSymbol(p.Symbols[0])
	}
	return "XBT/USD"
}

func (m *Model) commandOpen(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("which one? a preset (%s) or a ws:// or wss:// address", strings.Join(m.options.Presets, ", "))
	}
	return m.begin(":open "+args[0], func(context.Context) (func() (tea.Cmd, error), func()) {
		opened, err := m.options.Open(args[0])
		if err != nil {
			return func() (tea.Cmd, error) { return nil, err }, func() {}
		}
		return func() (tea.Cmd, error) { return m.add(opened), nil }, opened.Close
	})
}

func (m *Model) commandClose([]string) (tea.Cmd, error) {
	t := m.tab()
	if t.status.State != event.Closed {
		t.feed.Disconnect()
		return nil, nil
	}
	if len(m.tabs) == 1 {
		return nil, fmt.Errorf("%s is the only feed; R opens it again, :quit leaves", t.name)
	}
	return m.remove(m.active), nil
}

func (m *Model) commandResend(args []string) (tea.Cmd, error) {
	t := m.tab()
	switch texts := t.status.Unsent; {
	case len(args) == 1 && args[0] == "drop":
		return m.await(t.feed.Resend(true), m.complaint), nil
	case len(args) > 0:
		return nil, errors.New(":resend sends again, :resend drop does not: nothing else is known")
	case len(texts) == 0:
		return nil, errors.New("nothing was sent by hand on an earlier connection that is not sent on this one")
	default:
		m.ask(fmt.Sprintf("Send again to %s, %d: %s", t.name, len(texts), some(texts)), key.Binding{}, func() tea.Cmd {
			return m.await(t.feed.Resend(false), m.complaint)
		})
	}
	return nil, nil
}

func (m *Model) commandSend(typed []string) (tea.Cmd, error) {
	text := strings.Join(typed, " ")
	if text == "" {
		return nil, errors.New("what is to be sent? for example :send {\"event\":\"ping\"}")
	}
	t := m.tab()
	if !t.status.State.Connected() {
		return nil, fmt.Errorf("%s is %s: nothing can be sent", t.name, t.status.State)
	}
	m.ask(fmt.Sprintf("Send to %s: %s", t.name, t.feed.Preset().Redact(text)+t.feed.Preset().Frames.End), key.Binding{}, func() tea.Cmd {
		return m.await(t.feed.Send(text), m.complaint)
	})
	return nil, nil
}

func (m *Model) commandHeartbeats(args []string) (tea.Cmd, error) {
	if len(args) != 1 || args[0] != "show" && args[0] != "hide" {
		return nil, errors.New("it is :hb show or :hb hide")
	}
	m.tab().feed.ShowHeartbeats(args[0] == "show")
	return nil, nil
}

func (m *Model) commandWindow(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how long? for example :window 5m")
	}
	d, err := time.ParseDuration(args[0])
	if err != nil || d < windows[0] || d > windows[len(windows)-1] {
		return nil, fmt.Errorf("%s is no window: it is a time from 15s to 6h, such as 90s or 5m", args[0])
	}
	m.window = d
	m.refresh()
	return nil, nil
}

func (m *Model) commandMark(typed []string) (tea.Cmd, error) {
	t := m.tab()
	t.history.Note(time.Now(), event.Notice, strings.TrimSpace("mark "+strings.Join(typed, " ")))
	t.log.Refresh()
	return nil, nil
}

// saidMsg is what a command has to say when it is done.
type saidMsg string

func (m *Model) commandReload([]string) (tea.Cmd, error) {
	return m.begin(":reload", func(context.Context) (func() (tea.Cmd, error), func()) {
		settings, err := m.options.Reload()
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			err = fmt.Errorf("the configuration is wrong, and the last good one stays: %s (`sockeye check` says it all)", first)
			return func() (tea.Cmd, error) { return nil, err }, func() {}
		}
		return func() (tea.Cmd, error) {
			m.apply(settings)
			m.said = "the configuration was read again; feeds that are open keep theirs"
			return nil, nil
		}, func() {}
	})
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
