package model

import (
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/preset/lang"
	"sockeye/widgets/chart"
)

// chartActions are what keys do in the chart. After each of them it is drawn anew.
func chartActions() []action {
	draws := func(change func(m *Model)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			change(m)
			m.refresh()
			return nil
		}
	}
	return []action{
		{name: "crosshair-left", panes: inChart, keys: []string{"left"}, help: "crosshair to the left",
			footer: []keyHint{{rank: 61, words: "crosshair", with: "crosshair-right", by: " "}},
			run:    draws(func(m *Model) { m.moveCrosshair(-1) })},
		{name: "crosshair-right", panes: inChart, keys: []string{"right"}, help: "crosshair to the right",
			run: draws(func(m *Model) { m.moveCrosshair(1) })},
		{name: "seek", panes: inChart, keys: []string{"enter"}, help: "the log at the crosshair",
			run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				if v := &m.tab().view; v.cross {
					m.seek(v.crossAt)
				}
				return nil
			}},
		{name: "hide", panes: inChart, keys: []string{"space"}, help: "hide the selected series, or show it again", run: draws((*Model).hide)},
		{name: "percent", panes: inChart, keys: []string{"%"}, help: "changes in per cent, or values",
			footer: []keyHint{{rank: 62, words: "per cent"}},
			run:    draws((*Model).togglePercent)},
		{name: "earlier", panes: inChart, keys: []string{"["}, help: "earlier",
			run: draws(func(m *Model) { m.tab().view.pan += m.window / 2 })},
		{name: "later", panes: inChart, keys: []string{"]"}, help: "later",
			run: draws(func(m *Model) { v := &m.tab().view; v.pan = max(v.pan-m.window/2, 0) })},
		{name: "reset", panes: inChart, keys: []string{"0"}, help: "the present, unlocked", run: draws((*Model).resetChart)},
		{name: "interval", panes: inChart, keys: []string{"i"}, help: "length of candles", run: draws((*Model).nextInterval)},
		{name: "lock", panes: inChart, keys: []string{"Y"}, help: "lock or free the y range", run: draws((*Model).toggleLock)},
	}
}

// moveCrosshair moves the crosshair, or shows it.
func (m *Model) moveCrosshair(step int) {
	t := m.tab()
	t.view.crossAt, t.view.cross = t.chart.CrosshairStep(step), true
}

// resetChart shows the present, on a scale that follows it.
func (m *Model) resetChart() {
	t := m.tab()
	v := t.view
	t.view = chartView{
		kind: v.kind, off: v.off, interval: v.interval, own: v.own, added: v.added, hidden: v.hidden, percent: v.percent, field: v.field, chosen: v.chosen,
	}
	t.chart.SetBounds(chart.Bounds{})
}

// togglePercent shows changes since the window began, or values again.
func (m *Model) togglePercent() {
	v := &m.tab().view
	v.percent = !v.percent
	m.lock(false, chart.Bounds{})
	m.said = "the chart shows values"
	if v.percent {
		m.said = "the chart shows changes since its window began"
	}
}

// toggleLock holds the scale where it is, or lets it follow what is visible.
func (m *Model) toggleLock() {
	t := m.tab()
	if !t.view.locked && !t.chart.Bounds().IsSet() {
		m.complain(errors.New("there is no range to lock: :y LOW HIGH sets one"))
		return
	}
	m.lock(!t.view.locked, t.chart.Bounds())
}

// nextKind shows the next kind of chart, and after the last one none.
func (m *Model) nextKind() {
	v := &m.tab().view
	next := slices.Index(chart.Kinds[:], v.kind) + 1
	switch {
	case v.off:
		m.setKind(chart.Kinds[0])
	case next < len(chart.Kinds):
		m.setKind(chart.Kinds[next])
	default:
		m.hideChart()
	}
}

func (m *Model) setKind(kind chart.Kind) {
	v := &m.tab().view
	v.kind, v.off = kind, false
	m.arrange()
}

// hideChart gives the space of the chart to the other panes.
func (m *Model) hideChart() {
	m.tab().view.off = true
	m.arrange()
}

// nextInterval changes the length of the candles: chosen by the window, then each that there is, then the feed's own.
func (m *Model) nextInterval() {
	t := m.tab()
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
		m.said = "candles as the window needs them"
	case next < len(intervals):
		v.interval = intervals[next]
		m.said = "candles of " + lang.FormatDuration(v.interval)
	case r != nil && r.candles != nil:
		v.own = true
		m.said = "the feed's own candles"
	default:
		v.interval = 0
		m.said = "candles as the window needs them"
	}
	v.kind = chart.Candles
}

// lock holds the scale at bounds, or lets it follow what is visible.
func (m *Model) lock(on bool, bounds chart.Bounds) {
	t := m.tab()
	t.view.locked = on
	if !on {
		bounds = chart.Bounds{}
	}
	t.chart.SetBounds(bounds)
	m.said = "the y range follows what is visible"
	if on {
		m.said = fmt.Sprintf("the y range is locked from %g to %g", bounds.Low, bounds.High)
	}
}

// addSeries puts the selected row on the chart beside the others, or takes it away.
func (m *Model) addSeries() {
	t := m.tab()
	r := t.row()
	if r == nil {
		m.complain(errNoRow)
		return
	}
	value, field := t.main(r)
	if value == nil || value.series == nil {
		m.complain(fmt.Errorf("%s has no values to draw", r.Name))
		return
	}
	key := seriesKey{t.selected, field}
	v := &t.view
	for i, a := range v.added {
		if a == key {
			v.added = append(v.added[:i:i], v.added[i+1:]...)
			m.said = t.seriesName(key) + " is off the chart"
			m.refresh()
			return
		}
	}
	v.added = append(v.added, key)
	m.setKind(chart.Line)
	m.said = t.seriesName(key) + " stays on the chart: select another one to compare"
}

// hide takes the selected series out of the picture, or shows it again; its place in the legend stays.
func (m *Model) hide() {
	t := m.tab()
	r := t.row()
	if r == nil {
		m.complain(errNoRow)
		return
	}
	_, field := t.main(r)
	key := seriesKey{t.selected, field}
	v := &t.view
	if v.hidden == nil {
		v.hidden = map[seriesKey]bool{}
	}
	v.hidden[key] = !v.hidden[key]
	if !v.hidden[key] {
		delete(v.hidden, key)
	}
}

// seek shows the log at a moment.
func (m *Model) seek(at time.Time) {
	t := m.tab()
	t.log.Goto(t.history.Find(at))
	m.showLog()
}

// showLog gives the log the keys, and its place to it where something else has that.
func (m *Model) showLog() {
	m.listed = false
	if m.plan().listWidth == 0 {
		m.tab().inspecting = false
	}
	m.focus = paneLog
	m.inspectCursor()
	m.arrange()
}

// moveSeries charts the next number: another one of the row, or else that of the next row.
func (m *Model) moveSeries(step int) {
	t := m.tab()
	r := t.row()
	if r == nil {
		return
	}
	known := r.known()
	_, field := t.main(r)
	at := slices.Index(known, field) + step
	if at >= 0 && at < len(known) {
		t.view.field, t.view.chosen = known[at], true
		m.refresh()
		return
	}
	i, ok := t.list.Selected()
	if !ok || i+step < 0 || i+step >= len(t.order) {
		return
	}
	m.selectRow(i + step)
	if known = t.row().known(); len(known) > 0 {
		at := 0
		if step < 0 {
			at = len(known) - 1
		}
		t.view.field, t.view.chosen = known[at], true
	}
	m.refresh()
}

// known returns the numbers that a row has.
func (r *row) known() (fields []int) {
	for i := range r.values {
		if r.values[i].known {
			fields = append(fields, i)
		}
	}
	return fields
}
