package model

import (
	"errors"
	"sockeye/model/tab"

	tea "charm.land/bubbletea/v2"
)

// remove removes the selected row, and gives up what is subscribed and has no data: the feed is not judged by it any more.
func (p listPane) remove() tea.Cmd {
	t := p.t
	l, n := t.tab.Label(), t.tab.Selected()
	switch {
	case l == nil:
		p.on.notices.ShowError(errNoRow)
		return nil
	case tab.IsLive(l):
		p.on.notices.ShowError(errors.New(l.Name + " has data: " + p.on.keys.Label("unsubscribe") + " unsubscribes it, and then it can be removed"))
		return nil
	case !l.State.Wanted():
		p.hide(n, l.Name+" is removed until it has data")
		return nil
	}
	name := tab.SymbolOf(l)
	return p.on.await(t.tab.Feed().Unsubscribe(name), func(err error) {
		if err != nil {
			p.on.notices.ShowError(err)
			return
		}
		p.hide(n, name+" is removed: :sub "+name+" brings it back")
	})
}

// hide takes a row out of the watchlist.
func (p listPane) hide(n int32, notice string) {
	p.t.tab.Rows.Remove(n, p.on.now)
	p.on.notices.Show(notice)
	p.on.refresh()
}
