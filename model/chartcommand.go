package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/chart"
)

func (m *Model) commandPlot(args []string) (tea.Cmd, error) {
	name := ""
	switch {
	case len(args) == 3 && args[1] == "as":
		name = args[2]
	case len(args) != 1:
		return nil, errors.New("it is :plot PATH or :plot PATH as NAME, for example :plot data.0.price as price")
	}
	t := m.tab()
	if field, known := t.field(args[0]); known && name == "" {
		m.showField(t, field)
		m.said = field + " is in the chart"
		return nil, nil
	}
	field := cmp.Or(name, args[0])
	return m.await(t.feed.Plot(args[0], name), func(err error) {
		if err != nil {
			m.complain(err)
			return
		}
		m.showField(t, field)
		m.said = field + " is plotted from now on"
	}), nil
}

func (m *Model) commandUnplot(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("which one? " + strings.Join(m.tab().feed.Plots(), ", "))
	}
	t := m.tab()
	return m.await(t.feed.Unplot(args[0]), func(err error) {
		if err != nil {
			m.complain(err)
			return
		}
		t.view.chosen = false
		m.refresh()
	}), nil
}

func (m *Model) completePlots(string) []string { return m.tab().feed.Plots() }

// chartOff is the name for no chart.
const chartOff = "off"

// chartNames are the arguments of :chart.
func chartNames() (names []string) {
	for _, kind := range chart.Kinds {
		names = append(names, kind.Name())
	}
	return append(names, chartOff)
}

func (m *Model) commandChart(args []string) (tea.Cmd, error) {
	names := chartNames()
	switch at := slices.Index(names, strings.Join(args, " ")); {
	case at < 0:
		kinds := names[:len(names)-1]
		return nil, fmt.Errorf("it is :chart %s or %s", strings.Join(kinds, ", "), chartOff)
	case at < len(chart.Kinds):
		m.setKind(chart.Kinds[at])
	default:
		m.hideChart()
	}
	return nil, nil
}

func (m *Model) commandCandle(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how long? for example :candle 5s")
	}
	d, err := time.ParseDuration(args[0])
	if err != nil || d < time.Second || d > 24*time.Hour {
		return nil, fmt.Errorf("%s is no length of a candle: it is a time from 1s to 24h", args[0])
	}
	v := &m.tab().view
	v.interval, v.own = d, false
	m.setKind(chart.Candles)
	return nil, nil
}

func (m *Model) commandY(args []string) (tea.Cmd, error) {
	if len(args) == 1 && args[0] == "auto" {
		m.lock(false, chart.Bounds{})
		return nil, nil
	}
	if len(args) == 2 {
		low, err1 := strconv.ParseFloat(args[0], 64)
		high, err2 := strconv.ParseFloat(args[1], 64)
		if bounds := (chart.Bounds{Low: low, High: high}); err1 == nil && err2 == nil && bounds.IsSet() {
			m.lock(true, bounds)
			return nil, nil
		}
	}
	return nil, errors.New("it is :y LOW HIGH, for example :y 0 100, or :y auto")
}

// seekKept shows the log at a moment of which it has rows.
func (m *Model) seekKept(at time.Time) error {
	h := m.tab().history
	if h.First() == h.End() {
		return errors.New("the log is empty")
	}
	_, oldest := h.Row(h.First())
	_, newest := h.Row(h.End() - 1)
	if at.Add(time.Second).UnixNano() <= oldest.At || // a time is typed in whole seconds
		at.UnixNano() > newest.At {
		clock := func(ns int64) string { return time.Unix(0, ns).In(m.options.Location).Format("15:04:05") }
		return fmt.Errorf("there is no row of %s: the log goes from %s to %s", clock(at.UnixNano()), clock(oldest.At), clock(newest.At))
	}
	m.seek(at)
	return nil
}

// commandGoto shows the log at a time of the last day, so long ago, or at the row of a number.
func (m *Model) commandGoto(args []string) (tea.Cmd, error) {
	wrong := errors.New("it is :goto 14:03:21, :goto -5m or :goto #88215")
	if len(args) != 1 {
		return nil, wrong
	}
	t := m.tab()
	if number, ok := strings.CutPrefix(args[0], "#"); ok {
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return nil, wrong
		}
		if first, end := t.history.First(), t.history.End(); n < first || n >= end {
			return nil, fmt.Errorf("the log has the rows from #%d to #%d; they are counted by Sockeye, and for a number of the feed there is %s", first, max(end, 1)-1, m.keys.label("search"))
		}
		t.log.Goto(n)
		m.showLog()
		return nil, nil
	}
	now := time.Now().In(m.options.Location)
	if d, err := time.ParseDuration(args[0]); err == nil && d < 0 {
		return nil, m.seekKept(now.Add(d))
	}
	for _, layout := range []string{"15:04:05.999", "15:04"} {
		if at, err := time.ParseInLocation(layout, args[0], m.options.Location); err == nil {
			y, month, d := now.Date()
			at = time.Date(y, month, d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), m.options.Location)
			if at.After(now) {
				at = at.AddDate(0, 0, -1) // it was before midnight
			}
			return nil, m.seekKept(at)
		}
	}
	return nil, wrong
}
