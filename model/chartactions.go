package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/pane"
	"sockeye/widgets/chart"
)

// chartActions are what keys do in the chart. After each of them it is drawn anew.
func chartActions() []record {
	draws := func(change func(p pane.Chart)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m.chart())
			m.refresh()
			return nil
		}
	}
	return []record{
		{Name: "crosshair-left", Panes: action.InChart, Keys: []string{"left"}, Help: "crosshair to the left",
			Footer: []keyHint{{Rank: 61, Words: "crosshair", With: "crosshair-right", By: " "}},
			Run:    draws(func(p pane.Chart) { p.MoveCrosshair(-1) })},
		{Name: "crosshair-right", Panes: action.InChart, Keys: []string{"right"}, Help: "crosshair to the right",
			Run: draws(func(p pane.Chart) { p.MoveCrosshair(1) })},
		{Name: "seek", Panes: action.InChart, Keys: []string{"enter"}, Help: "the log at the crosshair",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if at := m.tab().Tab.Chart.Cross; !at.IsZero() {
					m.log().Seek(at)
				}
				return nil
			}},
		{Name: "hide", Panes: action.InChart, Keys: []string{"space"}, Help: "hide the selected series, or show it again", Run: draws(pane.Chart.HideSeries)},
		{Name: "percent", Panes: action.InChart, Keys: []string{"%"}, Help: "changes in per cent, or values",
			Footer: []keyHint{{Rank: 62, Words: "per cent"}},
			Run:    draws(pane.Chart.TogglePercent)},
		{Name: "earlier", Panes: action.InChart, Keys: []string{"["}, Help: "earlier",
			Run: draws(func(p pane.Chart) { p.Of.Tab.Chart.Pan += *p.On.Window / 2 })},
		{Name: "later", Panes: action.InChart, Keys: []string{"]"}, Help: "later",
			Run: draws(func(p pane.Chart) { v := &p.Of.Tab.Chart; v.Pan = max(v.Pan-*p.On.Window/2, 0) })},
		{Name: "reset", Panes: action.InChart, Keys: []string{"G", "end"}, Help: "back to the present, with the range unlocked",
			Footer: []keyHint{{Rank: 71, Words: "live", When: func(m *Model) bool { return m.log().OffersLive() }}},
			Run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				if m.resumes(press) {
					return m.log().Resume()
				}
				m.chart().Reset()
				m.refresh()
				return nil
			}},
		{Name: "interval", Panes: action.InChart, Keys: []string{"i"}, Help: "length of candles", Run: draws(pane.Chart.NextInterval)},
		{Name: "lock", Panes: action.InChart, Keys: []string{"Y"}, Help: "lock or free the y range", Run: draws(pane.Chart.ToggleLock)},
	}
}

// kindNames are the kinds of charts, in their order.
func kindNames() string {
	names := make([]string, len(chart.Kinds))
	for i, kind := range chart.Kinds {
		names[i] = kind.Name()
	}
	return strings.Join(names, ", ")
}
