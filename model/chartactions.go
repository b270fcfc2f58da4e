package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/history"
	"sockeye/model/action"
	"sockeye/model/layout"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

// windows are the lengths of time that a chart can show.
var windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const defaultWindow = 1

// chartActions are what keys do in the chart. After each of them it is drawn anew.
func chartActions() []record {
	draws := func(change func(p chartPane)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m.chart())
			m.refresh()
			return nil
		}
	}
	return []record{
		{Name: "crosshair-left", Panes: action.InChart, Keys: []string{"left"}, Help: "crosshair to the left",
			Footer: []keyHint{{Rank: 61, Words: "crosshair", With: "crosshair-right", By: " "}},
			Run:    draws(func(p chartPane) { p.moveCrosshair(-1) })},
		{Name: "crosshair-right", Panes: action.InChart, Keys: []string{"right"}, Help: "crosshair to the right",
			Run: draws(func(p chartPane) { p.moveCrosshair(1) })},
		{Name: "seek", Panes: action.InChart, Keys: []string{"enter"}, Help: "the log at the crosshair",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if at := m.tab().tab.Chart.Cross; !at.IsZero() {
					m.log().seek(at)
				}
				return nil
			}},
		{Name: "hide", Panes: action.InChart, Keys: []string{"space"}, Help: "hide the selected series, or show it again", Run: draws(chartPane.hide)},
		{Name: "percent", Panes: action.InChart, Keys: []string{"%"}, Help: "changes in per cent, or values",
			Footer: []keyHint{{Rank: 62, Words: "per cent"}},
			Run:    draws(chartPane.togglePercent)},
		{Name: "earlier", Panes: action.InChart, Keys: []string{"["}, Help: "earlier",
			Run: draws(func(p chartPane) { p.t.tab.Chart.Pan += *p.on.window / 2 })},
		{Name: "later", Panes: action.InChart, Keys: []string{"]"}, Help: "later",
			Run: draws(func(p chartPane) { v := &p.t.tab.Chart; v.Pan = max(v.Pan-*p.on.window/2, 0) })},
		{Name: "reset", Panes: action.InChart, Keys: []string{"G", "end"}, Help: "the present, unlocked",
			Footer: []keyHint{{Rank: 71, Words: "live", When: func(m *Model) bool { return m.log().offersLive() }}},
			Run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				if m.resumes(press) {
					return nil
				}
				m.chart().resetChart()
				m.refresh()
				return nil
			}},
		{Name: "interval", Panes: action.InChart, Keys: []string{"i"}, Help: "length of candles", Run: draws(chartPane.nextInterval)},
		{Name: "lock", Panes: action.InChart, Keys: []string{"Y"}, Help: "lock or free the y range", Run: draws(chartPane.toggleLock)},
	}
}

// chartPane is the chart of a feed, for the operator.
type chartPane struct {
	on host
	t  *feedView
}

// chart returns the chart of the feed that is shown.
func (m *Model) chart() chartPane { return chartPane{m.host(), m.tab()} }

// refresh has the chart show what is known at the moment of the screen.
func (p chartPane) refresh() {
	t := p.t
	shown := t.at(p.on.now)
	t.drawn = p.on.now
	t.chart.SetKind(t.tab.Chart.Kind)
	if shown.Frozen {
		t.chart.SetMaxRows(0, "") // it is brought once, and then stays
	} else {
		t.chart.SetMaxRows(p.on.chartRows, smallReason)
	}
	t.chart.SetCrosshair(t.tab.Chart.Cross)
	t.chart.SetData(shown.Chart(p.on.screen(t)))
	if slices.Contains(p.on.layout.Shown, layout.Chart) {
		t.chart.Draw()
	}
}

// moveCrosshair moves the crosshair, or shows it.
func (p chartPane) moveCrosshair(step int) {
	t := p.t
	t.tab.Chart.Cross = t.chart.CrosshairStep(step)
}

// resetChart shows the present, on a scale that follows it.
func (p chartPane) resetChart() {
	t := p.t
	t.tab.Chart.Reset()
	t.chart.SetBounds(axis.Scale{})
}

// togglePercent shows changes since the window began, or values again.
func (p chartPane) togglePercent() {
	v := &p.t.tab.Chart
	v.Percent = !v.Percent
	p.lock(false, axis.Scale{})
	p.on.notices.Show("the chart shows values")
	if v.Percent {
		p.on.notices.Show("the chart shows changes since its window began")
	}
}

// toggleLock holds the scale where it is, or lets it follow what is visible.
func (p chartPane) toggleLock() {
	t := p.t
	if !t.tab.Chart.Locked && !t.chart.Bounds().IsSet() {
		p.on.notices.ShowError(errors.New("there is no range to lock: :y LOW HIGH sets one"))
		return
	}
	p.lock(!t.tab.Chart.Locked, t.chart.Bounds())
}

// kindNames are the kinds of charts, in their order.
func kindNames() string {
	names := make([]string, len(chart.Kinds))
	for i, kind := range chart.Kinds {
		names[i] = kind.Name()
	}
	return strings.Join(names, ", ")
}

// nextKind shows the next kind of chart, and after the last one none.
func (p chartPane) nextKind() {
	v := &p.t.tab.Chart
	next := slices.Index(chart.Kinds[:], v.Kind) + 1
	switch {
	case v.Off:
		p.setKind(chart.Kinds[0])
	case next < len(chart.Kinds):
		p.setKind(chart.Kinds[next])
	default:
		p.hideChart()
	}
}

func (p chartPane) setKind(kind chart.Kind) {
	v := &p.t.tab.Chart
	v.Kind, v.Off = kind, false
	p.on.arrange()
}

// hideChart gives the space of the chart to the other panes.
func (p chartPane) hideChart() {
	p.t.tab.Chart.Off = true
	p.on.arrange()
}

// nextInterval changes the length of the candles.
func (p chartPane) nextInterval() {
	t := p.t
	r := t.at(p.on.now).Row()
	p.on.notices.Show(t.tab.Chart.NextInterval(r != nil && r.Candles))
}

// lock holds the scale at bounds, or lets it follow what is visible.
func (p chartPane) lock(on bool, bounds axis.Scale) {
	t := p.t
	t.tab.Chart.Locked = on
	if !on {
		bounds = axis.Scale{}
	}
	t.chart.SetBounds(bounds)
	p.on.notices.Show("the y range follows what is visible")
	if on {
		p.on.notices.Show(fmt.Sprintf("the y range is locked from %g to %g", bounds.Min, bounds.Max))
	}
}

// addSeries puts the selected row on the chart beside the others, or removes it.
func (p chartPane) addSeries() {
	t := p.t
	r := t.at(p.on.now).Row()
	if r == nil {
		p.on.notices.ShowError(errNoRow)
		return
	}
	value, field := t.tab.Chart.Main(r)
	if value == nil || !value.Kept {
		p.on.notices.ShowError(fmt.Errorf("%s has no values to draw", r.Name))
		return
	}
	key := history.Key{Label: t.tab.Selected(), Field: field}
	if !t.tab.Chart.Toggle(key) {
		p.on.notices.Show(t.tab.SeriesName(key) + " is off the chart")
		p.on.refresh()
		return
	}
	p.setKind(chart.Line)
	p.on.notices.Show(t.tab.SeriesName(key) + " stays on the chart: select another one to compare")
}

// hide leaves the selected series out of the picture, or shows it again; its place in the legend stays.
func (p chartPane) hide() {
	t := p.t
	r := t.at(p.on.now).Row()
	if r == nil {
		p.on.notices.ShowError(errNoRow)
		return
	}
	_, field := t.tab.Chart.Main(r)
	t.tab.Chart.Hide(history.Key{Label: t.tab.Selected(), Field: field})
}

// moveSeries charts the next number: another one of the row, or else that of the next row.
func (p chartPane) moveSeries(step int) {
	t := p.t
	r := t.at(p.on.now).Row()
	if r == nil {
		return
	}
	known := r.Fields()
	_, field := t.tab.Chart.Main(r)
	at := slices.Index(known, field) + step
	if at >= 0 && at < len(known) {
		t.tab.Chart.Choose(known[at])
		p.on.refresh()
		return
	}
	i, ok := t.list.Selected()
	if !ok || i+step < 0 || i+step >= t.tab.Rows.Len() {
		return
	}
	listPane(p).selectRow(i + step)
	if known = t.at(p.on.now).Row().Fields(); len(known) > 0 {
		at := 0
		if step < 0 {
			at = len(known) - 1
		}
		t.tab.Chart.Choose(known[at])
	}
	p.on.refresh()
}

// widen changes the window of the chart.
func (p chartPane) widen(step int) {
	next := 0 // the first one that is not shorter: :window may have set one in between
	for next < len(windows)-1 && windows[next] < *p.on.window {
		next++
	}
	if windows[next] == *p.on.window || step < 0 {
		next += step
	}
	*p.on.window = windows[min(max(next, 0), len(windows)-1)]
	p.on.refresh()
}
