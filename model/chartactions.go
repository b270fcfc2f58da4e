package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

// windows are the lengths of time that a chart can show.
var windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const defaultWindow = 1

// chartActions are what keys do in the chart. After each of them it is drawn anew.
func chartActions() []action {
	draws := func(change func(p chartPane)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m.chart())
			m.refresh()
			return nil
		}
	}
	return []action{
		{name: "crosshair-left", panes: inChart, keys: []string{"left"}, help: "crosshair to the left",
			footer: []keyHint{{rank: 61, words: "crosshair", with: "crosshair-right", by: " "}},
			run:    draws(func(p chartPane) { p.moveCrosshair(-1) })},
		{name: "crosshair-right", panes: inChart, keys: []string{"right"}, help: "crosshair to the right",
			run: draws(func(p chartPane) { p.moveCrosshair(1) })},
		{name: "seek", panes: inChart, keys: []string{"enter"}, help: "the log at the crosshair",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if at := m.tab().view.cross; !at.IsZero() {
					m.log().seek(at)
				}
				return nil
			}},
		{name: "hide", panes: inChart, keys: []string{"space"}, help: "hide the selected series, or show it again", run: draws(chartPane.hide)},
		{name: "percent", panes: inChart, keys: []string{"%"}, help: "changes in per cent, or values",
			footer: []keyHint{{rank: 62, words: "per cent"}},
			run:    draws(chartPane.togglePercent)},
		{name: "earlier", panes: inChart, keys: []string{"["}, help: "earlier",
			run: draws(func(p chartPane) { p.t.view.pan += *p.on.window / 2 })},
		{name: "later", panes: inChart, keys: []string{"]"}, help: "later",
			run: draws(func(p chartPane) { v := &p.t.view; v.pan = max(v.pan-*p.on.window/2, 0) })},
		{name: "reset", panes: inChart, keys: []string{"G", "end"}, help: "the present, unlocked",
			footer: []keyHint{{rank: 71, words: "live", when: func(m *Model) bool { return m.log().offersLive() }}},
			run: func(m *Model, press tea.KeyPressMsg) tea.Cmd {
				if m.resumes(press) {
					return nil
				}
				m.chart().resetChart()
				m.refresh()
				return nil
			}},
		{name: "interval", panes: inChart, keys: []string{"i"}, help: "length of candles", run: draws(chartPane.nextInterval)},
		{name: "lock", panes: inChart, keys: []string{"Y"}, help: "lock or free the y range", run: draws(chartPane.toggleLock)},
	}
}

// chartPane is the chart of a feed, for the operator.
type chartPane struct {
	on host
	t  *tab
}

// chart returns the chart of the feed that is shown.
func (m *Model) chart() chartPane { return chartPane{m.host(), m.tab()} }

// moveCrosshair moves the crosshair, or shows it.
func (p chartPane) moveCrosshair(step int) {
	t := p.t
	t.view.cross = t.chart.CrosshairStep(step)
}

// resetChart shows the present, on a scale that follows it.
func (p chartPane) resetChart() {
	t := p.t
	v := t.view
	t.view = chartView{
		kind: v.kind, off: v.off, interval: v.interval, own: v.own, added: v.added, hidden: v.hidden, percent: v.percent, field: v.field, chosen: v.chosen,
	}
	t.chart.SetBounds(axis.Scale{})
}

// togglePercent shows changes since the window began, or values again.
func (p chartPane) togglePercent() {
	v := &p.t.view
	v.percent = !v.percent
	p.lock(false, axis.Scale{})
	p.on.notices.show("the chart shows values")
	if v.percent {
		p.on.notices.show("the chart shows changes since its window began")
	}
}

// toggleLock holds the scale where it is, or lets it follow what is visible.
func (p chartPane) toggleLock() {
	t := p.t
	if !t.view.locked && !t.chart.Bounds().IsSet() {
		p.on.notices.showError(errors.New("there is no range to lock: :y LOW HIGH sets one"))
		return
	}
	p.lock(!t.view.locked, t.chart.Bounds())
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
	v := &p.t.view
	next := slices.Index(chart.Kinds[:], v.kind) + 1
	switch {
	case v.off:
		p.setKind(chart.Kinds[0])
	case next < len(chart.Kinds):
		p.setKind(chart.Kinds[next])
	default:
		p.hideChart()
	}
}

func (p chartPane) setKind(kind chart.Kind) {
	v := &p.t.view
	v.kind, v.off = kind, false
	p.on.arrange()
}

// hideChart gives the space of the chart to the other panes.
func (p chartPane) hideChart() {
	p.t.view.off = true
	p.on.arrange()
}

// nextInterval changes the length of the candles: chosen by the window, then each that there is, then the feed's own.
func (p chartPane) nextInterval() {
	t := p.t
	v := &t.view
	next := 0
	for i, d := range intervals {
		if v.interval == d {
			next = i + 1
		}
	}
	r := t.row()
	switch {
	case v.own:
		v.own, v.interval = false, 0
		p.on.notices.show("candles as the window needs them")
	case next < len(intervals):
		v.interval = intervals[next]
		p.on.notices.show("candles of " + format.Duration(v.interval))
	case r != nil && r.Candles:
		v.own = true
		p.on.notices.show("the feed's own candles")
	default:
		v.interval = 0
		p.on.notices.show("candles as the window needs them")
	}
	v.kind = chart.Candles
}

// lock holds the scale at bounds, or lets it follow what is visible.
func (p chartPane) lock(on bool, bounds axis.Scale) {
	t := p.t
	t.view.locked = on
	if !on {
		bounds = axis.Scale{}
	}
	t.chart.SetBounds(bounds)
	p.on.notices.show("the y range follows what is visible")
	if on {
		p.on.notices.show(fmt.Sprintf("the y range is locked from %g to %g", bounds.Min, bounds.Max))
	}
}

// addSeries puts the selected row on the chart beside the others, or removes it.
func (p chartPane) addSeries() {
	t := p.t
	r := t.row()
	if r == nil {
		p.on.notices.showError(errNoRow)
		return
	}
	value, field := t.main(r)
	if value == nil || !value.Kept {
		p.on.notices.showError(fmt.Errorf("%s has no values to draw", r.Name))
		return
	}
	key := history.Key{Label: t.selected, Field: field}
	v := &t.view
	for i, a := range v.added {
		if a == key {
			v.added = append(v.added[:i:i], v.added[i+1:]...)
			p.on.notices.show(t.seriesName(key) + " is off the chart")
			p.on.refresh()
			return
		}
	}
	v.added = append(v.added, key)
	p.setKind(chart.Line)
	p.on.notices.show(t.seriesName(key) + " stays on the chart: select another one to compare")
}

// hide leaves the selected series out of the picture, or shows it again; its place in the legend stays.
func (p chartPane) hide() {
	t := p.t
	r := t.row()
	if r == nil {
		p.on.notices.showError(errNoRow)
		return
	}
	_, field := t.main(r)
	key := history.Key{Label: t.selected, Field: field}
	v := &t.view
	if v.hidden == nil {
		v.hidden = map[history.Key]bool{}
	}
	v.hidden[key] = !v.hidden[key]
	if !v.hidden[key] {
		delete(v.hidden, key)
	}
}

// moveSeries charts the next number: another one of the row, or else that of the next row.
func (p chartPane) moveSeries(step int) {
	t := p.t
	r := t.row()
	if r == nil {
		return
	}
	known := r.Fields()
	_, field := t.main(r)
	at := slices.Index(known, field) + step
	if at >= 0 && at < len(known) {
		t.view.field, t.view.chosen = known[at], true
		p.on.refresh()
		return
	}
	i, ok := t.list.Selected()
	if !ok || i+step < 0 || i+step >= len(t.rows.order) {
		return
	}
	listPane(p).selectRow(i + step)
	if known = t.row().Fields(); len(known) > 0 {
		at := 0
		if step < 0 {
			at = len(known) - 1
		}
		t.view.field, t.view.chosen = known[at], true
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
