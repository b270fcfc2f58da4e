package alerts

import (
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// OnSelected begins the command for an alert on the field under the cursor of the inspector, which is plotted from
// then on: only what is plotted is watched.
func (p Pane) OnSelected() tea.Cmd {
	t := p.Feeds.Shown()
	value, ok := t.Inspector.Number()
	if !ok {
		text, is := t.Literal()
		if !is {
			p.On.Notices.Show("there is no value here to watch")
			return nil
		}
		p.Command("alert " + alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String())
		return nil
	}
	name, known := t.Tab.Field(t.Inspector.Path(), t.Inspected.Label)
	label := "*"
	if t.Inspected.Label != event.NoLabel {
		label = t.Tab.LabelName(t.Inspected.Label)
	}
	compare := ">"
	if text, is := t.Literal(); is && value == 1 && strings.Trim(text, "0123456789.") != "" { // it is on or true: more cannot come
		compare = "<"
	}
	p.Command("alert " + alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String())
	if known {
		return nil
	}
	opened := p.On.Dialogs.Open
	return p.On.Await(t.Tab.Feed().Plot(name, "", ""), func(err error) {
		if err == nil {
			return
		}
		p.On.Dialogs.Close(opened)
		p.On.Notices.ShowError(err)
	})
}
