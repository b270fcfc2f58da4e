package model

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/watchlist"
)

// remove removes the selected row, and gives up what is subscribed and has no data: the feed is not judged by it any more.
func (p listPane) remove() tea.Cmd {
	t := p.t
	l, n := t.label(), t.selected
	switch {
	case l == nil:
		p.on.notices.showError(errNoRow)
		return nil
	case subscriptionState(l) == watchlist.Live:
		p.on.notices.showError(errors.New(l.Name + " has data: " + p.on.keys.label("unsubscribe") + " unsubscribes it, and then it can be removed"))
		return nil
	case !l.State.Wanted():
		p.hide(n, l.Name+" is removed until it has data")
		return nil
	}
	name := symbolOf(l)
	return p.on.await(t.feed.Unsubscribe(name), func(err error) {
		if err != nil {
			p.on.notices.showError(err)
			return
		}
		p.hide(n, name+" is removed: :sub "+name+" brings it back")
	})
}

// hide takes a row out of the watchlist.
func (p listPane) hide(n int32, notice string) {
	p.t.rows.remove(n, p.on.now)
	p.on.notices.show(notice)
	p.on.refresh()
}

// remove has a label have no row from a time on, until it is wanted again or has an event.
func (l *listRows) remove(n int32, at time.Time) {
	if l.removed == nil {
		l.removed = make(map[int32]time.Time)
	}
	l.removed[n] = at
}

// isRemoved reports whether a label has no row.
func (l *listRows) isRemoved(n int32) bool {
	_, removed := l.removed[n]
	return removed
}

// restore gives labels their rows again that are wanted since they were removed, or had an event.
func (t *tab) restore(v history.View) {
	for n, at := range t.rows.removed {
		if r := t.known(v, n); r.LastHeard().After(at) || r.State.Wanted() && r.Since.After(at) {
			delete(t.rows.removed, n)
		}
	}
}

// judged returns the labels that a feed is judged by: those with rows.
func (t *tab) judged(each func(l *event.Label)) {
	for n := range t.labels {
		if !t.rows.isRemoved(int32(n)) {
			each(&t.labels[n])
		}
	}
}
