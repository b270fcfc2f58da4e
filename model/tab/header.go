package tab

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/header"
	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
	"sockeye/widgets/watchlist"
)

// totals returns the figures of the feed.
func (s Shown) totals() (totals history.Totals) {
	s.read(func(v history.View) { totals = v.Totals() })
	return totals
}

// HasGaps reports whether messages were ever missing.
func (s Shown) HasGaps() bool { return s.totals().Counts.Gaps > 0 }

// hour returns what the last hour of the feed was like.
func (s Shown) hour() (hour history.Hour) {
	s.read(func(v history.View) { hour = v.Hour(s.At) })
	return hour
}

// unverified is that the server need not be who it says it is.
const unverified = "TLS UNVERIFIED"

// Feed returns the feed as the first line of the header has it, but for its number and whether it is the active one.
func (s Shown) Feed(on Screen) header.Feed {
	_, n := s.degraded()
	unsent := len(s.Status.Unsent)
	hour := s.hour()
	f := header.Feed{
		Name: s.tab.Name, State: feedState(s.Status.State), Detail: s.Detail(), Degraded: n > 0 || unsent > 0,
		Hour: tones(&hour), Down: !hour.Lost.IsZero(), Since: sinceText(&hour, s.Status.State, s.At, on.Location),
	}
	switch {
	case n > 0:
		f.Brief = fmt.Sprintf("%d unhealthy", n)
	case unsent > 0:
		f.Brief = fmt.Sprintf("%d unsent", unsent)
	}
	if f.Brief != "" && s.tab.feed.Preset().TLS.Insecure {
		f.Brief = unverified + " " + f.Brief
	}
	return f
}

// Figures returns the figures of the feed and the value of the selected row, as the header has them.
func (s Shown) Figures(on Screen) header.Figures {
	totals := s.totals()
	f := header.Figures{
		Value:             s.value(&on),
		MessagesPerSecond: totals.MessagesPerSecond,
		BytesPerSecond:    totals.BytesPerSecond,
		Gaps:              uint64(max(totals.Counts.Missing(), 0)),
		Numbered:          totals.Counts.Numbered > 0,
		In:                uint64(totals.Counts.In),
		Log:               uint64(totals.Counts.Log),
		Beats:             uint64(totals.Counts.Heartbeats),
		Dropped:           uint64(totals.Counts.Dropped),
		LagMedian:         totals.LagMedian, LagP99: totals.LagP99, HasLag: totals.HasLag,
	}
	f.DataAge, f.HasData = Since(s.At, s.Status.LastData)
	f.BeatAge, f.HasBeat = Since(s.At, s.Status.LastBeat)
	return f
}

// value is that of the selected row.
func (s Shown) value(on *Screen) (shown header.Value) {
	n := s.tab.selected
	if n == event.NoLabel || int(n) >= s.Labels.Len() {
		return shown
	}
	s.read(func(v history.View) {
		r := s.row(v, n)
		state := s.stateOf(&r)
		shown = header.Value{Label: r.Name, Unit: r.Unit, Old: s.then != nil || state != watchlist.Live && state != watchlist.Plain}
		value, field := s.tab.Chart.Main(&r)
		if over := r.Over(); over != nil {
			shown.Word = over.Word
			return
		}
		if value == nil || math.IsNaN(value.Last) {
			return
		}
		shown.Known, shown.Last, shown.Decimals = true, value.Last, value.DecimalsOf(value.Last)
		shown.Change = s.changed(history.Key{Label: n, Field: field}, value.Last)
		if value.Kept {
			pct := change(v, history.Key{Label: n, Field: field}, s.windowBegin(v, on), s.At)
			if !math.IsNaN(pct) {
				shown.ChangePct, shown.HasChange = pct, true
			}
		}
	})
	return shown
}

// sinceText is since when a feed is as it is, in whole minutes: what changes more often is written more often. A time at which
// something went wrong is one that an operator looks up elsewhere.
func sinceText(hour *history.Hour, state event.State, now time.Time, zone *time.Location) string {
	switch {
	case !hour.Lost.IsZero() && state == event.Closed:
		return "since " + clockTime(hour.Since, now, zone)
	case !hour.Lost.IsZero():
		return "down since " + clockTime(hour.Lost, now, zone)
	case !hour.Since.IsZero() && now.Sub(hour.Since) >= time.Minute:
		return format.Age(now.Sub(hour.Since))
	}
	return ""
}

// Detail is what belongs to the state of a feed: how long until the next attempt, and that it was not checked who
// the server is.
func (s Shown) Detail() string {
	var details []string
	if s.Status.State == event.Retry {
		left := max(s.Status.RetryAt.Sub(s.At), 0)
		details = append(details, format.Length((left + time.Second - 1).Truncate(time.Second)))
	}
	if s.tab.feed.Preset().TLS.Insecure { // before what can be long
		details = append(details, unverified)
	}
	if degraded, n := s.degraded(); n > 0 {
		details = append(details, degraded)
	}
	if n := len(s.Status.Unsent); n > 0 {
		details = append(details, fmt.Sprintf("%d not sent again", n))
	}
	return strings.Join(details, " ")
}

// degraded says which subscriptions of a feed that is connected are unhealthy, worst first, and how many they are.
func (s Shown) degraded() (text string, all int) {
	if c := s.Status.State.Condition(); c != event.Fresh && c != event.Outdated {
		return "", 0
	}
	count := s.states()
	var details []string
	for _, state := range watchlist.Troubled() {
		if n := count[state]; n > 0 {
			details = append(details, fmt.Sprintf("%d %s", n, state.Word()))
			all += n
		}
	}
	return strings.Join(details, " "), all
}

// conditionTones are the conditions of a feed as a strip shows them.
var conditionTones = [...]theme.Tone{
	event.Unknown: theme.Neutral, event.Resting: theme.Quiet, event.Fresh: theme.Good, event.Outdated: theme.Warn, event.Down: theme.Bad,
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
