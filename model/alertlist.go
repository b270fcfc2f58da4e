package model

import (
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/preset"
	"sockeye/widgets/draw"
)

// alertList shows the alerts of all feeds: those that were raised, and those that are set.
type alertList struct {
	cursor int // among those that were raised
	top    int // the first line that is shown
}

func (m *Model) openAlerts() { m.layer = &alertList{} }

func (l *alertList) press(m *Model, msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, true
	}
	all := m.alarms()
	switch k := m.keys; {
	case key.Matches(press, k.Peel), key.Matches(press, k.Quit), key.Matches(press, k.Alerts):
		return nil, false
	case key.Matches(press, k.Help):
		m.openHelp()
		return nil, false
	case key.Matches(press, k.Command):
		m.openCommand("alert ")
		return nil, false
	case key.Matches(press, k.list.Up):
		l.cursor--
	case key.Matches(press, k.list.Down):
		l.cursor++
	case key.Matches(press, k.list.Top):
		l.cursor = 0
	case key.Matches(press, k.list.Bottom):
		l.cursor = len(all) - 1
	case l.cursor >= len(all):
	case key.Matches(press, k.Acknowledge):
		a := all[l.cursor]
		a.tab.alerts.Acknowledge(a.ID)
		m.arrange()
	case key.Matches(press, k.Inspect):
		m.lookAt(all[l.cursor])
		return nil, false
	}
	l.cursor = max(min(l.cursor, len(m.alarms())-1), 0)
	return nil, true
}

// lookAt shows the feed of an alert, with its series in the chart and the log at the time that it was raised.
func (m *Model) lookAt(a alarm) {
	for i, t := range m.tabs {
		if t != a.tab {
			continue
		}
		m.look(i)
		if a.Row >= 0 {
			m.chartRow(a.Row)
		}
		m.seek(a.Last)
	}
}

// view is the list as a box over the body of the screen.
func (l *alertList) view(m *Model, width, height int) string {
	th := m.options.Theme
	w, h := draw.Inner(width, height)
	var lines []string
	all := m.alarms()
	at := 0
	for i := range all {
		a := &all[i]
		state, style := "raised", th.Raised
		switch {
		case a.Acknowledged:
			state, style = "acknowledged", th.Acknowledged
		case a.Over && a.Alert.Kind != preset.AlertMatch && a.Alert.Kind != preset.AlertGap && a.Alert.Kind != preset.AlertCrosses: // those have no end
			state, style = "over", th.Warn
		}
		times := ""
		if a.Count > 1 {
			times = fmt.Sprintf(" %d times,", a.Count)
		}
		text := fmt.Sprintf(" %s  %s,%s last %s  %s", th.Glyphs.Text(a.tab.name, 20), state, times,
			a.Last.In(m.options.Location).Format("15:04:05"), th.Glyphs.Text(a.Text, max(w-50, 20)))
		if i == l.cursor {
			at = len(lines)
			lines = append(lines, th.Cursor.Render(th.Glyphs.Fit(text, w)))
			continue
		}
		lines = append(lines, style.Render(th.Glyphs.Fit(text, w)))
	}
	if len(all) == 0 {
		lines = append(lines, th.Dim.Render(" nothing was raised, or all of it is acknowledged and over"))
	}
	for _, t := range m.tabs {
		lines = append(lines, "", " "+th.Title.Render("set on "+th.Glyphs.Text(t.name, 30)))
		rules := t.alerts.Rules()
		for _, r := range rules {
			state := ""
			switch {
			case r.Spent:
				state = "  done: it was to be raised once"
			case r.Raised > 0:
				state = fmt.Sprintf("  raised on %d of %d", r.Raised, max(r.Rows, 1))
			}
			lines = append(lines, fmt.Sprintf(" %2d  %s%s", r.Number, th.Glyphs.Text(r.Alert.String(), max(w-40, 20)), th.Dim.Render(state)))
		}
		if len(rules) == 0 {
			lines = append(lines, th.Dim.Render("     none: for example :alert "+m.exampleAlert(t)))
		}
	}
	l.top = max(min(l.top, at), at-h+1, 0)
	lines = lines[min(l.top, len(lines)):]
	return draw.Box("ALERTS", lines[:min(len(lines), h)], width, height, true, th)
}

// exampleAlert is an alert that would do for a feed.
func (m *Model) exampleAlert(t *tab) string {
	for i := range t.rows {
		if v, _ := t.rows[i].main(); v != nil {
			a := preset.Alert{Kind: preset.AlertLevel, Label: t.rows[i].Label, Compare: ">", Limit: v.last, For: 3 * time.Second, Bell: true}
			return m.options.Theme.Glyphs.Text(a.String(), 100)
		}
	}
	return "silent 10s"
}
