package tab

import (
	"sockeye/feed/event"
	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
)

// urgencies are how much the states of a feed want the operator, the most first. A feed that is open and not well comes before
// those that are.
var urgencies = [event.States]int{
	event.Failed: 0, event.Retry: 1, event.Connecting: 2, event.Hello: 2, event.Stale: 3, event.Open: 5, event.MarketClosed: 6, event.Closed: 7,
}

const unwell = 4 // the urgency of a feed that is open and not well

// Overview is the row of the feed in the overview, but for its number and whether it is shown, and how urgent it is: the less, the more.
func (s Shown) Overview(on Screen) (row overview.Row, urgency int) {
	t, hour, totals := s.tab, s.hour(), s.totals()
	state := feedStates[s.Status.State]
	row = overview.Row{
		Name: t.Name, State: state.Word, Tone: state.Tone, Since: clockTime(hour.Since, s.At, on.Location),
		PerSecond: totals.MessagesPerSecond, Lag: totals.LagMedian, HasLag: totals.HasLag,
		Gaps: uint64(max(totals.Counts.Missing(), 0)), Numbered: t.feed.Preset().Sequence != nil,
		Reconnects: hour.Reconnects, Reason: hour.Reason, Alerts: t.Alerts().Unacknowledged(), Minutes: tones(&hour),
	}
	row.DataAge, row.HasData = Since(s.At, s.Status.LastData)
	row.BeatAge, row.HasBeat = Since(s.At, s.Status.LastBeat)
	row.FrameAge, row.HasFrame = Since(s.At, s.Status.LastFrame)
	if detail := s.Detail(); detail != "" {
		row.State += " " + detail
	}
	urgency = urgencies[s.Status.State]
	if _, n := s.degraded(); n > 0 || len(s.Status.Unsent) > 0 {
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
