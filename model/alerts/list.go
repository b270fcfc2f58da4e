package alerts

import (
	"errors"
	"fmt"
	"strings"
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
	"sockeye/model/terminal"
	"sockeye/widgets/footer"
	"sockeye/widgets/text"
)

// alertID names a line of the list of alerts on which the cursor can be.
type alertID struct {
	of     *pane.Feed
	raised int // ID of an active alert; 0: it is none
	set    int // number of an alert that is set; 0: it is none, and without raised, no alert is set on the feed
}

// Pane is what an operator does with alerts.
type Pane struct {
	On      pane.Screen
	Feeds   *pane.Feeds
	Desktop terminal.Desktop             // how the terminal notifies
	Past    bool                         // the feeds are replayed: no command is run, no webhook and no bell
	Check   func(a alertrule.Rule) error // reports what an alert uses that the configuration has not

	May func() error // returns why the operator may not set and end alerts; nil: he may

	ShowFeed func(tab int)                        // shows a feed
	Command  func(typed string, others ...string) // opens the command line with a line, instead of which there are others
	Help     func()                               // opens the help
}

// Open opens the list of the alerts of all feeds: those that were raised, and those that are set.
func (p Pane) Open() {
	if p.On.Layout.Tiny() {
		p.On.Notices.ShowError(errors.New("too small for the list of alerts: enlarge the window"))
		return
	}
	k := p.On.Keys
	p.On.Dialogs.Show(dialog.NewList(p.On.Theme, p.On.Dialogs.Keys, dialog.Content{
		Title: "ALERTS", Lines: p.alertLines, Press: p.alertKey,
		Footer: []key.Binding{
			footer.Describe(k.Of("acknowledge"), "acknowledge"), footer.Describe(k.Of("inspect"), "the log at that time"),
			footer.Describe(k.Of("remove"), "end"), footer.Describe(k.Of("command"), "set"), footer.Describe(k.Of("back"), "back"),
		},
	}))
}

// alertKey answers to a key of the list of alerts.
func (p Pane) alertKey(l *dialog.List, id any, press tea.KeyPressMsg) (cmd tea.Cmd, open bool) {
	on := id.(alertID)
	switch k := p.On.Keys; {
	case k.Is("alerts", press):
		return nil, false
	case k.Is("help", press):
		p.Help()
		return nil, false
	case k.Is("command", press):
		p.Command("alert ")
		return nil, false
	case k.Is("remove", press):
		return p.end(on), true
	case on.raised == 0 && (k.Is("acknowledge", press) || k.Is("inspect", press)):
		p.On.Notices.ShowError(errors.New("this one is set, and was not raised: those that were stand above"))
	case k.Is("acknowledge", press) && p.May() != nil:
		p.On.Notices.ShowError(p.May())
	case k.Is("acknowledge", press):
		at, waiting := l.At(), Unacknowledged(p.Feeds) // they stand first
		on.of.Tab.Alerts().Acknowledge(on.raised)
		p.On.Arrange()
		if waiting > 1 && at < waiting {
			l.Move(min(at, waiting-2))
		}
	case k.Is("inspect", press):
		alarms, _ := All(p.Feeds)
		for _, a := range alarms {
			if a.Of == on.of && a.ID == on.raised {
				p.showAlarm(a)
			}
		}
		return nil, false
	}
	return nil, true
}

// end ends the alert of a line, with what it has raised.
func (p Pane) end(on alertID) tea.Cmd {
	if err := p.May(); err != nil {
		p.On.Notices.ShowError(err)
		return nil
	}
	number := on.set
	alarms, _ := All(p.Feeds)
	for _, a := range alarms {
		if on.raised != 0 && a.Of == on.of && a.ID == on.raised {
			number = a.Rule
		}
	}
	if number == 0 {
		p.On.Notices.ShowError(errors.New("there is no alert in this line"))
		return nil
	}
	for _, r := range on.of.Tab.Alerts().Rules() {
		if r.Number == number {
			p.On.Notices.Show(fmt.Sprintf("alert %d is ended: :alert %s sets it again", number, r.Alert))
		}
	}
	if err := on.of.Tab.Alerts().Off(number); err != nil {
		p.On.Notices.ShowError(err)
		return nil
	}
	p.On.Arrange()
	return p.Notify(on.of)
}

// showAlarm shows the feed of an alert, with its series in the chart and the log at the time that it was raised.
func (p Pane) showAlarm(a Raised) {
	for i, t := range p.Feeds.All {
		if t != a.Of {
			continue
		}
		p.ShowFeed(i)
		if a.Label >= 0 {
			pane.List{On: p.On, Of: p.Feeds.Shown()}.ChartRow(a.Label)
		}
		pane.Log{On: p.On, Of: p.Feeds.Shown()}.Seek(a.Last)
	}
}

// alertLines are the lines of the list of alerts, in so many cells.
func (p Pane) alertLines(width int) (lines []dialog.Line) {
	th := p.On.Theme
	alarms, more := All(p.Feeds)
	for i := range alarms {
		texts, style := p.raisedLines(&alarms[i], width)
		lines = append(lines, dialog.Line{ID: alertID{of: alarms[i].Of, raised: alarms[i].ID}, Text: texts[0], Style: style})
		for _, rest := range texts[1:] {
			lines = append(lines, dialog.Line{Text: rest})
		}
	}
	if more > 0 {
		lines = append(lines, dialog.Line{More: fmt.Sprintf(" and %s more", format.Count(uint64(more)))})
	}
	for _, n := range Held(p.Feeds, p.Feeds.Shown().Tab.Feed().Now(), p.On.Location) {
		lines = append(lines, dialog.Line{More: " " + n.Text})
	}
	if len(alarms) == 0 {
		lines = append(lines, dialog.Line{More: " nothing was raised, or all of it is acknowledged and over"})
	}
	for _, t := range p.Feeds.All {
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

// mostText is how many cells of the text of an alert the list shows.
const mostText = 400

// raisedLines are what the list says of an alert that was raised, in lines of so many cells: all of its text.
func (p Pane) raisedLines(a *Raised, w int) ([]string, lipgloss.Style) {
	th := p.On.Theme
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
	const indent = 4
	head := fmt.Sprintf("%s  %s,%s last %s  %s", th.Glyphs.Text(a.Of.Tab.Name, 20), state, times,
		a.Last.In(p.On.Location).Format("15:04:05"), th.Glyphs.Text(a.Text, mostText))
	lines := text.Wrap(head, w-1-indent)
	for i := range lines {
		margin := 1
		if i > 0 {
			margin += indent
		}
		lines[i] = th.Glyphs.Fit(strings.Repeat(" ", margin)+lines[i], w)
	}
	return lines, style
}

// setLine is what the list says of an alert that is set, in so many cells, and of its state.
func (p Pane) setLine(r *alert.Rule, w int) (text, state string) {
	switch {
	case r.Spent:
		state = "  done: it was to be raised once"
	case !r.Snoozed.IsZero():
		state = "  snoozed until " + untilTime(r.Snoozed, p.Feeds.Shown().Tab.Feed().Now(), p.On.Location)
	case r.Raised > 0:
		state = fmt.Sprintf("  raised on %d of %d", r.Raised, max(r.Labels, 1))
	}
	return fmt.Sprintf(" %2d  %s", r.Number, p.On.Theme.Glyphs.Text(r.Alert.String(), max(w-40, 20))), state
}

// exampleAlert is an alert that would do for a feed.
func (p Pane) exampleAlert(t *pane.Feed) string {
	example := "silent"
	t.Tab.History().View(nil, func(v history.View) {
		for n, l := range t.Tab.Labels().All() {
			r := v.Row(n)
			if value, _ := r.Main(); value != nil {
				a := alertrule.Rule{Kind: alertrule.Level, Label: l.Name, Compare: ">", Limit: value.Last, For: 3 * time.Second, Bell: true}
				example = p.On.Theme.Glyphs.Text(a.String(), 100)
				return
			}
		}
	})
	return example
}
