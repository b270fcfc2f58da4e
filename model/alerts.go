package model

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/notify"
	"sockeye/model/terminal"
	"sockeye/widgets/chart"
)

// tell says what the alerts of a feed have to say since it was called last: in the log, and by the means that each asks
// for.
func (m *Model) tell(t *tab) tea.Cmd {
	changes := t.alerts.Drain()
	if len(changes) == 0 {
		return nil
	}
	bell, notification := false, ""
	for i := range changes {
		c := &changes[i]
		text := "alert: " + c.Text
		if c.State == alert.Over {
			text = "alert over: " + c.Text
		} else if c.Count > 1 {
			text += fmt.Sprintf(" (%d times)", c.Count)
		}
		t.history.Note(time.Now(), event.Alert, text)
		if c.Alert.Run != "" {
			m.run(t, c)
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
	t.log.Refresh()
	m.arrange() // the header may need another line
	sequence := ""
	if bell {
		sequence = terminal.Bell
	}
	if notification != "" {
		sequence += m.options.Desktop.Sequence("sockeye "+t.name, notification)
	}
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

// run has the command of an alert run.
func (m *Model) run(t *tab, c *alert.Change) {
	command, ok := m.options.UI.Command(c.Alert.Run)
	if !ok { // the configuration was read again without it
		t.history.Note(m.now, event.Trouble, "there is no command "+c.Alert.Run+" any more to run for an alert: see ui.commands")
		return
	}
	m.options.Commands.Run(command, notify.Event{
		Feed: t.name, Alert: c.Alert.String(), State: c.State.String(), Label: c.Label, Value: c.Value, Time: c.At, Text: c.Text,
	})
}

// ranMsg is what has become of a command.
type ranMsg notify.Result

// listen waits for the end of the next command.
func (m *Model) listen() tea.Cmd {
	results := m.options.Commands.Results()
	return func() tea.Msg {
		if result, ok := <-results; ok {
			return ranMsg(result)
		}
		return nil
	}
}

// ran says what a command could not do, in the log of the feed whose alert it was, if that is still there.
func (m *Model) ran(result ranMsg) {
	if result.Err == nil {
		return
	}
	t := m.tab()
	if i := slices.IndexFunc(m.tabs, func(t *tab) bool { return t.name == result.Feed }); i >= 0 {
		t = m.tabs[i]
	}
	t.history.Note(time.Now(), event.Trouble, "command "+result.Command+": "+result.Err.Error())
	t.log.Refresh()
}

// alarm is an active alert and the feed that it is about.
type alarm struct {
	tab *tab
	alert.Active
}

// mostAlarms is how many alerts the list of alerts has at the most: there can be as many as alerts times rows.
const mostAlarms = 1000

// alarms returns the active alerts of all feeds, as many as the list shows, and how many more there are: what nobody has
// acknowledged first, then the newest.
func (m *Model) alarms() (all []alarm, more int) {
	for _, t := range m.tabs {
		active, left := t.alerts.Active(mostAlarms)
		more += left
		for _, a := range active {
			all = append(all, alarm{t, a})
		}
	}
	slices.SortStableFunc(all, func(a, b alarm) int {
		if a.Acknowledged != b.Acknowledged {
			if b.Acknowledged {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Last.UnixNano(), a.Last.UnixNano())
	})
	if beyond := len(all) - mostAlarms; beyond > 0 {
		all, more = all[:mostAlarms], more+beyond
	}
	return all, more
}

// unacknowledged returns how many alerts wait for the operator.
func (m *Model) unacknowledged() (n int) {
	for _, t := range m.tabs {
		n += t.alerts.Unacknowledged()
	}
	return n
}

// acknowledge notes that the operator has seen all alerts.
func (m *Model) acknowledge() {
	n := m.unacknowledged()
	if n == 0 {
		m.said = "no alert waits; " + m.keys.label("alerts") + " shows those that are set"
		return
	}
	for _, t := range m.tabs {
		t.alerts.AcknowledgeAll()
	}
	m.said = fmt.Sprintf("%s acknowledged; %s shows them", some1(n, "alert"), m.keys.label("alerts"))
	m.arrange()
}

// some1 is a number of things.
func some1(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// newest is what the header says of the alerts that wait: the newest one that holds, else the newest.
func (m *Model) newest() string {
	var a *alarm
	for _, t := range m.tabs {
		newest, ok := t.alerts.Newest()
		if ok && (a == nil || a.Over && !newest.Over || a.Over == newest.Over && newest.Last.After(a.Last)) {
			a = &alarm{t, newest} // what is so now comes before what was
		}
	}
	if a == nil {
		return ""
	}
	content := a.Text
	if a.Over && a.Alert.Ends() {
		content = "over  " + content
	}
	if a.Count > 1 {
		content = fmt.Sprintf("%s (%d times)", content, a.Count)
	}
	if len(m.tabs) > 1 {
		content = a.tab.name + ": " + content
	}
	return format.Age(max(m.now.Sub(a.Last), 0)) + " ago  " + content
}

// marks are the levels that alerts watch on a series.
func (t *tab) marks(key seriesKey) (marks []chart.Mark) {
	for _, level := range t.alerts.Levels(key.row, key.field) {
		marks = append(marks, chart.Mark{Value: level, Text: "alert"})
	}
	return marks
}

// setAlert puts an alert in force on the feed that is looked at.
func (m *Model) setAlert(text string) error {
	a, err := alertrule.Parse(text)
	if err != nil {
		return err
	}
	if err := m.options.UI.CheckAlert(a); err != nil {
		return err
	}
	number, err := m.tab().alerts.Add(a)
	if err != nil {
		return err
	}
	m.tab().matcher.Store(m.tab().alerts.Matcher())
	m.said = fmt.Sprintf("alert %d is set: %s; :alert off %d ends it", number, a, number)
	if rules := m.tab().alerts.Rules(); a.Label != "" && rules[len(rules)-1].Rows == 0 {
		m.said = fmt.Sprintf("alert %d is set, and waits: nothing is called %s so far; :alert off %d ends it", number, a.Label, number)
	}
	m.refresh()
	return nil
}
