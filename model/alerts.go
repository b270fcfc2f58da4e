package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/format"
	"sockeye/model/pane"
	"sockeye/model/terminal"
)

// notify notifies the operator of what has become of the alerts of a feed, by the means that each asks for. The log has it
// already.
func (p alertPane) notify(t *pane.Feed) tea.Cmd {
	changes := t.Tab.Changes()
	if len(changes) == 0 {
		return nil
	}
	bell, notification := false, ""
	for i := range changes {
		c := &changes[i]
		if c.State == alert.Over {
			continue
		}
		bell = bell || c.Alert.Bell
		if c.Alert.Notify {
			notification = c.Text // one for all that came together, or the desktop is full of them
		}
	}
	p.on.Arrange() // the header may need another line
	sequence := ""
	if p.options.Playback != nil { // what is past is no reason to call anybody
		return nil
	}
	if bell {
		sequence = terminal.Bell
	}
	if notification != "" {
		sequence += p.options.Desktop.Sequence("sockeye "+t.Tab.Name, notification)
	}
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

// acknowledge notes that the operator has seen all alerts.
func (p alertPane) acknowledge() {
	n := p.tabs.unacknowledged()
	if n == 0 {
		p.on.Notices.Show("no alert waits; " + p.on.Keys.Label("alerts") + " shows those that are set")
		return
	}
	for _, t := range p.tabs.all {
		t.Tab.Alerts().AcknowledgeAll()
	}
	p.on.Notices.Show(fmt.Sprintf("%s acknowledged; %s shows them", format.Plural(n, "alert"), p.on.Keys.Label("alerts")))
	p.on.Arrange()
}

// setAlert puts an alert in force on the feed that is shown.
func (p alertPane) setAlert(text string) error {
	a, err := alertrule.Parse(text)
	if err != nil {
		return err
	}
	if err := p.options.UI.CheckAlert(a); err != nil {
		return err
	}
	number, err := p.tabs.shown().Tab.Alerts().Add(a)
	if err != nil {
		return err
	}
	p.on.Notices.Show(fmt.Sprintf("alert %d is set: %s; :alert off %d ends it", number, a, number))
	if rules := p.tabs.shown().Tab.Alerts().Rules(); a.Label != "" && rules[len(rules)-1].Labels == 0 {
		p.on.Notices.Show(fmt.Sprintf("alert %d is set, and waits: nothing is called %s so far; :alert off %d ends it", number, a.Label, number))
	}
	p.on.Refresh()
	return nil
}
