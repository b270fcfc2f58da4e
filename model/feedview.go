package model

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
	"sockeye/model/tab"
	"sockeye/widgets/chart"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// feedView is a feed and the widgets that show it. Feeds that are not shown go on receiving into theirs.
type feedView struct {
	tab *tab.Tab

	log     logview.Model
	resumes bool // the log was live before something was inspected
	working bool // the log has asked for another slice

	list  watchlist.Model
	chart chart.Model
	drawn time.Time // when the chart was

	inspector  inspect.Model
	inspecting bool
	inspected  inspected
}

// inspected is what the inspector shows, which the history may have evicted since.
type inspected struct {
	number uint64 // of the entry
	label  int32  // that it belongs to, or event.NoLabel
	raw    []byte // without secrets
	text   []byte // as the log shows it, likewise
}

func newFeedView(f *feed.Feed, o Options) *feedView {
	t := &feedView{
		tab:       tab.New(f),
		inspected: inspected{label: event.NoLabel},
		log:       logview.New(o.Theme),
		list:      watchlist.New(o.Theme),
		chart:     chart.New(o.Theme),
		inspector: inspect.New(o.Theme),
	}
	t.inspector.ReadNumber = func(text []byte) (float64, bool) {
		v, _, ok := lang.ParseNumber(text)
		return v, ok
	}
	t.inspector.ReadTime = func(text []byte) (time.Time, bool) {
		ns, ok := lang.ParseTime(text, nil)
		return time.Unix(0, ns), ok
	}
	t.apply(o.Settings)
	t.log.SetColumns(t.tab.Columns())
	t.log.SetEntries(t.tab.Entries())
	t.log.SetNow(f.Now())
	return t
}

// apply makes other settings count.
func (t *feedView) apply(s Settings) {
	t.log.Keys, t.list.Keys, t.inspector.Keys = s.Keys.Widgets.Log, s.Keys.Widgets.List, s.Keys.Widgets.Inspect
	t.inspector.SetLocation(s.Location)
	t.inspector.SetFooter(inspectorFooter(s.Keys))
	t.log.SetLocation(s.Location)
}

// receive takes a batch in, and reports whether the state of the feed or of a subscription has changed.
func (t *feedView) receive(now time.Time, b *event.Batch) (changed bool) {
	changed = t.tab.Receive(now, b)
	t.log.Refresh()
	return changed
}

// update takes in what the feed has by now.
func (t *feedView) update(now time.Time) {
	t.tab.Update(now)
	t.log.Refresh()
}

// at returns what is visible of the feed at the time now: what is known then, or when the screen was frozen.
func (t *feedView) at(now time.Time) tab.Shown { return t.tab.At(t.tab.Moment(now)) }

// endInspection drops what was inspected, which the log may have evicted since.
func (t *feedView) endInspection() {
	t.inspector.Clear()
	t.inspected.raw, t.inspected.text = nil, nil
}
