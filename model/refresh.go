package model

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/header"
	"sockeye/widgets/watchlist"
)

// refresh has the widgets show what is known of the feed on the screen at its moment, and what the operator wants to see.
func (m *Model) refresh() {
	m.redraws.done(m.wall)
	m.refreshHeader()
	m.list().refresh(m.now)
	m.chart().refresh()
}

// refreshData has the widgets show what is new. A chart that is frozen stays as it is.
func (m *Model) refreshData() {
	t, now := m.tab(), m.now
	m.redraws.done(m.wall)
	m.refreshHeader()
	m.list().refresh(m.now)
	if t.frozen != nil {
		return
	}
	pace := quietPace
	if !t.status.State.Connected() {
		pace = troubledPace
	}
	if t.valued.Before(t.drawn) && now.Sub(t.drawn) < pace {
		return // it would only move, which says nothing, and costs as much on the wire as news
	}
	m.chart().refresh()
}

// quietPace is how often a chart is drawn that has nothing new to show: one of 120x36 takes about 4 KiB, and a screen on
// which nothing happens has 0.3 KiB a second.
const quietPace = time.Minute

// troubledPace is how often, while there is no connection: for how long that has been so is news.
const troubledPace = 5 * time.Second

// noticeFreeze finds out whether the log was frozen or has gone live, by whatever key or command: everything that
// moves is frozen with it, at one moment.
func (m *Model) noticeFreeze() {
	t := m.tab()
	switch is := t.log.Frozen(); {
	case is == (t.frozen != nil):
	case is:
		t.frozen, t.raised, t.rows.stale = t.history.Moment(m.now), 0, true
		m.refresh()
	default:
		then := t.frozen
		t.frozen, t.rows.stale = nil, true
		t.noteMissed(then, m.now)
		m.refresh()
	}
}

// refreshHeader has the header show the feeds, and the figures of the one on the screen.
func (m *Model) refreshHeader() {
	now := m.now
	feeds := make([]header.Feed, len(m.tabs.all))
	for i, t := range m.tabs.all {
		t.update(now)
		degraded, n := t.degraded()
		feeds[i] = header.Feed{Number: i + 1, Name: t.name, Active: i == m.tabs.active, State: feedStates[t.status.State], Detail: t.detail(now), Degraded: n > 0 || len(t.status.Unsent) > 0}
		hour := t.history.Hour(now)
		feeds[i].Hour, feeds[i].Down = tones(&hour), !hour.Lost.IsZero()
		feeds[i].Since = sinceText(&hour, t.status.State, now, m.options.Location)
		switch unsent := len(t.status.Unsent); {
		case n > 0 && feeds[i].Detail == degraded, n > 0 && unsent > 0:
			feeds[i].Brief = fmt.Sprintf("%d not well", n)
		case unsent > 0:
			feeds[i].Brief = fmt.Sprintf("%d unsent", unsent)
		}
	}
	m.header.SetFeeds(feeds)
	m.header.SetAlerts(m.tabs.unacknowledged(), m.tabs.newest(now))
	m.header.SetClock(now.In(m.options.Location))
	m.header.SetReplay(m.replayed())
	t := m.tab()
	totals := t.history.Totals()
	f := header.Figures{
		Value:             m.headerValue(),
		MessagesPerSecond: totals.MessagesPerSecond,
		BytesPerSecond:    totals.BytesPerSecond,
		Gaps:              uint64(max(totals.Counts.Missing(), 0)),
		Numbered:          t.feed.Preset().Sequence != nil,
		In:                uint64(totals.Counts.In),
		Log:               uint64(totals.Counts.Log),
		Beats:             uint64(totals.Counts.Heartbeats),
		Dropped:           uint64(totals.Counts.Dropped),
		LagMedian:         totals.LagMedian, LagP99: totals.LagP99, HasLag: totals.HasLag,
	}
	f.DataAge, f.HasData = since(now, t.status.LastData)
	f.BeatAge, f.HasBeat = since(now, t.status.LastBeat)
	m.header.SetFigures(f)
	m.header.SetLink(m.renders.figures.shown)
	m.dialogs.refresh()
}

// noteMissed writes into the log what was missed from a moment at which the screen was frozen until now.
func (t *tab) noteMissed(then *history.Moment, now time.Time) {
	counts := t.history.Totals().Counts
	if counts.In == then.Counts.In && t.raised == 0 {
		return // nothing was missed
	}
	missed := format.Count(uint64(counts.In-then.Counts.In)) + " messages"
	if counts.In-then.Counts.In == 1 {
		missed = "1 message"
	}
	content := fmt.Sprintf("while frozen %s: %s", format.Stopwatch(now.Sub(then.At)), missed)
	if gaps := counts.Missing() - then.Counts.Missing(); gaps > 0 {
		content += ", " + format.Plural(int(gaps), "gap")
	}
	if t.raised > 0 {
		content += ", " + format.Plural(t.raised, "alert")
	}
	t.history.View(nil, func(v history.View) {
		if t.selected == event.NoLabel {
			return
		}
		r := t.known(v, t.selected)
		if value, field := r.Main(); value != nil {
			if c, ok := v.Summary(history.Key{Label: t.selected, Field: field}, then.At.UnixNano(), now.UnixNano()); ok {
				content += fmt.Sprintf(", %s %s to %s", r.Name, format.Number(c.Min, value.Decimals), format.Number(c.Max, value.Decimals))
			}
		}
	})
	t.history.Note(now, event.Notice, content)
	t.log.Refresh()
}

// since returns how long ago a moment was; false if it never came.
func since(now, at time.Time) (time.Duration, bool) {
	if at.IsZero() {
		return 0, false
	}
	return max(now.Sub(at), 0), true
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

// detail is what belongs to the state of a feed: how long until the next attempt, and that it was not checked who
// the server is.
func (t *tab) detail(now time.Time) string {
	var details []string
	if t.status.State == event.Retry {
		left := max(t.status.RetryAt.Sub(now), 0)
		details = append(details, fmt.Sprintf("%ds", int(math.Ceil(left.Seconds()))))
	}
	if degraded, n := t.degraded(); n > 0 {
		details = append(details, degraded)
	}
	if n := len(t.status.Unsent); n > 0 {
		details = append(details, fmt.Sprintf("%d not sent again", n))
	}
	if t.feed.Preset().TLS.Insecure {
		details = append(details, "TLS UNVERIFIED")
	}
	return strings.Join(details, " ")
}

// degraded says which subscriptions of a feed that is connected are not well, worst first, and how many they are.
func (t *tab) degraded() (text string, all int) {
	if t.status.State != event.Open && t.status.State != event.Stale {
		return "", 0
	}
	count := map[watchlist.State]int{}
	t.judged(func(l *event.Label) { count[subscriptionState(l)]++ })
	var details []string
	for _, state := range watchlist.Troubled() {
		if n := count[state]; n > 0 {
			details = append(details, fmt.Sprintf("%d %s", n, state.Word()))
			all += n
		}
	}
	return strings.Join(details, " "), all
}
