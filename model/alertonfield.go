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
	value, ok := t.inspector.Number()
	if !ok {
		text, is := t.literal()
		if !is {
			p.on.notices.Show("there is no value here to watch")
			return nil
		}
		p.command("alert " + alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String())
		return nil
	}
	name, known := t.tab.Field(t.inspector.Path(), t.inspected.label)
	label := "*"
	if t.inspected.label != event.NoLabel {
		label = t.tab.LabelName(t.inspected.label)
	}
	compare := ">"
	if text, is := t.literal(); is && value == 1 && strings.Trim(text, "0123456789.") != "" { // it is on or true: more cannot come
		compare = "<"
	}
	p.command("alert " + alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String())
	if known {
		return nil
	}
	opened := p.on.dialogs.Open
	return p.on.await(t.tab.Feed().Plot(name, ""), func(err error) {
		if err == nil {
			return
		}
		p.on.dialogs.Close(opened)
		p.on.notices.ShowError(err)
	})
}
