package pane

import (
	"errors"
	"sockeye/model/tab"

	tea "charm.land/bubbletea/v2"
)

// Remove removes the selected row, and gives up what is subscribed and has no data: the feed is not judged by it any more.
func (p List) Remove() tea.Cmd {
	t := p.Of
	l, n := t.Tab.Label(), t.Tab.Selected()
	switch {
	case l == nil:
		p.On.Notices.ShowError(ErrNoRow)
		return nil
	case tab.IsLive(l):
		p.On.Notices.ShowError(errors.New(l.Name + " has data: " + p.On.Keys.Label("unsubscribe") + " unsubscribes it, and then it can be removed"))
		return nil
	case !l.State.Wanted():
		p.hide(n, l.Name+" is removed until it has data")
		return nil
	}
	name := tab.SymbolOf(l)
	return p.On.Await(t.Tab.Ask().Unsubscribe(name), func(err error) {
		if err != nil {
			p.On.Notices.ShowError(err)
			return
		}
		p.hide(n, name+" is removed: :sub "+name+" brings it back")
	})
}

// hide removes a row from the watchlist.
func (p List) hide(n int32, notice string) {
	p.Of.Tab.Rows.Remove(n, p.On.Now)
	p.On.Notices.Show(notice)
	p.On.Refresh()
}
