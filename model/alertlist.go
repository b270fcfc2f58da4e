package model

import (
	"errors"
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/format"
	"sockeye/model/dialog"
	"sockeye/widgets/footer"
)

// alertID names a line of the list of alerts on which the cursor can be.
type alertID struct {
	tab    *tab
	raised int // ID of an active alert; 0: it is none
	set    int // number of an alert that is set; 0: it is none, and without raised, no alert is set on the feed
}

// openAlerts opens the list of the alerts of all feeds: those that were raised, and those that are set.
func (m *Model) openAlerts() {
	if m.plan() == (layout{}) {
		m.complain(errors.New("too small for the list of alerts"))
		return
	}
	k := m.keys
	m.open(dialog.NewList(m.options.Theme, k.forDialogs(), dialog.Content{
		Title: "ALERTS", Lines: m.alertLines, Press: m.alertKey,
		Footer: []key.Binding{
			footer.Describe(k.of("acknowledge"), "acknowledge"), footer.Describe(k.of("inspect"), "the log at that time"),
			footer.Describe(k.of("command"), "set or end"), footer.Describe(k.of("back"), "back"),
		},
	}))
}

// alertKey answers to a key of the list of alerts.
func (m *Model) alertKey(l *dialog.List, id any, press tea.KeyPressMsg) (cmd tea.Cmd, open bool) {
	on := id.(alertID)
	switch k := m.keys; {
	case k.is("alerts", press):
		return nil, false
	case k.is("help", press):
		m.openHelp()
		return nil, false
	case k.is("command", press):
		m.openCommand("alert ")
		return nil, false
	case on.raised == 0 && (k.is("acknowledge", press) || k.is("inspect", press)):
		m.complain(errors.New("this one is set, and was not raised: those that were stand above"))
	case k.is("acknowledge", press):
		at, waiting := l.At(), m.unacknowledged() // they stand first
		on.tab.alerts.Acknowledge(on.raised)
		m.arrange()
		if waiting > 1 && at < waiting {
			l.Move(min(at, waiting-2))
		}
	case k.is("inspect", press):
		alarms, _ := m.alarms()
		for _, a := range alarms {
			if a.tab == on.tab && a.ID == on.raised {
				m.showAlarm(a)
			}
		}
		return nil, false
	}
	return nil, true
}

// showAlarm shows the feed of an alert, with its series in the chart and the log at the time that it was raised.
func (m *Model) showAlarm(a alarm) {
	for i, t := range m.tabs {
		if t != a.tab {
			continue
		}
		m.show(i)
		if a.Row >= 0 {
			m.chartRow(a.Row)
		}
		m.seek(a.Last)
	}
}

// alertLines are the lines of the list of alerts, in so many cells.
func (m *Model) alertLines(width int) (lines []dialog.Line) {
	th := m.options.Theme
	alarms, more := m.alarms()
	for i := range alarms {
		text, style := m.raisedLine(&alarms[i], width)
		lines = append(lines, dialog.Line{ID: alertID{tab: alarms[i].tab, raised: alarms[i].ID}, Text: text, Style: style})
	}
	if more > 0 {
		lines = append(lines, dialog.Line{More: fmt.Sprintf(" and %s more", format.Count(uint64(more)))})
	}
	if len(alarms) == 0 {
		lines = append(lines, dialog.Line{More: " nothing was raised, or all of it is acknowledged and over"})
	}
	for _, t := range m.tabs {
		lines = append(lines, dialog.Line{}, dialog.Line{Text: " set on " + th.Glyphs.Text(t.name, 30), Style: th.Title})
		rules := t.alerts.Rules()
		for i := range rules {
			text, state := m.setLine(&rules[i], width)
			lines = append(lines, dialog.Line{ID: alertID{tab: t, set: rules[i].Number}, Text: text, More: state})
		}
		if len(rules) == 0 {
			lines = append(lines, dialog.Line{ID: alertID{tab: t}, More: "     none: for example :alert " + m.exampleAlert(t)})
		}
	}
	return lines
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
