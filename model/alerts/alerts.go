// Package alerts is what an operator sees and does of the alerts of all feeds on the screen: those that wait in the header, the list,
// how he is notified, and what holds them back. What is raised is for feed/alert. It runs in the screen's Update: it has no
// goroutine, no clock and no I/O; what notifies over the terminal is a tea.Cmd.
package alerts

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/format"
	"sockeye/model/pane"
	"sockeye/model/terminal"
)

// Notify notifies the operator of what has become of the alerts of a feed, by the means that each asks for. The log has it
// already.
func (p Pane) Notify(t *pane.Feed) tea.Cmd {
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
	p.On.Arrange() // the header may need another line
	sequence := ""
	if p.Past { // what is past is no reason to call an operator
		return nil
	}
	if bell {
		sequence = terminal.Bell
	}
	if notification != "" {
		sequence += p.Desktop.Sequence("sockeye "+t.Tab.Name, notification)
	}
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

// Acknowledge notes that the operator has seen all alerts.
func (p Pane) Acknowledge() {
	n := Unacknowledged(p.Feeds)
	if n == 0 {
		p.On.Notices.Show("no alert waits; " + p.On.Keys.Label("alerts") + " shows those that are set")
		return
	}
	for _, t := range p.Feeds.All {
		t.Tab.Alerts().AcknowledgeAll()
	}
	p.On.Notices.Show(fmt.Sprintf("%s acknowledged; %s shows them", format.Plural(n, "alert"), p.On.Keys.Label("alerts")))
	p.On.Arrange()
}

// Set puts an alert in force on the feed that is shown.
func (p Pane) Set(text string) error {
	a, err := alertrule.Parse(text)
	if err != nil {
		return err
	}
	if err := p.May(); err != nil {
		return err
	}
	if err := p.Check(a); err != nil {
		return err
	}
	number, err := p.Feeds.Shown().Tab.Alerts().Add(a)
	if err != nil {
		return err
	}
	p.On.Notices.Show(fmt.Sprintf("alert %d is set: %s; :alert off %d ends it", number, a, number))
	if rules := p.Feeds.Shown().Tab.Alerts().Rules(); a.Label != "" && rules[len(rules)-1].Labels == 0 {
		p.On.Notices.Show(fmt.Sprintf("alert %d is set, and waits: nothing is called %s so far; :alert off %d ends it", number, a.Label, number))
	}
	p.On.Refresh()
	return nil
}
