package flow

import (
	"math"
	"time"
)

const (
	localFPS  = 30
	remoteFPS = 10

	// blurredInterval is the time between two renders of data on a terminal without the focus.
	blurredInterval = time.Second

	// remoteRate is how many bytes a second may be written to a terminal over SSH before data waits, and maxDebt how long
	// it waits at most: a key may have caused a large render, and the next data must not seem to have stopped.
	remoteRate = 10 << 10
	maxDebt    = 500 * time.Millisecond

	// paneShare is how many seconds of the link a pane may use with one render. What is on the screen is as old as the
	// render that brought it and the one that is on its way: it should not be older than two seconds, and there are two
	// such panes, the log and the chart, beside the header and the watchlist.
	paneShare = 0.25
)

// link is the way to a terminal and back. It has no clock, no lock and no I/O: it is given what is written, what was
// replied, and the time, which does not go backwards.
type link struct {
	fps      int           // set by the operator; 0: as many as the link allows
	least    time.Duration // between two batches, as who has many screens says; 0: none
	setRate  int           // bytes a second that it carries, as the operator says; 0: it is measured
	remote   bool
	blurred  bool // the terminal does not have the focus
	stopped  bool // no query is sent any more: its reply would go to the shell
	last     time.Time
	paidAt   time.Time // when the bytes written are within the rate again
	written  int64     // bytes, in all
	queries  queries
	estimate estimate
}

// wrote records a write of so many bytes that is about to happen, and reports whether it should end with a query.
func (l *link) wrote(bytes int, now time.Time) (ask bool) {
	l.estimate.announced = false
	switch {
	case l.setRate > 0:
		l.paidAt = later(l.paidAt, now).Add(time.Duration(bytes) * time.Second / time.Duration(l.setRate))
	case l.budgeted():
		l.paidAt = later(l.paidAt, now).Add(time.Duration(bytes) * time.Second / remoteRate)
		l.paidAt = earlier(l.paidAt, now.Add(maxDebt))
	}
	l.last = now
	begin := l.written
	l.written += int64(bytes)
	if l.stopped || !l.queries.maySend(now) {
		return false
	}
	l.queries.add(query{sent: now, at: l.written, size: int64(bytes), alone: l.queries.replied.at == begin})
	l.queries.extend(l.timeout(l.written - l.queries.replied.at))
	return true
}

// reply records a reply. One without a query is ignored.
func (l *link) reply(now time.Time) {
	q, ok := l.queries.pop(now)
	if !ok {
		return
	}
	l.estimate.add(q, now)
	l.queries.replied = q
	l.queries.timeout = l.timeout(l.written - q.at)
}

// stop sends no more queries, and reports whether a reply is on its way that should be waited for before the terminal is
// handed back.
func (l *link) stop(now time.Time) bool {
	l.stopped = true
	return l.queries.pending() && now.Before(l.queries.deadline())
}

// resume sends queries again after stop, on a terminal of which nothing is on its way any more: what has not been replied
// to never will be.
func (l *link) resume() {
	l.stopped, l.blurred, l.estimate.announced = false, false, false
	l.queries.discard(l.written)
}

// due returns when data may be written next, if nothing happens before.
func (l *link) due() time.Time {
	at := l.last
	if l.budgeted() {
		at = later(at, l.paidAt)
	}
	if l.blurred {
		at = later(at, l.last.Add(blurredInterval))
	}
	if l.queries.pending() && !l.queries.silent {
		at = later(at, l.queries.deadline())
	}
	if l.estimate.announced {
		at = later(at, l.estimate.probedAt.Add(probeTimeout))
	}
	return at
}

// interval returns the least time between two batches of a feed.
func (l *link) interval() time.Duration {
	fps := l.fps
	switch {
	case fps > 0:
	case l.remote:
		fps = remoteFPS
	default:
		fps = localFPS
	}
	return max(time.Second/time.Duration(fps), l.least)
}

// budgeted reports whether bytes are counted: over SSH, unless the operator has set how often data is shown, and where the
// operator has set the rate.
func (l *link) budgeted() bool { return l.setRate > 0 || l.remote && l.fps == 0 }

// timeout returns how long the reply to so many bytes may take, generously.
func (l *link) timeout(bytes int64) time.Duration {
	if !l.queries.heard {
		return firstTimeout + time.Duration(bytes)*time.Second/lowestRate
	}
	rate := l.rate()
	if !l.estimate.known() && l.setRate == 0 {
		rate = lowestRate
	}
	seconds := min(float64(bytes)/rate, maxTimeout.Seconds())
	return min(minTimeout+4*(l.estimate.roundTrip+time.Duration(seconds*float64(time.Second))), maxTimeout)
}

// rate returns how many bytes a second the link carries; +Inf where that is more than can be measured, or not known.
func (l *link) rate() float64 {
	if l.setRate > 0 {
		return float64(l.setRate)
	}
	return l.estimate.rate()
}

// roundTrip returns how long it takes to the terminal and back, smoothed; false if it does not reply.
func (l *link) roundTrip() (time.Duration, bool) {
	return l.estimate.roundTrip, l.queries.heard && !l.queries.silent
}

// probe reports whether the next write should be a probe: one that shows nothing, of a few bytes. The caller must then
// write it; until it is replied to, data waits.
func (l *link) probe(now time.Time) bool {
	if l.setRate > 0 || !l.queries.heard || l.queries.silent || l.stopped || l.queries.pending() {
		return false
	}
	return l.estimate.probe(now)
}

// measured reports whether the link is known well enough to say how much it carries, or never will be.
func (l *link) measured() bool {
	return l.setRate > 0 || !l.remote || l.queries.silent || l.estimate.measured()
}

// lines returns how many lines of so many bytes a pane may bring with one render; one at least.
func (l *link) lines(bytes int) int {
	return int(max(min(l.rate()*paneShare/float64(bytes), 1<<20), 1))
}

// transferTime returns how long the link takes for so many bytes, by its rate as far as that is known: on a link that is
// only known not to be slow, at most so long.
func (l *link) transferTime(bytes int) time.Duration {
	rate := l.rate()
	if !l.estimate.known() && l.setRate == 0 {
		if !l.remote {
			return 0
		}
		rate = highestRate
	}
	return time.Duration(float64(bytes) / rate * float64(time.Second))
}

// infinite is the rate of a link that nothing has been too large for.
var infinite = math.Inf(1)

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
