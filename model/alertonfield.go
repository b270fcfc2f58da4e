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
	t := p.m.tab()
	value, ok := t.inspector.Number()
	if !ok {
		text, is := t.literal()
		if !is {
			p.m.notices.show("there is no value here to watch")
			return nil
		}
		p.m.openCommand("alert " + alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String())
		return nil
	}
	name, known := t.field(t.inspector.Path())
	label := "*"
	if t.inspectedRow != event.NoLabel {
		label = t.labelName(t.inspectedRow)
	}
	compare := ">"
	if text, is := t.literal(); is && value == 1 && strings.Trim(text, "0123456789.") != "" { // it is on or true: more cannot come
		compare = "<"
	}
	p.m.openCommand("alert " + alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String())
	if known {
		return nil
	}
	opened := p.m.dialogs.open
	return p.m.await(t.feed.Plot(name, ""), func(err error) {
		if err == nil {
			return
		}
		p.m.dialogs.close(opened)
		p.m.notices.showError(err)
	})
}
