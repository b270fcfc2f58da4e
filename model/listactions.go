package model

import (
	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/tab"
)

// listActions are what keys do in the watchlist.
func listActions() []record {
	return []record{
		{Name: "select", Panes: action.InList, Help: "select the row", Fixed: true, Mouse: tea.MouseLeft, Point: func(m *Model, _, y int) tea.Cmd {
			if i, ok := m.tab().List.At(y); ok {
				m.list().SelectRow(i)
			}
			return nil
		}},
		{Name: "toggle", Panes: action.InList, Keys: []string{"space"}, Help: "subscribe or unsubscribe", Sends: true,
			Footer: []keyHint{{Rank: 61, Words: "on/off"}},
			Run:    func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().Toggle(m.tab().Tab.Label()) }},
		{Name: "again", Panes: action.InList, Keys: []string{"r"}, Help: "ask again for one that was rejected, ended, not sent or not answered", Sends: true,
			Footer: []keyHint{{Rank: 63, Words: "try again", When: func(m *Model) bool {
				l := m.tab().Tab.Label()
				return l != nil && tab.Retriable(l)
			}}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().TryAgain(m.tab().Tab.Label()) }},
		{Name: "remove", Panes: action.InList, Keys: []string{"d"}, Help: "remove a row that has no data", Sends: true,
			Footer: []keyHint{{Rank: 64, Words: "remove", When: func(m *Model) bool {
				l := m.tab().Tab.Label()
				return l != nil && !tab.HasData(l)
			}}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().Remove() }},
		{Name: "sort", Panes: action.InList, Keys: []string{"o"}, Help: "sort by the next column",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.list().NextSorting()
				return nil
			}},
		{Name: "add", Panes: action.InList | action.InChart, Keys: []string{"x"}, Help: "add to the chart, or take away",
			Footer: []keyHint{{Rank: 63, In: action.InChart, Words: "compare"}, {Rank: 62, In: action.InList, Words: "compare"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().AddSeries()
				return nil
			}},
	}
}
