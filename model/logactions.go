package model

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/layout"
	"sockeye/model/pane"
	"sockeye/widgets/logview"
)

// logActions are what keys do in the log, and what they do with it elsewhere.
func logActions() []record {
	isStopped := func(m *Model) bool { return !m.tab().Log.Live() }
	widgets := func(of func(l *logview.KeyMap) *key.Binding) func(w *action.Widgets) []*key.Binding {
		return func(w *action.Widgets) []*key.Binding { return []*key.Binding{of(&w.Log)} }
	}
	return []record{
		{Name: "up", Panes: action.Anywhere, Moves: true, Run: moveCursor, Mouse: tea.MouseWheelUp, Point: turn(-1),
			Widgets: func(w *action.Widgets) []*key.Binding { return []*key.Binding{&w.Log.Up, &w.Inspect.Up, &w.List.Up} },
			In: map[layout.Pane]variant{layout.Chart: {Help: "previous series", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().MoveSeries(-1)
				return nil
			}}}},
		{Name: "down", Panes: action.Anywhere, Moves: true, Run: moveCursor, Mouse: tea.MouseWheelDown, Point: turn(1),
			Widgets: func(w *action.Widgets) []*key.Binding {
				return []*key.Binding{&w.Log.Down, &w.Inspect.Down, &w.List.Down}
			},
			In: map[layout.Pane]variant{layout.Chart: {Help: "next series", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().MoveSeries(1)
				return nil
			}}}},
		{Name: "half-up", Panes: action.InLog | action.InInspect, Moves: true, Run: moveCursor,
			Widgets: func(w *action.Widgets) []*key.Binding { return []*key.Binding{&w.Log.HalfUp, &w.Inspect.HalfUp} }},
		{Name: "half-down", Panes: action.InLog | action.InInspect, Moves: true, Run: moveCursor,
			Widgets: func(w *action.Widgets) []*key.Binding { return []*key.Binding{&w.Log.HalfDown, &w.Inspect.HalfDown} }},
		{Name: "page-up", Panes: action.Anywhere, Moves: true, Run: moveCursor,
			Widgets: func(w *action.Widgets) []*key.Binding {
				return []*key.Binding{&w.Log.PageUp, &w.Inspect.PageUp, &w.List.PageUp}
			},
			In: map[layout.Pane]variant{layout.Chart: {Help: "a page of series up"}}},
		{Name: "page-down", Panes: action.Anywhere, Moves: true, Run: moveCursor,
			Widgets: func(w *action.Widgets) []*key.Binding {
				return []*key.Binding{&w.Log.PageDown, &w.Inspect.PageDown, &w.List.PageDown}
			},
			In: map[layout.Pane]variant{layout.Chart: {Help: "a page of series down"}}},
		{Name: "top", Panes: action.Anywhere, Moves: true, Run: moveCursor,
			Widgets: func(w *action.Widgets) []*key.Binding { return []*key.Binding{&w.Log.Top, &w.Inspect.Top, &w.List.Top} },
			In:      map[layout.Pane]variant{layout.Chart: {Help: "first series"}}},
		{Name: "bottom", Panes: action.Anywhere &^ action.InChart, Moves: true, // there these keys are of the present
			Widgets: func(w *action.Widgets) []*key.Binding {
				return []*key.Binding{&w.Log.Bottom, &w.Inspect.Bottom, &w.List.Bottom}
			},
			In: map[layout.Pane]variant{
				layout.List: {Help: "last row"},
				layout.Log:  {Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().Resume() }},
			},
			Footer: []keyHint{
				{Rank: 60, In: action.InLog, When: isStopped},
				{Rank: 71, In: action.Anywhere &^ action.InLog, When: func(m *Model) bool { return m.log().OffersLive() }},
			},
			Run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				if m.resumes(press) {
					return m.log().Resume()
				}
				return moveCursor(m, press)
			}},
		{Name: "left", Panes: action.InLog, Moves: true, Run: moveCursor, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Left })},
		{Name: "right", Panes: action.InLog, Moves: true, Run: moveCursor, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Right })},
		{Name: "pin-page", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.StopOrPage }),
			Footer: []keyHint{{Rank: 61, Words: "page down", When: isStopped}}},
		{Name: "inspect", Panes: action.InLog | action.InList, Keys: []string{"enter"}, Help: "inspect",
			Footer: []keyHint{{Rank: 50, In: action.InLog}, {Rank: 60, In: action.InList, Words: "last message"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.inspector().Open()
				return nil
			},
			In: map[layout.Pane]variant{layout.List: {Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if m.tab().Tab.Label() == nil {
					m.notices.ShowError(pane.ErrNoRow)
					return nil
				}
				m.inspector().InspectLast()
				return nil
			}}}},
		{Name: "search", Panes: action.Anywhere, Keys: []string{"/"}, Help: "search", Footer: []keyHint{{Rank: 51, In: action.InLog}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.log().OpenSearch()
				return nil
			},
			In: map[layout.Pane]variant{layout.List: {Help: "show only labels that hold a text", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.list().OpenFilter()
				return nil
			}}}},
		{Name: "next-hit", Panes: action.Anywhere, Run: moveToHit, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextHit }),
			Footer: []keyHint{{Rank: 72, Words: "hits", With: "previous-hit", By: " ", When: func(m *Model) bool { return m.tab().Log.Search() != "" }}}},
		{Name: "previous-hit", Panes: action.Anywhere, Run: moveToHit, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.PrevHit })},
		{Name: "filter", Panes: action.InLog | action.InInspect | action.InChart, Keys: []string{"&"}, Help: "filter; &! excludes",
			Footer: []keyHint{{Rank: 52, In: action.InLog, Words: "filter"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.log().OpenFilter()
				return nil
			},
			In: map[layout.Pane]variant{layout.Inspect: {Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().FilterBySelected() }}}},
		{Name: "context", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Context })},
		{Name: "mark", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Mark })},
		{Name: "next-mark", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextMark })},
		{Name: "next-event", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.NextEvent })},
		{Name: "previous-event", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.PrevEvent })},
		{Name: "time", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Time })},
		{Name: "table", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Raw }),
			Footer: []keyHint{{Rank: 62, Words: "raw", When: func(m *Model) bool { return m.tab().Log.Tabular() }}}},
		{Name: "wrap", Panes: action.InLog, Run: logKey, Widgets: widgets(func(l *logview.KeyMap) *key.Binding { return &l.Wrap })},
	}
}

// moveCursor passes a key to the widget that has the keys. The chart has no cursor of its own: what moves that of the
// watchlist chooses its row.
func moveCursor(m *Model, press tea.KeyPressMsg) tea.Cmd {
	switch m.shape.Focus {
	case layout.Log:
		return logKey(m, press)
	case layout.Inspect:
		return inspectorKey(m, press)
	}
	m.list().Press(press)
	return nil
}

// logKey passes a key to the log.
func logKey(m *Model, press tea.KeyPressMsg) tea.Cmd {
	t := m.tab()
	t.Log, _ = t.Log.Update(press)
	m.log().InspectCursor()
	return pane.Work(t)
}

// resumes reports whether a key in another pane is the one that has the log go live, as the title of the log says.
func (m *Model) resumes(press tea.KeyPressMsg) bool {
	return m.log().OffersLive() && press.String() == m.keys.Label("bottom")
}

// moveToHit goes to a hit of the log's search, from any pane.
func moveToHit(m *Model, press tea.KeyPressMsg) tea.Cmd {
	if m.shape.Focus != layout.Log && m.tab().Log.Search() == "" {
		m.notices.ShowError(fmt.Errorf("there is no search: %s in the log begins one", m.keys.Label("search")))
		return nil
	}
	return logKey(m, press)
}
