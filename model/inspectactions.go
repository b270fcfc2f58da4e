package model

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/layout"
	"sockeye/widgets/inspect"
)

// inspectActions are what keys do in the inspector.
func inspectActions() []action {
	widgets := func(of func(i *inspect.KeyMap) *key.Binding) func(k *KeyMap) []*key.Binding {
		return func(k *KeyMap) []*key.Binding { return []*key.Binding{of(&k.inspect)} }
	}
	return []action{
		{name: "fold", panes: inInspect, run: inspectorKey, widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Toggle })},
		{name: "out", panes: inInspect, run: inspectorKey, widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Fold })},
		{name: "in", panes: inInspect, run: inspectorKey, widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Unfold })},
		{name: "next-message", panes: inInspect, keys: []string{"J"}, help: "next message", footer: []keyHint{{rank: 60}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().step(1)
				return nil
			}},
		{name: "previous-message", panes: inInspect, keys: []string{"K"}, help: "previous message", footer: []keyHint{{rank: 61}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().step(-1)
				return nil
			}},
		{name: "plot", panes: inInspect, keys: []string{"P"}, help: "plot this field", footer: []keyHint{{rank: 62, words: "plot"}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().plotSelected() }},
		{name: "alert-on", panes: inInspect, keys: []string{"!"}, help: "alert on this field",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.alerts().alertOnSelected() }},
		{name: "difference", panes: inInspect, run: inspectorKey, widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Difference })},
		{name: "raw", panes: inInspect, run: inspectorKey, widgets: widgets(func(i *inspect.KeyMap) *key.Binding { return &i.Mode })},
		{name: "copy", panes: inLog | inInspect, keys: []string{"c"}, help: "copy", footer: []keyHint{{rank: 63, in: inInspect}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().copyEntry() },
			in: map[layout.Pane]variant{layout.Inspect: {run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				t := m.tab()
				text, ok := t.inspector.Value()
				if !ok {
					text = string(t.inspected.raw)
				}
				return m.copy(text)
			}}}},
		{name: "copy-path", panes: inInspect, keys: []string{"y"}, help: "copy the path",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.copy(m.tab().inspector.Path()) }},
	}
}

// inspectorKey hands a key to the inspector.
func inspectorKey(m *Model, press tea.KeyPressMsg) tea.Cmd {
	t := m.tab()
	t.inspector, _ = t.inspector.Update(press)
	return nil
}
