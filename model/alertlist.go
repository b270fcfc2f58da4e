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
	"sockeye/feed/history"
	"sockeye/model/dialog"
	"sockeye/model/pane"
	"sockeye/widgets/footer"
)

// alertID names a line of the list of alerts on which the cursor can be.
type alertID struct {
	of     *pane.Feed
	raised int // ID of an active alert; 0: it is none
	set    int // number of an alert that is set; 0: it is none, and without raised, no alert is set on the feed
}

// alertPane is what an operator does with alerts.
type alertPane struct {
	on      pane.Screen
	tabs    *tabs
	options *Options // of which UI, Theme, Location, Desktop and Commands are about them

	show    func(tab int)      // shows a feed
	command func(typed string) // opens the command line
	help    func()             // opens the help
}

// alerts returns the alerts of all feeds, for the operator.
func (m *Model) alerts() alertPane {
	return alertPane{
		on: m.host(), tabs: &m.tabs, options: &m.options, show: m.show, command: m.openCommand,
		help: func() { showHelp(&m.dialogs, m.keys, m.shape.Focus) },
	}
}

// openAlerts opens the list of the alerts of all feeds: those that were raised, and those that are set.
func (p alertPane) openAlerts() {
	if p.on.Layout.Tiny() {
		p.on.Notices.ShowError(errors.New("too small for the list of alerts"))
		return
	}
	k := p.on.Keys
	p.on.Dialogs.Show(dialog.NewList(p.options.Theme, p.on.Dialogs.Keys, dialog.Content{
		Title: "ALERTS", Lines: p.alertLines, Press: p.alertKey,
		Footer: []key.Binding{
			footer.Describe(k.Of("acknowledge"), "acknowledge"), footer.Describe(k.Of("inspect"), "the log at that time"),
			footer.Describe(k.Of("command"), "set or end"), footer.Describe(k.Of("back"), "back"),
		},
	}))
}

// alertKey answers to a key of the list of alerts.
func (p alertPane) alertKey(l *dialog.List, id any, press tea.KeyPressMsg) (cmd tea.Cmd, open bool) {
	on := id.(alertID)
	switch k := p.on.Keys; {
	case k.Is("alerts", press):
		return nil, false
	case k.Is("help", press):
		p.help()
		return nil, false
	case k.Is("command", press):
		p.command("alert ")
		return nil, false
	case on.raised == 0 && (k.Is("acknowledge", press) || k.Is("inspect", press)):
		p.on.Notices.ShowError(errors.New("this one is set, and was not raised: those that were stand above"))
	case k.Is("acknowledge", press):
		at, waiting := l.At(), p.tabs.unacknowledged() // they stand first
		on.of.Tab.Alerts().Acknowledge(on.raised)
		p.on.Arrange()
		if waiting > 1 && at < waiting {
			l.Move(min(at, waiting-2))
		}
	case k.Is("inspect", press):
		alarms, _ := p.tabs.alarms()
		for _, a := range alarms {
			if a.of == on.of && a.ID == on.raised {
				p.showAlarm(a)
			}
		}
		return nil, false
	}
	return nil, true
}

// showAlarm shows the feed of an alert, with its series in the chart and the log at the time that it was raised.
func (p alertPane) showAlarm(a alarm) {
	for i, t := range p.tabs.all {
		if t != a.of {
			continue
		}
		p.show(i)
		if a.Label >= 0 {
			pane.List{On: p.on, Of: p.tabs.shown()}.ChartRow(a.Label)
		}
		pane.Log{On: p.on, Of: p.tabs.shown()}.Seek(a.Last)
	}
}

// alertLines are the lines of the list of alerts, in so many cells.
func (p alertPane) alertLines(width int) (lines []dialog.Line) {
	th := p.options.Theme
	alarms, more := p.tabs.alarms()
	for i := range alarms {
		text, style := p.raisedLine(&alarms[i], width)
		lines = append(lines, dialog.Line{ID: alertID{of: alarms[i].of, raised: alarms[i].ID}, Text: text, Style: style})
	}
	if more > 0 {
		lines = append(lines, dialog.Line{More: fmt.Sprintf(" and %s more", format.Count(uint64(more)))})
	}
	for _, n := range p.tabs.held(p.tabs.shown().Tab.Feed().Now(), p.options.Location) {
		lines = append(lines, dialog.Line{More: " " + n.Text})
	}
	if len(alarms) == 0 {
		lines = append(lines, dialog.Line{More: " nothing was raised, or all of it is acknowledged and over"})
	}
	for _, t := range p.tabs.all {
		lines = append(lines, dialog.Line{}, dialog.Line{Text: " set on " + th.Glyphs.Text(t.Tab.Name, 30), Style: th.Title})
		rules := t.Tab.Alerts().Rules()
		for i := range rules {
			text, state := p.setLine(&rules[i], width)
			lines = append(lines, dialog.Line{ID: alertID{of: t, set: rules[i].Number}, Text: text, More: state})
		}
		if len(rules) == 0 {
			lines = append(lines, dialog.Line{ID: alertID{of: t}, More: "     none: for example :alert " + p.exampleAlert(t)})
		}
	}
	return lines
}

// raisedLine is what the list says of an alert that was raised, in so many cells.
func (p alertPane) raisedLine(a *alarm, w int) (string, lipgloss.Style) {
	th := p.options.Theme
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
	return th.Glyphs.Fit(fmt.Sprintf(" %s  %s,%s last %s  %s", th.Glyphs.Text(a.of.Tab.Name, 20), state, times,
		a.Last.In(p.options.Location).Format("15:04:05"), th.Glyphs.Text(a.Text, w)), w), style
}

// setLine is what the list says of an alert that is set, in so many cells, and of its state.
func (p alertPane) setLine(r *alert.Rule, w int) (text, state string) {
	switch {
	case r.Spent:
		state = "  done: it was to be raised once"
	case !r.Snoozed.IsZero():
		state = "  snoozed until " + untilTime(r.Snoozed, p.tabs.shown().Tab.Feed().Now(), p.options.Location)
	case r.Raised > 0:
		state = fmt.Sprintf("  raised on %d of %d", r.Raised, max(r.Labels, 1))
	}
	return fmt.Sprintf(" %2d  %s", r.Number, p.options.Theme.Glyphs.Text(r.Alert.String(), max(w-40, 20))), state
}

// exampleAlert is an alert that would do for a feed.
func (p alertPane) exampleAlert(t *pane.Feed) string {
	example := "silent"
	t.Tab.History().View(nil, func(v history.View) {
		for n := range t.Tab.Labels() {
			r := v.Row(int32(n))
			if value, _ := r.Main(); value != nil {
				a := alertrule.Rule{Kind: alertrule.Level, Label: t.Tab.Labels()[n].Name, Compare: ">", Limit: value.Last, For: 3 * time.Second, Bell: true}
				example = p.options.Theme.Glyphs.Text(a.String(), 100)
				return
			}
		}
	})
	return example
}
