// Package pane is what an operator does in the panes of a feed: the log, the watchlist, the chart and the inspector.
//
// A [Feed] is the tab of a feed (package tab), which says what is visible, and the widgets that show it. [Log], [List], [Chart]
// and [Inspector] are made for one message that the screen processes: they change the tab and the widgets, and ask the rest of the
// screen, which they know as a [Screen], for a place, a dialog or a notice. All of that happens in the screen's Update; what may
// take long is a tea.Cmd, which touches neither.
package pane

import (
	"strings"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
	"sockeye/model/layout"
	"sockeye/model/tab"
	"sockeye/widgets/chart"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/theme"
	"sockeye/widgets/watchlist"
)

// Feed is a feed and the widgets that show it. Feeds that are not shown go on receiving into theirs.
type Feed struct {
	Tab   *tab.Tab
	theme *theme.Theme

	Log     logview.Model
	resumes bool        // the log was live before something was inspected, and goes on with the end of that
	from    layout.Pane // had the keys before something was inspected, and has them again with the end of that
	working bool        // the log has asked for another slice

	List  watchlist.Model
	Chart chart.Model
	drawn time.Time // the moment that the chart shows

	Inspector  inspect.Model
	Inspecting bool
	Inspected  Message
}

// Message is what the inspector shows, which the history may have evicted since.
type Message struct {
	Number uint64 // of the entry
	Label  int32  // that it belongs to, or event.NoLabel
	Raw    []byte // without secrets
	Text   []byte // as the log shows it, likewise
}

// New returns a feed with widgets that show it, from its end. The operator asks something of it by ask.
func New(f *feed.Feed, ask tab.Requests, th *theme.Theme) *Feed {
	t := &Feed{
		Tab:       tab.New(f, ask),
		theme:     th,
		Inspected: Message{Label: event.NoLabel},
		Log:       logview.New(th),
		List:      watchlist.New(th),
		Chart:     chart.New(th),
		Inspector: inspect.New(th),
	}
	t.Inspector.ReadNumber = func(text []byte) (float64, bool) {
		v, _, ok := lang.ParseNumber(text)
		return v, ok
	}
	t.Inspector.ReadTime = func(text []byte) (time.Time, bool) {
		ns, ok := lang.ParseTime(text, nil)
		return time.Unix(0, ns), ok
	}
	t.Log.SetColumns(t.Tab.Columns())
	t.Log.SetEntries(t.At(f.Now()).Entries())
	return t
}

// ShowColumns has the log show values with these names, from left to right; nil: all that the preset names.
func (t *Feed) ShowColumns(names []string) {
	t.Tab.ChooseColumns(names)
	t.Log.SetColumns(t.Tab.Columns())
}

// SetKeys sets the keys that the widgets name.
func (t *Feed) SetKeys(keys Keys) {
	named := func(action string) string {
		if b := keys.Of(action); b.Enabled() {
			return b.Help().Key
		}
		return ""
	}
	t.Log.SetKeys(named("bottom"), named("context"))
	var words []string
	for _, b := range keys.InPane(layout.Inspect) {
		words = append(words, b.Help().Key+" "+b.Help().Desc)
	}
	t.Inspector.SetFooter(strings.Join(words, "  "))
}

// SetLocation sets the time zone of all times.
func (t *Feed) SetLocation(location *time.Location) {
	t.Inspector.SetLocation(location)
	t.Log.SetLocation(location)
}

// SetTheme sets the styles, at the time now.
func (t *Feed) SetTheme(th *theme.Theme, now time.Time) {
	t.theme = th
	t.Log.SetTheme(th)
	t.Inspector.SetTheme(th)
	t.show(now)
}

// show has the widgets show the moment of the tab, which is another one from the time now on.
func (t *Feed) show(now time.Time) {
	shown := t.At(now)
	t.Log.Show(shown.Entries())
	th := shown.Theme(t.theme)
	t.List.SetTheme(th)
	t.Chart.SetTheme(th)
}

// Receive processes a batch, and reports whether the state of the feed or of a subscription has changed.
func (t *Feed) Receive(now time.Time, b *event.Batch) (changed bool) {
	changed = t.Tab.Receive(now, b)
	t.Log.Refresh()
	return changed
}

// Update reads what the feed has by now.
func (t *Feed) Update(now time.Time) {
	t.Tab.Update(now)
	t.Log.Refresh()
	freeze := t.At(now).Freeze()
	t.Log.SetMoment(freeze.Since, freeze.Fresh)
}

// At returns what is visible of the feed at the time now: what is known then, or when the screen was frozen.
func (t *Feed) At(now time.Time) tab.Shown { return t.Tab.At(t.Tab.Moment(now)) }

// Restart shows what the feed brings that was begun anew.
func (t *Feed) Restart(now time.Time) {
	t.Tab.Restart(now)
	t.Inspecting, t.drawn = false, time.Time{}
	t.show(now) // before the log reads entries that are gone
	t.Log.Resume()
}

// EndInspection drops what was inspected, which the log may have evicted since.
func (t *Feed) EndInspection() {
	t.Inspector.Clear()
	t.Inspected.Raw, t.Inspected.Text = nil, nil
}
