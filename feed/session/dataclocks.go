package session

import (
	"fmt"
	"math"
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/freshness"
	"sockeye/feed/label"
	"sockeye/feed/preset"
	"sockeye/feed/subscription"
)

// dataClocks are the clocks of the data: whether events of each label still come. After how long without one a label is stale,
// the preset says, or its own rhythm.
type dataClocks struct {
	preset  *preset.Bound
	conn    *connection
	labels  *label.Table
	subs    *subscription.Subscriptions
	log     *event.Builder
	timers  *timers
	tracker *freshness.Tracker
	next    time.Time // the next judgement; zero: no label is live
	judged  time.Time // the last judgement
	closed  bool      // the market is, as of the last judgement
	quiet   int64     // since when the feed is silent, of which the log says so; 0: it is not
	limited time.Time // when the labels got the limits by which they are judged
}

// due returns when silence is to be judged next.
func (c *dataClocks) due() time.Time {
	if !c.conn.IsOpen() {
		return time.Time{}
	}
	return c.next
}

// Live notes that data of a label is to be expected from now on.
func (c *dataClocks) Live(now time.Time, n int32) {
	c.tracker.Live(n, now.UnixNano())
	c.plan(now)
}

// plan sets when silence is to be judged next. now is a time with the clock of due.
func (c *dataClocks) plan(now time.Time) {
	next := time.Time{}
	if due := c.tracker.Due(); due != 0 && !c.closed {
		next = now.Add(time.Duration(due - now.UnixNano()))
		if from := c.judged.Add(apart(c.labels.Len())); next.Before(from) {
			next = from
		}
	}
	if change := preset.Change(c.preset.Hours, now); !change.IsZero() && (next.IsZero() || change.Before(next)) {
		next = now.Add(change.Sub(now)) // by the clock of now
	}
	if !next.IsZero() && (c.next.IsZero() || next.Before(c.next)) {
		c.timers.changed = true
	}
	c.next = next
}

// Gone notes that no data of a label is to be expected any more.
func (c *dataClocks) Gone(n int32) { c.tracker.Lost(n) }

// apart is how far apart two judgements of so many labels are at least: each visits all of them, and of many labels that have an
// event now and then there is always one that has just become due.
func apart(labels int) time.Duration { return time.Duration(labels/1000) * 2 * time.Millisecond }

// ConnectionLost notes that no data is to be expected until the next connection.
func (c *dataClocks) ConnectionLost() {
	c.tracker.LostAll()
	for n := range int32(c.labels.Len()) {
		c.note(n, false, false)
	}
	c.next = time.Time{}
}

// Event notes an event on a label, which came with the read at now; old says that it is history.
func (c *dataClocks) Event(now time.Time, n int32, old bool) {
	if old {
		c.tracker.Old(n)
		c.mark(n)
		return
	}
	if !c.tracker.Event(n, now.UnixNano()) {
		return
	}
	c.note(n, false, false)
	c.plan(now)
}

// resume has silence begin anew after a time in which nothing ran.
func (c *dataClocks) resume(now time.Time) {
	c.tracker.Resume(now.UnixNano())
	c.plan(now)
}

// mark has a label say what the tracker says of it beside its state.
func (c *dataClocks) mark(n int32) {
	state, _ := c.tracker.State(n)
	c.note(n, state.Silent(), state == freshness.History)
}

// note has a label say that it is late, or that only old events came.
func (c *dataClocks) note(n int32, late, history bool) {
	if l := c.labels.At(n); late != l.Late || history != l.History {
		l.Late, l.History = late, history
		c.labels.Change(n)
	}
}

// judge marks the labels whose data has stopped. Those that have fallen silent together are reported together.
func (c *dataClocks) judge(now time.Time) {
	c.judged = now
	defer c.plan(now)
	if open := c.preset.MarketOpen(now); open == c.closed {
		if c.closed = !open; open {
			c.tracker.Resume(now.UnixNano()) // silence while the market was closed says nothing
		}
		c.conn.market(now, c.closed)
	}
	changed := !c.closed && c.tracker.Judge(now.UnixNano())
	c.limit(now)
	if !changed {
		return
	}
	var report staleReport
	for n := range int32(c.labels.Len()) {
		l := c.labels.At(n)
		state, since := c.tracker.State(n)
		silence := time.Duration(now.UnixNano() - since)
		c.mark(n)
		if state != freshness.Stale && state != freshness.Quiet {
			continue
		}
		if !c.subs.Stale(now, n) {
			continue // it was stale before
		}
		switch fixed := l.Stale; {
		case fixed > 0:
			report.fixed(fixed, l.Name)
		case state == freshness.Quiet:
			report.quiet = append(report.quiet, l.Name)
		case l.LastEvent.Before(l.Subscribed()) || l.LastEvent.IsZero():
			report.first = append(report.first, l.Name)
			report.waited = max(report.waited, silence)
		default:
			text := l.Name + " for " + format.Elapsed(silence)
			if limits, known := c.tracker.Limits(n); known { // else it is silent for longer than `first`
				text += ", where " + format.Elapsed(limits.Usual) + " is usual"
			}
			report.alone = append(report.alone, text)
		}
	}
	c.report(now, &report)
	c.conn.Refresh(now)
}

// limitsEvery is how often the labels say anew by which limits they are judged, and limitsDiffer by what part these must differ:
// a label that changes is copied, with some of its neighbours.
const (
	limitsEvery  = 5 * time.Second
	limitsDiffer = 0.1
)

// limit has each label say by which limits its silence is judged, for what judges it where there is no connection.
func (c *dataClocks) limit(now time.Time) {
	if now.Sub(c.limited) < limitsEvery {
		return
	}
	c.limited = now
	differ := func(a, b time.Duration) bool {
		return (a == 0) != (b == 0) || math.Abs(float64(a-b)) > limitsDiffer*float64(max(a, b))
	}
	c.tracker.EachJudged(func(n int32, limits freshness.Limits) {
		l := c.labels.At(n)
		if differ(limits.Usual, l.Usual) || differ(limits.Stale, l.StaleAfter) {
			l.Usual, l.StaleAfter = limits.Usual, limits.Stale
			c.labels.Change(n)
		}
	})
}

// staleReport is what has become stale at one judgement.
type staleReport struct {
	after  []time.Duration // `stale` of the preset, in the order found
	stale  map[time.Duration][]string
	alone  []string
	first  []string // without a first event
	waited time.Duration
	quiet  []string
}

func (r *staleReport) fixed(after time.Duration, name string) {
	if r.stale == nil {
		r.stale = make(map[time.Duration][]string)
	}
	if !slices.Contains(r.after, after) {
		r.after = append(r.after, after)
	}
	r.stale[after] = append(r.stale[after], name)
}

// report says in the log what has become stale: first the labels that are silent while others are not, which more often is a fault.
func (c *dataClocks) report(now time.Time, r *staleReport) {
	heartbeat := "no heartbeat yet"
	if last := c.conn.status.LastBeat; !last.IsZero() {
		heartbeat = "heartbeat " + format.Elapsed(now.Sub(last)) + " ago"
	}
	note := func(text string) { c.log.Note(now, event.Trouble, event.NoLabel, text+"; "+heartbeat) }
	if len(r.alone) > 0 {
		note("stale: no data on " + format.Listed(r.alone))
	}
	for _, d := range r.after {
		note("stale: no data for " + format.Length(d) + " on " + format.Listed(r.stale[d]))
	}
	if len(r.first) > 0 {
		note("stale: subscribed " + format.Elapsed(r.waited) + " ago, and no data yet on " + format.Listed(r.first))
	}
	if len(r.quiet) == 0 {
		return
	}
	// The labels of a feed that is silent become stale one after the other.
	if since, silent, live, quiet := c.tracker.Quiet(); quiet && c.quiet != since {
		c.quiet = since
		if c.preset.Subscribe == nil && !c.preset.OpenEnded && live > 1 {
			silent, live = silent-1, live-1 // the labels alone are shown, and not the row of the feed itself
		}
		note(fmt.Sprintf("stale: no data for %s on %d of %d", format.Elapsed(time.Duration(now.UnixNano()-since)), silent, live))
	}
}
