package model

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/format"
	"sockeye/model/pane"
)

// tabs are the feeds on the screen, at least one, of which one is shown.
type tabs struct {
	all    []*pane.Feed
	active int // the one that is shown

	snoozed time.Time // until when the operator has the alerts of all feeds held back, of later ones too
}

// shown returns the feed that is shown.
func (ts *tabs) shown() *pane.Feed { return ts.all[ts.active] }

// after returns the place of the tab that is so many steps from the one that is shown.
func (ts *tabs) after(step int) int { return (ts.active + step + len(ts.all)) % len(ts.all) }

// add adds a tab behind the others. A second feed of one preset has a number behind its name.
func (ts *tabs) add(t *pane.Feed) {
	name := t.Tab.Name
	for n := 2; slices.ContainsFunc(ts.all, func(o *pane.Feed) bool { return o.Tab.Name == t.Tab.Name }); n++ {
		t.Tab.Name = fmt.Sprintf("%s#%d", name, n)
	}
	if ts.snoozed.After(t.Tab.Feed().Now()) {
		_ = t.Tab.Alerts().Snooze(alert.Snooze{Until: ts.snoozed}) // no alert and no label is named that might not be there
	}
	ts.all = append(ts.all, t)
}

// remove removes a tab, of two or more, and returns it.
func (ts *tabs) remove(i int) *pane.Feed {
	t := ts.all[i]
	ts.all = append(ts.all[:i:i], ts.all[i+1:]...)
	ts.active = min(i, len(ts.all)-1)
	return t
}

// divide divides among the feeds what may be kept, and what may wait to be taken in, in bytes.
func (ts *tabs) divide(memory int64) {
	queue, kept := share(memory, max(len(ts.all), 1))
	for _, t := range ts.all {
		t.Tab.Feed().SetMemory(queue, kept)
		t.Tab.Watcher().SetLimit(queue)
		t.Log.Refresh()
	}
}

// alarm is an active alert and the feed that it is about.
type alarm struct {
	of *pane.Feed
	alert.Active
}

// mostAlarms is how many alerts the list of alerts has at the most: there can be as many as alerts times rows.
const mostAlarms = 1000

// alarms returns the active alerts of all feeds, as many as the list shows, and how many more there are: those that are not
// acknowledged first, of these a row that is silent among lively ones, then the newest.
func (ts *tabs) alarms() (all []alarm, more int) {
	for _, t := range ts.all {
		active, left := t.Tab.Alerts().Active(mostAlarms)
		more += left
		for _, a := range active {
			all = append(all, alarm{t, a})
		}
	}
	slices.SortStableFunc(all, func(a, b alarm) int {
		return cmp.Or(first(!a.Acknowledged, !b.Acknowledged), first(a.Grave, b.Grave), cmp.Compare(b.Last.UnixNano(), a.Last.UnixNano()))
	})
	if beyond := len(all) - mostAlarms; beyond > 0 {
		all, more = all[:mostAlarms], more+beyond
	}
	return all, more
}

// first puts what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// unacknowledged returns how many alerts wait for the operator.
func (ts *tabs) unacknowledged() (n int) {
	for _, t := range ts.all {
		n += t.Tab.Alerts().Unacknowledged()
	}
	return n
}

// newest is what the header says at the time now of the alerts that wait: a row that is silent among lively ones,
// else the newest one that holds, else the newest.
func (ts *tabs) newest(now time.Time) string {
	var a *alarm
	for _, t := range ts.all {
		newest, ok := t.Tab.Alerts().Newest()
		if ok && (a == nil || cmp.Or(first(newest.Grave, a.Grave), first(!newest.Over, !a.Over), a.Last.Compare(newest.Last)) < 0) {
			a = &alarm{t, newest} // one that holds comes before one that is over
		}
	}
	if a == nil {
		return ""
	}
	text := a.Text
	if a.Over && a.Alert.Ends() {
		text = "over  " + text
	}
	if a.Count > 1 {
		text = fmt.Sprintf("%s (%d times)", text, a.Count)
	}
	if len(ts.all) > 1 {
		text = a.of.Tab.Name + ": " + text
	}
	return format.Age(max(now.Sub(a.Last), 0)) + " ago  " + text
}
