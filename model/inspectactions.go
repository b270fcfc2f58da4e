package model

import (
	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/layout"
	"sockeye/widgets/inspect"
)

// inspectActions are what keys do in the inspector.
func inspectActions() []record {
	does := func(a inspect.Action) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			m.tab().Inspector.Do(a)
			return nil
		}
	}
	says := func(word string) map[layout.Pane]variant {
		return map[layout.Pane]variant{layout.Inspect: {Word: word}}
	}
	return []record{
		{Name: "fold", Panes: action.InInspect, Keys: []string{"space", "enter"}, Help: "fold or unfold", Run: does(inspect.ToggleFold)},
		{Name: "out", Panes: action.InInspect, Keys: []string{"left"}, Help: "fold, or out", Run: does(inspect.Fold)},
		{Name: "in", Panes: action.InInspect, Keys: []string{"right"}, Help: "unfold, or in", Run: does(inspect.Unfold)},
		{Name: "next-message", Panes: action.InInspect, Keys: []string{"J"}, Help: "next message", Footer: []keyHint{{Rank: 60}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().Step(1)
				return nil
			}},
		{Name: "previous-message", Panes: action.InInspect, Keys: []string{"K"}, Help: "previous message", Footer: []keyHint{{Rank: 61}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().Step(-1)
				return nil
			}},
		{Name: "plot", Acts: true, Panes: action.InInspect, Keys: []string{"P"}, Help: "plot this number, or one of the message", Footer: []keyHint{{Rank: 62, Words: "plot"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().PlotSelected() }},
		{Name: "alert-on", Acts: true, Panes: action.InInspect | action.InList, Keys: []string{"!"}, Help: "alert on this field",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.alerts().OnSelected() },
			In: map[layout.Pane]variant{layout.Inspect: {Word: "alert"}, layout.List: {Help: "alert on this row", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.alerts().OnRow()
				return nil
			}}}},
		{Name: "difference", Panes: action.InInspect, Keys: []string{"D"}, Help: "difference from the message before", Run: does(inspect.ToggleDifference), In: says("diff")},
		{Name: "raw", Panes: action.InInspect, Keys: []string{"r"}, Help: "tree, text or bytes", Run: does(inspect.CycleMode), In: says("raw")},
		{Name: "copy", Acts: true, Panes: action.InLog | action.InInspect, Keys: []string{"c"}, Help: "copy", Footer: []keyHint{{Rank: 63, In: action.InInspect}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().CopyEntry() },
			In: map[layout.Pane]variant{layout.Inspect: {Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				t := m.tab()
				text, ok := t.Inspector.Value()
				if !ok {
					text = string(t.Inspected.Raw)
				}
				return m.clipboard.copy(text)
			}}}},
		{Name: "copy-path", Acts: true, Panes: action.InInspect, Keys: []string{"y"}, Help: "copy the path",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.clipboard.copy(m.tab().Inspector.Path()) }, In: says("path")},
	}
}
