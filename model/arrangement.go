package model

import (
	"time"
)

// arrangement is what lies over the plain screen and which pane has the keys, for the operator.
type arrangement struct{ m *Model }

// topmost returns what ends the topmost of what lies over the plain screen: the full screen, the watchlist, the inspector,
// the crosshair, a log that is not live, a search, filters. It returns nil if there is nothing of that.
func (a arrangement) topmost() (end func()) {
	t := a.m.tab()
	switch {
	case a.m.shape.zoomed:
		return func() {
			a.m.shape.zoomed = false
			a.m.arrange()
		}
	case a.m.shape.listed:
		return a.toggleList
	case t.inspecting:
		return a.m.inspector().closeInspector
	case a.m.shape.focus == paneChart && !t.tab.Chart.Cross.IsZero():
		return func() {
			t.tab.Chart.Cross = time.Time{}
			a.m.refresh()
		}
	case !t.log.Live():
		return t.log.Resume
	case t.tab.Rows.Filter != "":
		return func() {
			t.tab.Rows.Filter = ""
			a.m.refresh()
		}
	case t.log.Search() != "":
		return func() { _ = t.log.SetSearch("") }
	case len(t.log.Filters()) > 0:
		return func() {
			t.log.ClearFilters()
			a.m.notices.show("the log shows everything again")
		}
	}
	return nil
}

// back ends the topmost of what lies over the plain screen, and reports whether there was something.
func (a arrangement) back() bool {
	end := a.topmost()
	if end == nil {
		return false
	}
	end()
	return true
}

// nextPane gives the keys to the next pane, or the one before.
func (a arrangement) nextPane(step int) {
	a.m.shape.focus = a.m.layout.next(a.m.shape.focus, step)
	a.m.arrange()
}

// toggleList shows or hides the watchlist: over the body where it has no place of its own.
func (a arrangement) toggleList() {
	if a.m.layout.listBeside {
		a.m.shape.focus = paneList
		a.m.arrange()
		return
	}
	a.m.shape.listed = !a.m.shape.listed
	a.m.shape.focus = paneLog
	if a.m.shape.listed {
		a.m.shape.focus = paneList
	}
	a.m.arrange()
}
