package model

import tea "charm.land/bubbletea/v2"

// listActions are what keys do in the watchlist.
func listActions() []action {
	return []action{
		{name: "toggle", panes: inList, keys: []string{"space"}, help: "subscribe or unsubscribe", sends: true,
			footer: []keyHint{{rank: 61, words: "on/off"}},
			run:    func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.toggle(m.tab().row()) }},
		{name: "again", panes: inList, keys: []string{"r"}, help: "try a rejected one again", sends: true,
			footer: []keyHint{{rank: 63, words: "try again", when: func(m *Model) bool {
				r := m.tab().row()
				return r != nil && r.retriable()
			}}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.tryAgain(m.tab().row()) }},
		{name: "sort", panes: inList, keys: []string{"o"}, help: "order",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.nextSorting()
				return nil
			}},
		{name: "add", panes: inList | inChart, keys: []string{"x"}, help: "add to the chart, or take away",
			footer: []keyHint{{rank: 63, in: inChart, words: "compare"}, {rank: 62, in: inList, words: "compare"}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.addSeries()
				return nil
			}},
	}
}
