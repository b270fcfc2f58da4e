package pane

import (
	"fmt"
	"slices"
	"time"

	"sockeye/feed/alert"
)

// Feeds are the feeds on the screen, at least one, of which one is shown.
type Feeds struct {
	All    []*Feed
	Active int // the one that is shown

	Snoozed time.Time // until when the operator has the alerts of all feeds held back, of later ones too
}

// Shown returns the feed that is shown.
func (ts *Feeds) Shown() *Feed { return ts.All[ts.Active] }

// After returns the place of the tab that is so many steps from the one that is shown.
func (ts *Feeds) After(step int) int { return (ts.Active + step + len(ts.All)) % len(ts.All) }

// Add adds a tab behind the others. A second feed of one preset has a number behind its name.
func (ts *Feeds) Add(t *Feed) {
	name := t.Tab.Name
	for n := 2; slices.ContainsFunc(ts.All, func(o *Feed) bool { return o.Tab.Name == t.Tab.Name }); n++ {
		t.Tab.Name = fmt.Sprintf("%s#%d", name, n)
	}
	if ts.Snoozed.After(t.Tab.Feed().Now()) {
		_ = t.Tab.Alerts().Snooze(alert.Snooze{Until: ts.Snoozed}) // no alert and no label is named that might not be there
	}
	ts.All = append(ts.All, t)
}

// Remove removes a tab, of two or more, and returns it.
func (ts *Feeds) Remove(i int) *Feed {
	t := ts.All[i]
	ts.All = append(ts.All[:i:i], ts.All[i+1:]...)
	ts.Active = min(i, len(ts.All)-1)
	return t
}

// Divide divides among the feeds what may be kept, and what may wait to be processed, in bytes.
func (ts *Feeds) Divide(memory int64) {
	queue, kept := Share(memory, max(len(ts.All), 1))
	for _, t := range ts.All {
		t.Tab.SetMemory(queue, kept)
		t.Log.Refresh()
	}
}
