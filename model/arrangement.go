package model

import (
	"slices"
	"time"

	"sockeye/model/alerts"
	"sockeye/model/layout"
	"sockeye/model/pane"
)

// arrangement is what lies over the plain screen and which pane has the keys, for the operator.
type arrangement struct {
	on    pane.Screen
	of    *pane.Feed // the one that is shown
	shape *layout.Shape
}

// arrangementOf returns that of a screen, while a message is processed.
func arrangementOf(m *Model) arrangement { return arrangement{m.host(), m.tab(), &m.shape} }

// topmost returns what ends the topmost of what lies over the plain screen: the full screen, the watchlist, the inspector,
// the crosshair, a log that is not live, a search, filters. It returns nil if there is nothing of that.
func (a arrangement) topmost() (end func()) {
	t := a.of
	switch {
	case a.shape.Zoomed:
		return func() {
			a.shape.Zoomed = false
			a.on.Arrange()
		}
	case a.shape.Listed:
		return a.toggleList
	case t.Inspecting:
		return pane.Inspector{On: a.on, Of: t}.Close
	case a.shape.Focus == layout.Chart && !t.Tab.Chart.Cross.IsZero():
		return func() {
			t.Tab.Chart.Cross = time.Time{}
			a.on.Refresh()
		}
	case !t.Log.Live():
		return func() { pane.Log{On: a.on, Of: t}.Resume() }
	case t.Tab.Rows.Filter != "":
		return func() {
			t.Tab.Rows.Filter = ""
			a.on.Refresh()
		}
	case t.Log.Search() != "":
		return func() { _ = t.Log.SetSearch("") }
	case len(t.Log.Filters()) > 0:
		return func() {
			t.Log.ClearFilters()
			a.on.Notices.Show("the log shows everything again")
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
	a.shape.Focus = a.on.Layout.Next(a.shape.Focus, step)
	a.on.Arrange()
}

// toggleList shows or hides the watchlist: over the body where it has no place of its own.
func (a arrangement) toggleList() {
	if a.on.Layout.ListBeside {
		a.shape.Focus = layout.List
		a.on.Arrange()
		return
	}
	a.shape.Listed = !a.shape.Listed
	a.shape.Focus = layout.Log
	if a.shape.Listed {
		a.shape.Focus = layout.List
	}
	a.on.Arrange()
}

// arrange gives every widget of the feed that is shown its size, and the keys to one pane.
func (m *Model) arrange() {
	t, s := m.tab(), &m.shape
	needs := layout.Needs{Alerts: alerts.Unacknowledged(&m.tabs), Chart: !t.Tab.Chart.Off, Inspecting: t.Inspecting, Ticker: tickerLines(t, s.Width)}
	m.layout = s.Divide(needs)
	if m.layout.ListBeside {
		s.Listed = false
	}
	if !t.Inspecting {
		t.EndInspection()
	}
	if !slices.Contains(m.layout.Turns, s.Focus) {
		s.Focus = m.layout.Turns[0]
	}
	m.layout = s.Divide(needs)   // for the pane that has the keys now
	if s.Focus != layout.Chart { // only there the crosshair has keys
		t.Tab.Chart.Cross = time.Time{}
	}
	m.header.SetSize(s.Width, m.layout.Header)
	size := func(p layout.Pane) (width, height int) { return m.layout.Rects[p].Width, m.layout.Rects[p].Height }
	t.Log.SetSize(size(layout.Log))
	t.Log.SetFocused(s.Focus == layout.Log)
	t.List.SetTicker(m.layout.Ticker)
	t.List.SetSize(size(layout.List))
	t.List.SetFocused(s.Focus == layout.List)
	t.Chart.SetSize(size(layout.Chart))
	t.Chart.SetFocused(s.Focus == layout.Chart)
	t.Inspector.SetSize(size(layout.Inspect))
	t.Inspector.SetFocused(s.Focus == layout.Inspect)
	m.refresh()
	m.dialogs.Resize(m.shape.Width, m.layout.Body)
}

// tickerLines is how many lines the ticker of a feed has where it is so wide: none where there are no rows beside the one that the
// header shows.
func tickerLines(t *pane.Feed, width int) int {
	if t.Tab.Rows.Len() <= 1 {
		return 0
	}
	return t.List.TickerLines(width)
}
