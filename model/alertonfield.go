package model

import (
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// alertOnSelected begins the command for an alert on the field under the cursor of the inspector, which is plotted from
// then on: only what is plotted is watched.
func (p alertPane) alertOnSelected() tea.Cmd {
	t := p.tabs.shown()
	value, ok := t.Inspector.Number()
	if !ok {
		text, is := t.Literal()
		if !is {
			p.on.Notices.Show("there is no value here to watch")
			return nil
		}
		p.command("alert " + alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String())
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
	p.command("alert " + alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String())
	if known {
		return nil
	}
	opened := p.on.Dialogs.Open
	return p.on.Await(t.Tab.Feed().Plot(name, ""), func(err error) {
		if err == nil {
			return
		}
		p.on.Dialogs.Close(opened)
		p.on.Notices.ShowError(err)
	})
}
