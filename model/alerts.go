package model

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/feed/notify"
	"sockeye/model/terminal"
	"sockeye/widgets/chart"
)

// notify notifies the operator of what has become of the alerts of a feed, by the means that each asks for. The log has it
// already.
func (p alertPane) notify(t *tab) tea.Cmd {
	changes := t.watcher.Changes()
	if len(changes) == 0 {
		return nil
	}
	bell, notification := false, ""
	for i := range changes {
		c := &changes[i]
		if c.Alert.Run != "" {
			p.run(t, c)
		}
		if c.State == alert.Over {
			continue
		}
		t.raised++
		bell = bell || c.Alert.Bell
		if c.Alert.Notify {
			notification = c.Text // one for all that came together, or the desktop is full of them
		}
	}
	p.m.arrange() // the header may need another line
	sequence := ""
	if bell {
		sequence = terminal.Bell
	}
	if notification != "" {
		sequence += p.m.options.Desktop.Sequence("sockeye "+t.name, notification)
	}
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

// run has the command of an alert run.
func (p alertPane) run(t *tab, c *alert.Change) {
	command, ok := p.m.options.UI.Command(c.Alert.Run)
	if !ok { // the configuration was read again without it
		t.history.Note(p.m.now, event.Trouble, "there is no command "+c.Alert.Run+" any more to run for an alert: see ui.commands")
		return
	}
	p.m.options.Commands.Run(command, notify.Event{
		Feed: t.name, Alert: c.Alert.String(), State: c.State.String(), Label: c.Name, Value: c.Value, Time: c.At, Text: c.Text,
	})
}

// ranMsg is what has become of a command.
type ranMsg notify.Result

// listen waits for the end of the next command.
func (p alertPane) listen() tea.Cmd {
	results := p.m.options.Commands.Results()
	return func() tea.Msg {
		if result, ok := <-results; ok {
			return ranMsg(result)
		}
		return nil
	}
}

// ran says what a command could not do, in the log of the feed whose alert it was, if that is still there.
func (p alertPane) ran(result ranMsg) {
	if result.Err == nil {
		return
	}
	t := p.m.tab()
	if i := slices.IndexFunc(p.m.tabs.all, func(t *tab) bool { return t.name == result.Feed }); i >= 0 {
		t = p.m.tabs.all[i]
	}
	t.history.Note(p.m.now, event.Trouble, "command "+result.Command+": "+result.Err.Error())
	t.log.Refresh()
}

// acknowledge notes that the operator has seen all alerts.
func (p alertPane) acknowledge() {
	n := p.m.tabs.unacknowledged()
	if n == 0 {
		p.m.notices.show("no alert waits; " + p.m.keys.label("alerts") + " shows those that are set")
		return
	}
	for _, t := range p.m.tabs.all {
		t.alerts.AcknowledgeAll()
	}
	p.m.notices.show(fmt.Sprintf("%s acknowledged; %s shows them", format.Plural(n, "alert"), p.m.keys.label("alerts")))
	p.m.arrange()
}

// marks are the levels that alerts watch on a series.
func (t *tab) marks(key history.Key) (marks []chart.Mark) {
	for _, level := range t.alerts.Levels(key.Label, key.Field) {
		marks = append(marks, chart.Mark{Value: level, Text: "alert"})
	}
	return marks
}

// setAlert puts an alert in force on the feed that is looked at.
func (p alertPane) setAlert(text string) error {
	a, err := alertrule.Parse(text)
	if err != nil {
		return err
	}
	if err := p.m.options.UI.CheckAlert(a); err != nil {
		return err
	}
	number, err := p.m.tab().alerts.Add(a)
	if err != nil {
		return err
	}
	p.m.notices.show(fmt.Sprintf("alert %d is set: %s; :alert off %d ends it", number, a, number))
	if rules := p.m.tab().alerts.Rules(); a.Label != "" && rules[len(rules)-1].Labels == 0 {
		p.m.notices.show(fmt.Sprintf("alert %d is set, and waits: nothing is called %s so far; :alert off %d ends it", number, a.Label, number))
	}
	p.m.refresh()
	return nil
}
