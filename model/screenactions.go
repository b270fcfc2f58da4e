package model

import (
	"errors"
	"fmt"
	"sockeye/model/action"
	"sockeye/model/alerts"
	"sockeye/model/command"
	"sockeye/widgets/header"

	tea "charm.land/bubbletea/v2"
)

// filterIsNext reports whether what esc ends next are the filters of the log.
func filterIsNext(m *Model) bool {
	t := m.tab()
	return t.Log.Live() && !t.Inspecting && !m.shape.Zoomed && t.Tab.Rows.Filter == "" && t.Log.Search() == "" && len(t.Log.Filters()) > 0
}

// screenActions are what keys do in all panes.
func screenActions() []record {
	does := func(change func(m *Model)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m)
			return nil
		}
	}
	connected := func(m *Model) bool { return m.tab().Tab.Status().State.Connected() }
	waiting := func(m *Model) bool { return alerts.Unacknowledged(&m.tabs) > 0 }
	canGoBack := func(m *Model) bool { return arrangementOf(m).topmost() != nil }
	return []record{
		{Name: "subscribe", Panes: action.Anywhere, Keys: []string{"s"}, Help: "subscribe", Sends: true, Run: does(func(m *Model) { m.list().OpenPicker() }),
			Footer: []keyHint{{Rank: 80, When: func(m *Model) bool { return m.tab().Tab.Feed().Preset().OpenEnded }}}},
		{Name: "unsubscribe", Panes: action.Anywhere, Keys: []string{"u"}, Help: "unsubscribe", Sends: true,
			Footer: []keyHint{{Rank: 81, When: func(m *Model) bool {
				l := m.tab().Tab.Label()
				return m.tab().Tab.Feed().Preset().Unsubscribe != nil && l != nil && l.State.Wanted()
			}}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().Unsubscribe(m.tab().Tab.Label()) }},
		{Name: "unsubscribe-all", Panes: action.Anywhere, Keys: []string{"U"}, Help: "unsubscribe all", Sends: true, Run: does(func(m *Model) { m.list().AskUnsubscribeAll() })},
		{Name: "reconnect", Panes: action.Anywhere, Keys: []string{"R"}, Help: "reconnect", Connects: true,
			Footer: []keyHint{{Rank: 40, When: func(m *Model) bool { return !connected(m) }}, {Rank: 110, When: connected}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				cmd, err := command.Reconnect(m.target())
				m.notices.ShowError(err)
				return cmd
			}},
		{Name: "freeze", Panes: action.Anywhere, Keys: []string{"p"}, Help: "freeze, or live again",
			Run:    func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().ToggleFreeze() },
			Footer: []keyHint{{Rank: 70, Words: "freeze", When: func(m *Model) bool { return m.tab().At(m.now).Freeze() == header.Freeze{} }}}},
		{Name: "chart", Panes: action.Anywhere, Keys: []string{"v"}, Help: "chart: " + kindNames() + ", off", Run: does(func(m *Model) { m.chart().NextKind() }),
			Footer: []keyHint{{Rank: 60, In: action.InChart, Words: "kind"}}},
		{Name: "wider", Panes: action.Anywhere, Keys: []string{"+", "="}, Help: "longer window", Run: does(func(m *Model) { m.chart().Widen(1) }),
			Footer: []keyHint{{Rank: 101, Words: "window", With: "narrower", By: "/"}}},
		{Name: "narrower", Panes: action.Anywhere, Keys: []string{"-"}, Help: "shorter window", Run: does(func(m *Model) { m.chart().Widen(-1) })},
		{Name: "next-pane", Panes: action.Anywhere, Keys: []string{"tab"}, Help: "next pane", Run: does(func(m *Model) { arrangementOf(m).nextPane(1) }),
			Footer: []keyHint{{Rank: 91, Words: "pane", When: func(m *Model) bool { return len(m.layout.Turns) > 1 }}}},
		{Name: "previous-pane", Panes: action.Anywhere, Keys: []string{"shift+tab"}, Help: "previous pane", Run: does(func(m *Model) { arrangementOf(m).nextPane(-1) })},
		{Name: "feed", Panes: action.Anywhere, Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Shown: "1-9", Help: "feed by number", Fixed: true,
			Run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				i := int(press.String()[0] - '1')
				if i >= len(m.tabs.All) {
					m.notices.ShowError(fmt.Errorf("there is no feed %d", i+1))
					return nil
				}
				m.show(i)
				return nil
			}},
		{Name: "next-feed", Panes: action.Anywhere, Keys: []string{"f"}, Help: "next feed", Run: does(func(m *Model) { m.show(m.tabs.After(1)) }),
			Footer: []keyHint{{Rank: 92, Words: "feed", When: func(m *Model) bool { return len(m.tabs.All) > 1 }}}},
		{Name: "previous-feed", Panes: action.Anywhere, Keys: []string{"F"}, Help: "previous feed",
			Run: does(func(m *Model) { m.show(m.tabs.After(-1)) })},
		{Name: "overview", Panes: action.Anywhere, Keys: []string{"0"}, Help: "overview of the feeds", Run: does((*Model).openOverview),
			Footer: []keyHint{{Rank: 92, Words: "feeds", When: func(m *Model) bool { return len(m.tabs.All) > 1 }}}},
		{Name: "zoom", Panes: action.Anywhere, Keys: []string{"z"}, Help: "full screen", Footer: []keyHint{{Rank: 120, Words: "zoom"}},
			Run: does(func(m *Model) {
				m.shape.Zoomed = !m.shape.Zoomed
				m.arrange()
			})},
		{Name: "watchlist", Panes: action.Anywhere, Keys: []string{"W"}, Help: "watchlist", Run: does(func(m *Model) { arrangementOf(m).toggleList() }),
			Footer: []keyHint{{Rank: 93, When: func(m *Model) bool { return !m.layout.ListBeside }}}},
		{Name: "alerts", Panes: action.Anywhere, Keys: []string{"A"}, Help: "alerts", Run: does(func(m *Model) { m.alerts().Open() }), Footer: []keyHint{{Rank: 31, When: waiting}}},
		{Name: "acknowledge", Acts: true, Panes: action.Anywhere, Keys: []string{"a"}, Help: "acknowledge the alerts", Run: does(func(m *Model) { m.alerts().Acknowledge() }),
			Footer: []keyHint{{Rank: 30, Words: "acknowledge", When: waiting}}},
		{Name: "clear", Acts: true, Panes: action.Anywhere, Keys: []string{"X"}, Help: "clear the log", Run: does(func(m *Model) { m.log().AskClear() })},
		{Name: "mouse", Acts: true, Panes: action.Anywhere, Keys: []string{"f2"}, Help: "mouse on, or off", Run: does(func(m *Model) { m.toggleMouse() })},
		{Name: "command", Acts: true, Panes: action.Anywhere, Keys: []string{":"}, Help: "command", Run: does(func(m *Model) { m.commands.open("") }),
			Footer: []keyHint{{Rank: 20}}},
		{Name: "help", Panes: action.Anywhere, Keys: []string{"?"}, Help: "help", Run: does(func(m *Model) { showHelp(&m.dialogs, m.keys, m.shape.Focus) }), Footer: []keyHint{{Rank: 10}}},
		{Name: "back", Panes: action.Anywhere, Keys: []string{"esc"}, Help: "back", Run: does(func(m *Model) { arrangementOf(m).back() }),
			Footer: []keyHint{
				{Rank: 64, In: action.InInspect},
				{Rank: 62, In: action.InList, When: func(m *Model) bool { return m.shape.Listed }}, // it lies over the other panes
				{Rank: 53, In: action.InLog, Words: "show all", When: filterIsNext},
			}},
		{Name: "quit", Acts: true, Panes: action.Anywhere, Keys: []string{"q"}, Help: "back, and at last quit (asks)",
			Footer: []keyHint{
				{Rank: 100, Words: "back", When: canGoBack},
				{Rank: 100, Words: "quit", When: func(m *Model) bool { return !canGoBack(m) }},
			},
			Run: does(func(m *Model) {
				if !arrangementOf(m).back() {
					m.dialogs.Ask("Leave Sockeye?", m.keys.Of("quit"), func() tea.Cmd { return tea.Quit })
				}
			})},
		{Name: "keep", Acts: true, Panes: action.Anywhere, Keys: []string{"Q"}, Help: "leave, and keep this screen above the prompt",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.keeping = true
				return tea.Quit
			}},
		{Name: "suspend", Acts: true, Panes: action.Anywhere, Keys: []string{"ctrl+z"}, Help: "suspend; fg in the shell goes on", Always: true,
			Run: does(func(m *Model) {
				if m.options.Suspend == nil {
					m.notices.ShowError(errors.New("a program cannot be suspended on this system"))
					return
				}
				m.options.Suspend()
			})},
		{Name: "leave", Acts: true, Panes: action.Anywhere, Keys: []string{"ctrl+c"}, Help: "leave at once", Fixed: true, Always: true,
			Run: func(*Model, tea.KeyPressMsg) tea.Cmd { return tea.Quit }},
	}
}
