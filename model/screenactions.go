package model

import (
	"errors"
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// screenActions are what keys do in all panes.
func screenActions() []action {
	does := func(change func(m *Model)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m)
			return nil
		}
	}
	connected := func(m *Model) bool { return m.tab().tab.Status().State.Connected() }
	waiting := func(m *Model) bool { return m.tabs.unacknowledged() > 0 }
	canGoBack := func(m *Model) bool { return arrangement{m}.topmost() != nil }
	return []action{
		{name: "subscribe", panes: anywhere, keys: []string{"s"}, help: "subscribe", sends: true, run: does(func(m *Model) { m.list().openPicker() }),
			footer: []keyHint{{rank: 80, when: func(m *Model) bool { return m.tab().tab.Feed().Preset().OpenEnded }}}},
		{name: "unsubscribe", panes: anywhere, keys: []string{"u"}, help: "unsubscribe", sends: true,
			footer: []keyHint{{rank: 81, when: func(m *Model) bool {
				l := m.tab().tab.Label()
				return m.tab().tab.Feed().Preset().Unsubscribe != nil && l != nil && l.State.Wanted()
			}}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().unsubscribe(m.tab().tab.Label()) }},
		{name: "unsubscribe-all", panes: anywhere, keys: []string{"U"}, help: "unsubscribe all", sends: true, run: does(func(m *Model) { m.list().askUnsubscribeAll() })},
		{name: "reconnect", panes: anywhere, keys: []string{"R"}, help: "reconnect", connects: true,
			footer: []keyHint{{rank: 40, when: func(m *Model) bool { return !connected(m) }}, {rank: 110, when: connected}},
			run:    does(func(m *Model) { m.tab().tab.Feed().Reconnect() })},
		{name: "freeze", panes: anywhere, keys: []string{"p"}, help: "freeze, or live again", run: logKey,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.Freeze} },
			footer:  []keyHint{{rank: 70, words: "freeze", when: func(m *Model) bool { return !m.tab().log.Frozen() }}}},
		{name: "chart", panes: anywhere, keys: []string{"v"}, help: "chart: " + kindNames() + ", off", run: does(func(m *Model) { m.chart().nextKind() }),
			footer: []keyHint{{rank: 60, in: inChart, words: "kind"}}},
		{name: "wider", panes: anywhere, keys: []string{"+", "="}, help: "longer window", run: does(func(m *Model) { m.chart().widen(1) }),
			footer: []keyHint{{rank: 90, words: "window", with: "narrower", by: "/"}}},
		{name: "narrower", panes: anywhere, keys: []string{"-"}, help: "shorter window", run: does(func(m *Model) { m.chart().widen(-1) })},
		{name: "next-pane", panes: anywhere, keys: []string{"tab"}, help: "next pane", run: does(func(m *Model) { arrangement{m}.nextPane(1) }),
			footer: []keyHint{{rank: 91, words: "pane", when: func(m *Model) bool { return len(m.layout.Turns) > 1 }}}},
		{name: "previous-pane", panes: anywhere, keys: []string{"shift+tab"}, help: "previous pane", run: does(func(m *Model) { arrangement{m}.nextPane(-1) })},
		{name: "feed", panes: anywhere, keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, shown: "1-9", help: "feed by number", fixed: true,
			run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				i := int(press.String()[0] - '1')
				if i >= len(m.tabs.all) {
					m.notices.ShowError(fmt.Errorf("there is no feed %d", i+1))
					return nil
				}
				m.show(i)
				return nil
			}},
		{name: "next-feed", panes: anywhere, keys: []string{"f"}, help: "next feed", run: does(func(m *Model) { m.show(m.tabs.after(1)) }),
			footer: []keyHint{{rank: 92, words: "feed", when: func(m *Model) bool { return len(m.tabs.all) > 1 }}}},
		{name: "previous-feed", panes: anywhere, keys: []string{"F"}, help: "previous feed",
			run: does(func(m *Model) { m.show(m.tabs.after(-1)) })},
		{name: "overview", panes: anywhere, keys: []string{"0"}, help: "overview of the feeds", run: does((*Model).openOverview),
			footer: []keyHint{{rank: 92, words: "feeds", when: func(m *Model) bool { return len(m.tabs.all) > 1 }}}},
		{name: "zoom", panes: anywhere, keys: []string{"z"}, help: "full screen", footer: []keyHint{{rank: 120, words: "zoom"}},
			run: does(func(m *Model) {
				m.shape.Zoomed = !m.shape.Zoomed
				m.arrange()
			})},
		{name: "watchlist", panes: anywhere, keys: []string{"W"}, help: "watchlist", run: does(func(m *Model) { arrangement{m}.toggleList() }),
			footer: []keyHint{{rank: 93, when: func(m *Model) bool { return !m.layout.ListBeside }}}},
		{name: "alerts", panes: anywhere, keys: []string{"A"}, help: "alerts", run: does(func(m *Model) { m.alerts().openAlerts() }), footer: []keyHint{{rank: 31, when: waiting}}},
		{name: "acknowledge", panes: anywhere, keys: []string{"a"}, help: "acknowledge the alerts", run: does(func(m *Model) { m.alerts().acknowledge() }),
			footer: []keyHint{{rank: 30, words: "acknowledge", when: waiting}}},
		{name: "clear", panes: anywhere, keys: []string{"X"}, help: "clear the log", run: does(func(m *Model) { m.log().askClear() })},
		{name: "mouse", panes: anywhere, keys: []string{"f2"}, help: "mouse on, or off", run: does(func(m *Model) { pointer{m}.toggle() })},
		{name: "command", panes: anywhere, keys: []string{":"}, help: "command", run: does(func(m *Model) { m.openCommand("") }),
			footer: []keyHint{{rank: 20}}},
		{name: "help", panes: anywhere, keys: []string{"?"}, help: "help", run: does(func(m *Model) { showHelp(&m.dialogs, m.keys, m.shape.Focus) }), footer: []keyHint{{rank: 10}}},
		{name: "back", panes: anywhere, keys: []string{"esc"}, help: "back", run: does(func(m *Model) { arrangement{m}.back() }),
			footer: []keyHint{{rank: 64, in: inInspect}}},
		{name: "quit", panes: anywhere, keys: []string{"q"}, help: "back; at the base, quit",
			footer: []keyHint{
				{rank: 100, words: "back", when: canGoBack},
				{rank: 100, words: "quit", when: func(m *Model) bool { return !canGoBack(m) }},
			},
			run: does(func(m *Model) {
				if !(arrangement{m}).back() {
					m.dialogs.Ask("Leave Sockeye?", m.keys.of("quit"), func() tea.Cmd { return tea.Quit })
				}
			})},
		{name: "keep", panes: anywhere, keys: []string{"Q"}, help: "leave, and keep this screen above the prompt",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.keeping = true
				return tea.Quit
			}},
		{name: "suspend", panes: anywhere, keys: []string{"ctrl+z"}, help: "suspend; fg in the shell goes on", always: true,
			run: does(func(m *Model) {
				if m.options.Suspend == nil {
					m.notices.ShowError(errors.New("a program cannot be suspended on this system"))
					return
				}
				m.options.Suspend()
			})},
		{name: "leave", panes: anywhere, keys: []string{"ctrl+c"}, help: "leave at once", fixed: true, always: true,
			run: func(*Model, tea.KeyPressMsg) tea.Cmd { return tea.Quit }},
	}
}
