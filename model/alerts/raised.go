package alerts

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/format"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// Raised is an active alert and the feed that it is about.
type Raised struct {
	Of *pane.Feed
	alert.Active
}

// mostAlarms is how many alerts the list of alerts has at the most: there can be as many as alerts times rows.
const Most = 1000

// All returns the active alerts of all feeds, as many as the list shows, and how many more there are: those that are not
// acknowledged first, of these a row that is silent among active ones, then the newest.
func All(ts *pane.Feeds) (all []Raised, more int) {
	for _, t := range ts.All {
		active, left := t.Tab.Alerts().Active(Most)
		more += left
		for _, a := range active {
			all = append(all, Raised{t, a})
		}
	}
	slices.SortStableFunc(all, func(a, b Raised) int {
		return cmp.Or(first(!a.Acknowledged, !b.Acknowledged), first(a.Grave, b.Grave), cmp.Compare(b.Last.UnixNano(), a.Last.UnixNano()))
	})
	if beyond := len(all) - Most; beyond > 0 {
		all, more = all[:Most], more+beyond
	}
	return all, more
}

// Unacknowledged returns how many alerts wait for the operator.
func Unacknowledged(ts *pane.Feeds) (n int) {
	for _, t := range ts.All {
		n += t.Tab.Alerts().Unacknowledged()
	}
	return n
}

// Waiting returns the alerts that wait, as the header has them at the time now.
func Waiting(ts *pane.Feeds, now time.Time) header.Alerts {
	newest, over := newestOf(ts, now)
	return header.Alerts{Count: Unacknowledged(ts), Newest: newest, Over: over}
}

// newestOf is what the header says at the time now of the alerts that wait: a row that is silent among active ones,
// else the newest one that holds, else the newest. over: it holds no more, and so does none of the others.
func newestOf(ts *pane.Feeds, now time.Time) (text string, over bool) {
	var a *Raised
	for _, t := range ts.All {
		newest, ok := t.Tab.Alerts().Newest()
		if ok && (a == nil || cmp.Or(first(newest.Grave, a.Grave), first(!newest.Over, !a.Over), a.Last.Compare(newest.Last)) < 0) {
			a = &Raised{t, newest} // one that holds comes before one that is over
		}
	}
	if a == nil {
		return "", false
	}
	text = a.Text
	if over = a.Over && a.Alert.Ends(); over {
		text = "over  " + text
	}
	if a.Count > 1 {
		text = fmt.Sprintf("%s (%d times)", text, a.Count)
	}
	if len(ts.All) > 1 {
		text = a.Of.Tab.Name + ": " + text
	}
	return format.Age(max(now.Sub(a.Last), 0)) + " ago  " + text, over
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
