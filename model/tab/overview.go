package tab

import (
	"sockeye/feed/event"
	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
)

// unwell is the urgency of a feed that is open and unhealthy: it comes before those that are.
var unwell = event.Open.Urgency() - 1

// Overview is the row of the feed in the overview, but for its number and whether it is shown, and how urgent it is: the less, the more.
func (s Shown) Overview(on Screen) (row overview.Row, urgency int) {
	t, hour, totals := s.tab, s.hour(), s.totals()
	state := feedState(s.Status.State)
	row = overview.Row{
		Name: t.Name, State: state.Word, Tone: state.Tone, Since: clockTime(hour.Since, s.At, on.Location),
		PerSecond: totals.MessagesPerSecond, Lag: totals.LagMedian, HasLag: totals.HasLag,
		Gaps: uint64(max(totals.Counts.Missing(), 0)), Numbered: totals.Counts.Numbered > 0,
		Reconnects: hour.Reconnects, Reason: hour.Reason, Alerts: t.Alerts().Unacknowledged(), Minutes: tones(&hour),
	}
	row.DataAge, row.HasData = Since(s.At, s.Status.LastData)
	row.BeatAge, row.HasBeat = Since(s.At, s.Status.LastBeat)
	row.FrameAge, row.HasFrame = Since(s.At, s.Status.LastFrame)
	if detail := s.Detail(); detail != "" {
		row.State += " " + detail
	}
	urgency = s.Status.State.Urgency()
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
