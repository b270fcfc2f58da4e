package model

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/model/dialog"
	"sockeye/widgets/footer"
	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
)

// manyFeeds is with how many feeds the overview of them is what is seen first.
const manyFeeds = 5

// overviewWidth and overviewHeight are what the overview needs at least: where panes have no room, it has the whole screen.
const overviewWidth, overviewHeight = 16, 5

// overviewEvery is how often the figures of the overview are drawn anew, at most; what becomes of a feed is shown at once.
const overviewEvery = time.Second

// feedsDialog is the overview of all feeds. It implements dialog.Dialog.
type feedsDialog struct {
	m     *Model
	table overview.Model
	size  dialog.SizeMsg
	shown []overview.Row
	drawn time.Time
}

// openOverview opens the overview of all feeds, with the cursor on the one that is shown.
func (m *Model) openOverview() {
	if s := m.shape; s.width > 0 && (s.width < overviewWidth || s.height < overviewHeight) { // before the first size, nothing is known
		m.notices.showError(errors.New("too small for the overview of the feeds"))
		return
	}
	d := &feedsDialog{m: m, table: overview.New(m.options.Theme)}
	d.refresh()
	d.table.Select(slices.IndexFunc(d.shown, func(r overview.Row) bool { return r.Shown }))
	m.dialogs.show(d)
}

// Update implements dialog.Dialog.
func (d *feedsDialog) Update(msg tea.Msg) (cmd tea.Cmd, open bool) {
	switch msg := msg.(type) {
	case dialog.SizeMsg:
		d.size = msg
		d.table.SetTheme(msg.Theme)
		height := msg.Height
		if s := d.m.shape; d.m.layout.tiny() && s.width >= overviewWidth && s.height >= overviewHeight {
			height = s.height - 1
		}
		d.table.SetSize(msg.Width, height)
	case dialog.RefreshMsg:
		d.refresh()
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			d.table.Select(d.table.At() - 1)
		case tea.MouseWheelDown:
			d.table.Select(d.table.At() + 1)
		}
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return nil, true
}

// press answers to a key. What is about all feeds works as in the panes.
func (d *feedsDialog) press(press tea.KeyPressMsg) (cmd tea.Cmd, open bool) {
	k, keys := d.m.keys, &d.m.dialogs.keys
	if by, moves := keys.Step(press, d.table.Page()); moves {
		d.table.Select(d.table.At() + by)
		return nil, true
	}
	switch {
	case key.Matches(press, keys.Back, keys.Quit), k.is("overview", press):
		return nil, false
	case k.is("inspect", press):
		if i := d.m.tabs.named(d.table.Selected()); i >= 0 {
			d.m.show(i)
		}
		return nil, false
	case k.is("acknowledge", press):
		d.m.alerts().acknowledge()
		return nil, true
	}
	for _, name := range []string{"feed", "alerts", "command", "help"} {
		if k.is(name, press) {
			return d.m.act(k.find(d.m.shape.focus, press), press), false
		}
	}
	return nil, true
}

// View implements dialog.Dialog.
func (d *feedsDialog) View() string { return d.table.View() }

// Footer implements dialog.Dialog.
func (d *feedsDialog) Footer() string {
	k := d.m.keys
	return footer.View(d.size.Theme, []key.Binding{
		footer.Describe(k.of("inspect"), "go to the feed"), footer.Describe(k.of("back"), "back"), footer.Describe(k.of("alerts"), "alerts"),
		footer.Describe(k.of("acknowledge"), "acknowledge"), footer.Describe(k.of("command"), "command"), footer.Describe(k.of("help"), "help"),
	}, d.size.Width)
}

// refresh takes in how the feeds are.
func (d *feedsDialog) refresh() {
	now := d.m.now
	rows := d.m.tabs.overview(now, d.m.options.Location)
	if age := now.Sub(d.drawn); !urgent(rows, d.shown) && age >= 0 && age < overviewEvery {
		return
	}
	d.shown, d.drawn = rows, now
	d.table.SetRows(rows)
}

// urgent reports whether rows tell more than other figures.
func urgent(rows, shown []overview.Row) bool {
	return !slices.EqualFunc(rows, shown, func(a, b overview.Row) bool {
		return a.Name == b.Name && a.Tone == b.Tone && a.Since == b.Since && a.Alerts == b.Alerts && a.Shown == b.Shown
	})
}

// urgencies are how much the states of a feed want the operator, the most first. A feed that is open and not well comes before
// those that are.
var urgencies = [event.States]int{
	event.Failed: 0, event.Retry: 1, event.Connecting: 2, event.Hello: 2, event.Stale: 3, event.Open: 5, event.MarketClosed: 6, event.Closed: 7,
}

const unwell = 4 // the urgency of a feed that is open and not well

// overview returns the rows of all feeds, worst first.
func (ts *tabs) overview(now time.Time, zone *time.Location) []overview.Row {
	type ranked struct {
		urgency int
		row     overview.Row
	}
	all := make([]ranked, len(ts.all))
	for i, t := range ts.all {
		row, urgency := t.overview(now, zone)
		row.Number, row.Shown = i+1, i == ts.active
		all[i] = ranked{urgency, row}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency), cmp.Compare(b.row.Alerts, a.row.Alerts))
	})
	rows := make([]overview.Row, len(all))
	for i := range all {
		rows[i] = all[i].row
	}
	return rows
}

// named returns the place of the tab with a name, -1 if there is none.
func (ts *tabs) named(name string) int {
	return slices.IndexFunc(ts.all, func(t *tab) bool { return t.name == name })
}

// overview is the row of a feed, and how urgent it is.
func (t *tab) overview(now time.Time, zone *time.Location) (row overview.Row, urgency int) {
	hour, totals := t.history.Hour(now), t.history.Totals()
	state := feedStates[t.status.State]
	row = overview.Row{
		Name: t.name, State: state.Word, Tone: state.Tone, Since: clockTime(hour.Since, now, zone),
		PerSecond: totals.MessagesPerSecond, Lag: totals.LagMedian, HasLag: totals.HasLag,
		Gaps: uint64(max(totals.Counts.Missing(), 0)), Numbered: t.feed.Preset().Sequence != nil,
		Reconnects: hour.Reconnects, Reason: hour.Reason, Alerts: t.alerts.Unacknowledged(), Minutes: tones(&hour),
	}
	row.DataAge, row.HasData = since(now, t.status.LastData)
	row.BeatAge, row.HasBeat = since(now, t.status.LastBeat)
	row.FrameAge, row.HasFrame = since(now, t.status.LastFrame)
	if detail := t.detail(now); detail != "" {
		row.State += " " + detail
	}
	urgency = urgencies[t.status.State]
	if _, n := t.degraded(); n > 0 || len(t.status.Unsent) > 0 {
		if row.Tone == theme.Good {
			row.Tone = theme.Warn
		}
		urgency = min(urgency, unwell)
	}
	if row.Alerts > 0 {
		urgency = min(urgency, unwell)
	}
	return row, urgency
}

// conditionTones are the conditions of a feed as a strip shows them.
var conditionTones = [...]theme.Tone{
	history.Unknown: theme.Neutral, history.Resting: theme.Quiet, history.Fresh: theme.Good, history.Silent: theme.Warn, history.Down: theme.Bad,
}

// tones are the minutes of an hour as a strip shows them.
func tones(h *history.Hour) (all [overview.Minutes]theme.Tone) {
	for i, condition := range h.Minutes {
		all[i] = conditionTones[condition]
	}
	return all
}

// clockTime is a time of the last 24 hours, or a day before that; "" for none.
func clockTime(at, now time.Time, zone *time.Location) string {
	switch {
	case at.IsZero():
		return ""
	case now.Sub(at) < 24*time.Hour:
		return at.In(zone).Format("15:04:05")
	}
	return at.In(zone).Format("2 Jan")
}
