package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/layout"
	"sockeye/model/pane"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// logActions are what keys do in the log, and what they do with it elsewhere.
func logActions() []record {
	isStopped := func(m *Model) bool { return !m.tab().Log.Live() }
	series := func(step int, help string) variant {
		return variant{Help: help, Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			m.chart().MoveSeries(step)
			return nil
		}}
	}
	inChart := func(v variant) map[layout.Pane]variant { return map[layout.Pane]variant{layout.Chart: v} }
	return []record{
		{Name: "up", Panes: action.Anywhere, Keys: []string{"k", "up"}, Help: "up", Moves: true, Mouse: tea.MouseWheelUp, Point: turn(-1),
			Run: moves{logview.LineUp, inspect.LineUp, watchlist.RowUp}.run, In: inChart(series(-1, "previous series"))},
		{Name: "down", Panes: action.Anywhere, Keys: []string{"j", "down"}, Help: "down", Moves: true, Mouse: tea.MouseWheelDown, Point: turn(1),
			Run: moves{logview.LineDown, inspect.LineDown, watchlist.RowDown}.run, In: inChart(series(1, "next series"))},
		{Name: "half-up", Panes: action.InLog | action.InInspect, Keys: []string{"ctrl+u"}, Help: "half a page up", Moves: true,
			Run: moves{log: logview.HalfUp, inspect: inspect.HalfUp}.run},
		{Name: "half-down", Panes: action.InLog | action.InInspect, Keys: []string{"ctrl+d"}, Help: "half a page down", Moves: true,
			Run: moves{log: logview.HalfDown, inspect: inspect.HalfDown}.run},
		{Name: "page-up", Panes: action.Anywhere, Keys: []string{"pgup"}, Help: "page up", Moves: true,
			Run: moves{logview.PageUp, inspect.PageUp, watchlist.PageUp}.run, In: inChart(variant{Help: "a page of series up"})},
		{Name: "page-down", Panes: action.Anywhere, Keys: []string{"pgdown"}, Shown: "pgdn", Help: "page down", Moves: true,
			Run: moves{logview.PageDown, inspect.PageDown, watchlist.PageDown}.run, In: inChart(variant{Help: "a page of series down"})},
		{Name: "top", Panes: action.Anywhere, Keys: []string{"g", "home"}, Help: "first entry", Moves: true,
			Run: moves{logview.Top, inspect.Top, watchlist.Top}.run, In: inChart(variant{Help: "first series"})},
		{Name: "bottom", Panes: action.Anywhere &^ action.InChart, Keys: []string{"G", "end"}, Help: "live", Moves: true, // in the chart these keys are of the present
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
				return moves{inspect: inspect.Bottom, list: watchlist.Bottom}.run(m, press)
			}},
		{Name: "left", Panes: action.InLog, Keys: []string{"h", "left"}, Help: "left", Moves: true, Run: inLog(logview.Left)},
		{Name: "right", Panes: action.InLog, Keys: []string{"l", "right"}, Help: "right", Moves: true, Run: inLog(logview.Right)},
		{Name: "pin-page", Panes: action.InLog, Keys: []string{"space"}, Help: "pin the log, then page down", Run: inLog(logview.StopOrPage),
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
		{Name: "next-hit", Panes: action.Anywhere, Keys: []string{"n"}, Help: "next hit", Run: toHit(logview.NextHit),
			Footer: []keyHint{{Rank: 72, Words: "hits", With: "previous-hit", By: " ", When: func(m *Model) bool { return m.tab().Log.Search() != "" }}}},
		{Name: "previous-hit", Panes: action.Anywhere, Keys: []string{"N"}, Help: "previous hit", Run: toHit(logview.PrevHit)},
		{Name: "filter", Panes: action.InLog | action.InInspect | action.InChart, Keys: []string{"&"}, Help: "filter; &! excludes",
			Footer: []keyHint{{Rank: 52, In: action.InLog, Words: "filter"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.log().OpenFilter()
				return nil
			},
			In: map[layout.Pane]variant{layout.Inspect: {Word: "filter", Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.inspector().FilterBySelected() }}}},
		{Name: "context", Panes: action.InLog, Keys: []string{"\\"}, Help: "the entry in its unfiltered context", Run: inLog(logview.ToggleContext)},
		{Name: "mark", Acts: true, Panes: action.InLog, Keys: []string{"m"}, Help: "mark the entry", Run: inLog(logview.ToggleMark)},
		{Name: "next-mark", Panes: action.InLog, Keys: []string{"'"}, Help: "next mark", Run: inLog(logview.NextMark)},
		{Name: "next-event", Panes: action.InLog, Keys: []string{"e"}, Help: "next gap, trouble or alert", Run: inLog(logview.NextEvent),
			Footer: []keyHint{{Rank: 63, Words: "gaps, alerts", With: "previous-event", By: " ", When: hasTrouble}}},
		{Name: "previous-event", Panes: action.InLog, Keys: []string{"E"}, Help: "previous gap, trouble or alert", Run: inLog(logview.PrevEvent)},
		{Name: "time", Panes: action.InLog, Keys: []string{"t"}, Help: "time of receipt, of the feed, or difference", Run: inLog(logview.CycleTime)},
		{Name: "table", Panes: action.InLog, Keys: []string{"r"}, Help: "raw messages, or the table", Run: inLog(logview.ToggleRaw),
			Footer: []keyHint{{Rank: 62, Words: "raw", When: func(m *Model) bool { return m.tab().Log.Tabular() }}}},
		{Name: "wrap", Panes: action.InLog, Keys: []string{"w"}, Help: "wrap long entries", Run: inLog(logview.ToggleWrap)},
	}
}

// hasTrouble reports whether something has happened on the feed that is shown to which keys go in the log: it was connected anew,
// messages were lost, or an alert was raised.
func hasTrouble(m *Model) bool {
	t := m.tab()
	return t.Tab.Status().Reconnects > 0 || t.At(m.now).HasGaps() || t.Tab.Alerts().Unacknowledged() > 0
}

// moves is what an action does in the pane that has the keys. The chart has no cursor of its own: what moves that of the
// watchlist chooses its row.
type moves struct {
	log     logview.Action
	inspect inspect.Action
	list    watchlist.Action
}

func (to moves) run(m *Model, press tea.KeyPressMsg) tea.Cmd {
	switch m.shape.Focus {
	case layout.Log:
		return m.log().Do(to.log)
	case layout.Inspect:
		m.tab().Inspector.Do(to.inspect)
	default:
		m.list().Do(to.list)
	}
	return nil
}

// inLog returns what does something in the log.
func inLog(a logview.Action) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
	return func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.log().Do(a) }
}

// resumes reports whether a key in another pane is the one that has the log go live, as the title of the log says.
func (m *Model) resumes(press tea.KeyPressMsg) bool {
	return m.log().OffersLive() && press.String() == m.keys.Label("bottom")
}

// toHit returns what goes to a hit of the log's search, from any pane.
func toHit(a logview.Action) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
	return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		if m.shape.Focus != layout.Log && m.tab().Log.Search() == "" {
			m.notices.ShowError(fmt.Errorf("there is no search: %s in the log begins one", m.keys.Label("search")))
			return nil
		}
		return m.log().Do(a)
	}
}
