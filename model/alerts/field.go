package alerts

import (
	"errors"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/model/pane"
)

// OnRow begins the command for an alert on the row under the cursor of the watchlist: at its last value, or when it is silent, which
// comes first where it has no value.
func (p Pane) OnRow() {
	t := p.Feeds.Shown()
	l := t.Tab.Label()
	if l == nil {
		p.On.Notices.ShowError(errors.New("there is no row here to set an alert on"))
		return
	}
	silent := alertrule.Rule{Kind: alertrule.Silent, Label: l.Name}
	level := alertrule.Rule{Kind: alertrule.Level, Label: l.Name, Compare: ">"}
	row := t.Tab.History().Row(nil, t.Tab.Selected())
	value, _ := row.Main()
	if value == nil || value.Ended {
		p.Command("alert " + silent.String())
		return
	}
	level.Limit = value.Last
	p.Command("alert "+level.String(), "alert "+silent.String())
}

// silentOf is the command for an alert when the label of the message in the inspector is silent; none where it has no label.
func silentOf(t *pane.Feed) []string {
	if t.Inspected.Label == event.NoLabel {
		return nil
	}
	return []string{"alert " + alertrule.Rule{Kind: alertrule.Silent, Label: t.Tab.LabelName(t.Inspected.Label)}.String()}
}

// OnSelected begins the command for an alert on the field under the cursor of the inspector, which is plotted from
// then on: only what is plotted is watched.
func (p Pane) OnSelected() tea.Cmd {
	t := p.Feeds.Shown()
	value, ok := t.Inspector.Number()
	if !ok {
		text, is := t.Literal()
		if !is {
			p.On.Notices.ShowError(errors.New("there is no value here to set an alert on: move the cursor to one"))
			return nil
		}
		p.Command("alert "+alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String(), silentOf(t)...)
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
	p.Command("alert "+alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String(), silentOf(t)...)
	if known {
		return nil
	}
	opened := p.On.Dialogs.Open
	return p.On.Await(t.Tab.Ask().Plot(name, "", ""), func(err error) {
		if err == nil {
			return
		}
		p.On.Dialogs.Close(opened)
		p.On.Notices.ShowError(err)
	})
}
