package model

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/layout"
	"sockeye/widgets/logview"
)

// logActions are what keys do in the log, and what they do with it elsewhere.
func logActions() []action {
	isStopped := func(m *Model) bool { return !m.tab().log.Live() }
	widgets := func(of func(l *logview.KeyMap) *key.Binding) func(k *KeyMap) []*key.Binding {
		return func(k *KeyMap) []*key.Binding { return []*key.Binding{of(&k.log)} }
	}
	return []action{
		{name: "up", panes: anywhere, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.Up, &k.inspect.Up, &k.list.Up} },
			in: map[layout.Pane]variant{layout.Chart: {help: "previous series", run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().moveSeries(-1)
				return nil
			}}}},
		{name: "down", panes: anywhere, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.Down, &k.inspect.Down, &k.list.Down} },
			in: map[layout.Pane]variant{layout.Chart: {help: "next series", run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().moveSeries(1)
				return nil
			}}}},
		{name: "half-up", panes: inLog | inInspect, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.HalfUp, &k.inspect.HalfUp} }},
		{name: "half-down", panes: inLog | inInspect, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.HalfDown, &k.inspect.HalfDown} }},
		{name: "page-up", panes: anywhere, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding {
				return []*key.Binding{&k.log.PageUp, &k.inspect.PageUp, &k.list.PageUp}
			},
			in: map[layout.Pane]variant{layout.Chart: {help: "a page of series up"}}},
		{name: "page-down", panes: anywhere, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding {
				return []*key.Binding{&k.log.PageDown, &k.inspect.PageDown, &k.list.PageDown}
			},
			in: map[layout.Pane]variant{layout.Chart: {help: "a page of series down"}}},
		{name: "top", panes: anywhere, moves: true, run: moveCursor,
			widgets: func(k *KeyMap) []*key.Binding { return []*key.Binding{&k.log.Top, &k.inspect.Top, &k.list.Top} },
			in:      map[layout.Pane]variant{layout.Chart: {help: "first series"}}},
		{name: "bottom", panes: anywhere &^ inChart, moves: true, // there these keys are of the present
			widgets: func(k *KeyMap) []*key.Binding {
				return []*key.Binding{&k.log.Bottom, &k.inspect.Bottom, &k.list.Bottom}
			},
			in: map[layout.Pane]variant{layout.List: {help: "last row"}},
			footer: []keyHint{
				{rank: 60, in: inLog, when: isStopped},
				{rank: 71, in: anywhere &^ inLog, when: func(m *Model) bool { return m.log().offersLive() }},
			},
			run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				if m.resumes(press) {
					return nil
				}
				return moveCursor(m, press)
			}},
		{name: "left", panes: inLog, moves: true, run: moveCursor, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Left })},
		{name: "right", panes: inLog, moves: true, run: moveCursor, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Right })},
		{name: "pin-page", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.StopOrPage }),
			footer: []keyHint{{rank: 61, words: "page down", when: isStopped}}},
		{name: "inspect", panes: inLog | inList, keys: []string{"enter"}, help: "inspect",
			footer: []keyHint{{rank: 50, in: inLog}, {rank: 60, in: inList, words: "last message"}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().openInspector()
				return nil
			},
			in: map[layout.Pane]variant{layout.List: {run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if m.tab().tab.Label() == nil {
					m.notices.ShowError(errNoRow)
					return nil
				}
				m.inspector().inspectLast()
				return nil
			}}}},
		{name: "search", panes: anywhere, keys: []string{"/"}, help: "search", footer: []keyHint{{rank: 51, in: inLog}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.log().openSearch()
				return nil
			},
			in: map[layout.Pane]variant{layout.List: {help: "show only labels that hold a text", run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.list().openListFilter()
				return nil
			}}}},
		{name: "next-hit", panes: anywhere, run: moveToHit, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextHit }),
			footer: []keyHint{{rank: 72, words: "hits", with: "previous-hit", by: " ", when: func(m *Model) bool { return m.tab().log.Search() != "" }}}},
		{name: "previous-hit", panes: anywhere, run: moveToHit, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.PrevHit })},
		{name: "filter", panes: inLog | inInspect | inChart, keys: []string{"&"}, help: "filter; &! excludes",
			footer: []keyHint{{rank: 52, in: inLog, words: "filter"}},
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.log().openFilter()
				return nil
			},
			in: map[layout.Pane]variant{layout.Inspect: {run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().filterBySelected() }}}},
		{name: "context", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Context })},
		{name: "mark", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Mark })},
		{name: "next-mark", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextMark })},
		{name: "next-event", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextEvent })},
		{name: "previous-event", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.PrevEvent })},
		{name: "time", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Time })},
		{name: "table", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Raw }),
			footer: []keyHint{{rank: 62, words: "raw", when: func(m *Model) bool { return m.tab().log.Tabular() }}}},
		{name: "wrap", panes: inLog, run: logKey, widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Wrap })},
	}
}

// moveCursor hands a key to the widget that has the keys. The chart has no cursor of its own: what moves that of the
// watchlist chooses its row.
func moveCursor(m *Model, press tea.KeyPressMsg) tea.Cmd {
	switch m.shape.Focus {
	case layout.Log:
		return logKey(m, press)
	case layout.Inspect:
		return inspectorKey(m, press)
	}
	m.list().listKey(press)
	return nil
}

// logKey hands a key to the log. Freezing it freezes everything that moves.
func logKey(m *Model, press tea.KeyPressMsg) tea.Cmd {
	t := m.tab()
	t.log.SetNow(m.now)
	t.log, _ = t.log.Update(press)
	m.log().inspectCursor()
	return work(t)
}

// resumes has a log that is frozen go live by the key that its title names, from any pane, and reports whether it did.
func (m *Model) resumes(press tea.KeyPressMsg) bool {
	if m.shape.Focus == layout.Log || !m.log().offersLive() || press.String() != m.keys.label("bottom") {
		return false
	}
	m.tab().log.Resume()
	return true
}

// moveToHit goes to a hit of the log's search, from any pane.
func moveToHit(m *Model, press tea.KeyPressMsg) tea.Cmd {
	if m.shape.Focus != layout.Log && m.tab().log.Search() == "" {
		m.notices.ShowError(fmt.Errorf("there is no search: %s in the log begins one", m.keys.label("search")))
		return nil
	}
	return logKey(m, press)
}
