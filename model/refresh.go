package model

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/header"
	"sockeye/widgets/watchlist"
)

// refresh tells the widgets of the feed that is looked at what is true now, and what the operator wants to see.
func (m *Model) refresh() {
	t, now := m.tab(), time.Now()
	m.dirty, m.redrawn = false, now
	m.refreshHeader(now)
	at := now
	if t.isFrozen {
		at = t.frozenAt
	}
	m.refreshList(t, now, at)
	m.refreshChart(t, at)
}

// refreshData tells the widgets what is new. A chart that is frozen stays as it is.
func (m *Model) refreshData() {
	t, now := m.tab(), time.Now()
	m.dirty, m.redrawn = false, now
	m.refreshHeader(now)
	at := now
	if t.isFrozen {
		at = t.frozenAt
	}
	m.refreshList(t, now, at)
	if t.isFrozen {
		return
	}
	pace := quietPace
	if !t.status.State.Connected() {
		pace = troubledPace
	}
	if t.valued.Before(t.drawn) && now.Sub(t.drawn) < pace {
		return // it would only move, which says nothing, and costs as much on the wire as news
	}
	m.refreshChart(t, now)
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
	case is == t.isFrozen:
	case is:
		t.told = false
		m.refresh() // the panes are up to a fifth of a second behind the log, and rows that are not visible more than that
		t.isFrozen, t.frozenAt, t.frozen, t.frozenRaised = true, time.Now(), t.counts, t.raised
		for i := range t.rows {
			for j := range t.rows[i].values {
				v := &t.rows[i].values[j]
				v.then, v.thenAt, v.thenOver = v.last, v.at, v.ended
			}
			if r := &t.rows[i]; r.candles != nil {
				r.then, _ = r.candles.Last()
			}
		}
		m.refreshList(t, t.frozenAt, t.frozenAt)
		m.refreshChart(t, t.frozenAt)
	default:
		t.isFrozen = false
		m.thaw(t)
	}
}

func (m *Model) refreshHeader(now time.Time) {
	feeds := make([]header.Feed, len(m.tabs))
	for i, t := range m.tabs {
		degraded, n := t.degraded()
		feeds[i] = header.Feed{Number: i + 1, Name: t.name, Active: i == m.active, State: t.status.State.String(), Detail: t.detail(now), Degraded: n > 0 || len(t.status.Unsent) > 0}
		switch unsent := len(t.status.Unsent); {
		case n > 0 && feeds[i].Detail == degraded, n > 0 && unsent > 0:
			feeds[i].Brief = fmt.Sprintf("%d not well", n)
		case unsent > 0:
			feeds[i].Brief = fmt.Sprintf("%d unsent", unsent)
		}
	}
	m.header.SetFeeds(feeds)
	m.header.SetAlerts(m.unacknowledged(), m.newest())
	m.header.SetClock(now.In(m.options.Location))
	t := m.tab()
	f := header.Figures{
		MessagesPerSecond: t.meter.messages.perSecond(),
		BytesPerSecond:    t.meter.bytes.perSecond(),
		Gaps:              uint64(max(t.counts.Missing(), 0)),
		Numbered:          t.feed.Preset().Sequence != nil,
		In:                uint64(t.counts.In),
		Log:               uint64(t.counts.Log),
		Beats:             uint64(t.counts.Heartbeats),
		Dropped:           uint64(t.counts.Dropped),
	}
	f.LagMedian, f.LagP99, f.HasLag = t.meter.lags()
	f.DataAge, f.HasData = since(now, t.status.LastData)
	f.BeatAge, f.HasBeat = since(now, t.status.LastBeat)
	m.header.SetFigures(f)
	m.header.SetLink(m.renders.figures.shown)
	m.refreshDialog()
}

// since returns how long ago a moment was; false if it never came.
func since(now, at time.Time) (time.Duration, bool) {
	if at.IsZero() {
		return 0, false
	}
	return max(now.Sub(at), 0), true
}

// detail is what belongs to the state of a feed: how long until the next attempt, and that nobody has checked who
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
	var count [watchlist.States]int
	for i := range t.rows {
		count[states[t.rows[i].State]]++
	}
	var details []string
	for _, s := range []struct {
		state watchlist.State
		word  string
	}{
		{watchlist.Rejected, "rejected"}, {watchlist.Ended, "ended"}, {watchlist.Stale, "stale"}, {watchlist.Unanswered, "no answer"},
		{watchlist.NoData, "no data"}, {watchlist.Pending, "pending"},
	} {
		if n := count[s.state]; n > 0 {
			details = append(details, fmt.Sprintf("%d %s", n, s.word))
			all += n
		}
	}
	return strings.Join(details, " "), all
}

// stateWord is the state of a feed with its detail.
func (m *Model) stateWord(t *tab) string {
	word := t.status.State.String()
	if detail := t.detail(time.Now()); detail != "" {
		word += " " + detail
	}
	return word
}

// age returns how old the last event of a row is, or where its value has ended, the last number.
func (m *Model) age(r *row) (time.Duration, bool) { return since(time.Now(), r.heard()) }

// heard is when the last event of a row came; where its value has ended, the last number.
func (r *row) heard() time.Time {
	if v := r.over(); v != nil {
		return v.heard
	}
	return r.at
}
