package model

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/widgets/draw"
)

// alertList shows the alerts of all feeds: those that were raised, and those that are set.
type alertList struct {
	cursor alertLine // stays where it is, whatever comes
	at     int       // which line of those that is
	top    int       // the first line of the box that is shown
	page   int       // lines in the box
}

// alertLine is a line of the list that the cursor can be on.
type alertLine struct {
	tab    *tab
	raised int // ID of an active alert; 0: it is none
	set    int // number of an alert that is set; 0: it is none, and without raised, no alert is set on the feed
}

func (m *Model) openAlerts() {
	if m.plan() == (layout{}) {
		m.complain(errors.New("too small for the list of alerts"))
		return
	}
	l := &alertList{}
	l.find(l.lines(m))
	m.layer = l
}

// lines are all lines that the cursor can be on, in their order.
func (l *alertList) lines(m *Model) (lines []alertLine) {
	alarms, _ := m.alarms()
	for _, a := range alarms {
		lines = append(lines, alertLine{tab: a.tab, raised: a.ID})
	}
	for _, t := range m.tabs {
		rules := t.alerts.Rules()
		for i := range rules {
			lines = append(lines, alertLine{tab: t, set: rules[i].Number})
		}
		if len(rules) == 0 {
			lines = append(lines, alertLine{tab: t})
		}
	}
	return lines
}

// find finds the line with the cursor, or what has taken its place.
func (l *alertList) find(lines []alertLine) {
	if i := slices.Index(lines, l.cursor); i >= 0 {
		l.at = i
		return
	}
	l.moveTo(lines, l.at)
}

func (l *alertList) moveTo(lines []alertLine, n int) {
	l.at = max(min(n, len(lines)-1), 0)
	l.cursor = lines[l.at]
}

func (l *alertList) press(m *Model, msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, true
	}
	lines := l.lines(m)
	l.find(lines)
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
		l.moveTo(lines, l.at-1)
	case key.Matches(press, k.list.Down):
		l.moveTo(lines, l.at+1)
	case key.Matches(press, k.list.PageUp):
		l.moveTo(lines, l.at-l.page)
	case key.Matches(press, k.list.PageDown):
		l.moveTo(lines, l.at+l.page)
	case key.Matches(press, k.list.Top):
		l.moveTo(lines, 0)
	case key.Matches(press, k.list.Bottom):
		l.moveTo(lines, len(lines)-1)
	case l.cursor.raised == 0 && key.Matches(press, k.Acknowledge, k.Inspect):
		m.complain(errors.New("this one is set, and was not raised: those that were stand above"))
	case key.Matches(press, k.Acknowledge):
		waiting := m.unacknowledged() // they stand first
		l.cursor.tab.alerts.Acknowledge(l.cursor.raised)
		m.arrange()
		if waiting > 1 && l.at < waiting {
			l.moveTo(l.lines(m), min(l.at, waiting-2))
		}
	case key.Matches(press, k.Inspect):
		alarms, _ := m.alarms()
		for _, a := range alarms {
			if a.tab == l.cursor.tab && a.ID == l.cursor.raised {
				m.lookAt(a)
			}
		}
		return nil, false
	}
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
	l.page = max(h, 1)
	all := l.lines(m)
	l.find(all)
	var lines []string
	at, n := 0, 0 // of the cursor in the box, and among all that it can be on
	add := func(plain, styled string) {
		if n == l.at {
			at, styled = len(lines), th.Cursor.Render(th.Glyphs.Fit(plain, w))
		}
		lines = append(lines, styled)
		n++
	}
	alarms, more := m.alarms()
	for i := range alarms {
		text, style := m.raisedLine(&alarms[i], w)
		add(text, style.Render(text))
	}
	if more > 0 {
		lines = append(lines, th.Dim.Render(fmt.Sprintf(" and %s more", draw.Count(uint64(more)))))
	}
	if len(alarms) == 0 {
		lines = append(lines, th.Dim.Render(" nothing was raised, or all of it is acknowledged and over"))
	}
	for _, t := range m.tabs {
		lines = append(lines, "", " "+th.Title.Render("set on "+th.Glyphs.Text(t.name, 30)))
		rules := t.alerts.Rules()
		for i := range rules {
			text, state := m.setLine(&rules[i], w)
			add(text+state, text+th.Dim.Render(state))
		}
		if len(rules) == 0 {
			text := "     none: for example :alert " + m.exampleAlert(t)
			add(text, th.Dim.Render(text))
		}
	}
	highest := at
	if l.at == 0 {
		highest = 0 // with what stands above the first one
	}
	l.top = max(min(l.top, highest, len(lines)-h), at-h+1, 0)
	return draw.Box("ALERTS", lines[l.top:min(l.top+h, len(lines))], width, height, true, th)
}

// raisedLine is what the list says of an alert that was raised, in so many cells.
func (m *Model) raisedLine(a *alarm, w int) (string, lipgloss.Style) {
	th := m.options.Theme
	state, style := "raised", th.Raised
	switch {
	case a.Acknowledged:
		state, style = "acknowledged", th.Acknowledged
	case a.Over && a.Alert.Ends():
		state, style = "over", th.Warn
	}
	times := ""
	if a.Count > 1 {
		times = fmt.Sprintf(" %d times,", a.Count)
	}
	return th.Glyphs.Fit(fmt.Sprintf(" %s  %s,%s last %s  %s", th.Glyphs.Text(a.tab.name, 20), state, times,
		a.Last.In(m.options.Location).Format("15:04:05"), th.Glyphs.Text(a.Text, w)), w), style
}

// setLine is what the list says of an alert that is set, in so many cells, and of its state.
func (m *Model) setLine(r *alert.Rule, w int) (text, state string) {
	switch {
	case r.Spent:
		state = "  done: it was to be raised once"
	case r.Raised > 0:
		state = fmt.Sprintf("  raised on %d of %d", r.Raised, max(r.Rows, 1))
	}
	return fmt.Sprintf(" %2d  %s", r.Number, m.options.Theme.Glyphs.Text(r.Alert.String(), max(w-40, 20))), state
}

// exampleAlert is an alert that would do for a feed.
func (m *Model) exampleAlert(t *tab) string {
	for i := range t.rows {
		if v, _ := t.rows[i].main(); v != nil {
			a := alertrule.Rule{Kind: alertrule.Level, Label: t.rows[i].Name, Compare: ">", Limit: v.last, For: 3 * time.Second, Bell: true}
			return m.options.Theme.Glyphs.Text(a.String(), 100)
		}
	}
	return "silent 10s"
}
