package model

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/layout"
	"sockeye/widgets/inspect"
)

// inspectActions are what keys do in the inspector.
func inspectActions() []record {
	widgets := func(of func(i *inspect.KeyMap) *key.Binding) func(w *action.Widgets) []*key.Binding {
		return func(w *action.Widgets) []*key.Binding { return []*key.Binding{of(&w.Inspect)} }
	}
	return []record{
		{Name: "fold", Panes: action.InInspect, Run: inspectorKey, Widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Toggle })},
		{Name: "out", Panes: action.InInspect, Run: inspectorKey, Widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Fold })},
		{Name: "in", Panes: action.InInspect, Run: inspectorKey, Widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Unfold })},
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
		{Name: "plot", Panes: action.InInspect, Keys: []string{"P"}, Help: "plot this field", Footer: []keyHint{{Rank: 62, Words: "plot"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().PlotSelected() }},
		{Name: "alert-on", Panes: action.InInspect | action.InList, Keys: []string{"!"}, Help: "alert on this field",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.alerts().OnSelected() },
			In: map[layout.Pane]variant{layout.List: {Help: "alert on this row", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.alerts().OnRow()
				return nil
			}}}},
		{Name: "difference", Panes: action.InInspect, Run: inspectorKey, Widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Difference })},
		{Name: "raw", Panes: action.InInspect, Run: inspectorKey, Widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Mode })},
		{Name: "copy", Panes: action.InLog | action.InInspect, Keys: []string{"c"}, Help: "copy", Footer: []keyHint{{Rank: 63, In: action.InInspect}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().CopyEntry() },
			In: map[layout.Pane]variant{layout.Inspect: {Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				t := m.tab()
				text, ok := t.Inspector.Value()
				if !ok {
					text = string(t.Inspected.Raw)
				}
				return m.clipboard.copy(text)
			}}}},
		{Name: "copy-path", Panes: action.InInspect, Keys: []string{"y"}, Help: "copy the path",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.clipboard.copy(m.tab().Inspector.Path()) }},
	}
}

// inspectorKey passes a key to the inspector.
func inspectorKey(m *Model, press tea.KeyPressMsg) tea.Cmd {
	t := m.tab()
	t.Inspector, _ = t.Inspector.Update(press)
	return nil
}
