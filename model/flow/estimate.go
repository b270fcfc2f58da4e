package flow

import "time"

const (
	// highestRate is a rate, in bytes a second, from which on it does not matter.
	highestRate = 64 << 10
	// lowestRate is the rate of a link that nothing is known of, in bytes a second: it is given the time that such a one
	// needs.
	lowestRate = 1 << 10
	// shortRender is the size of a render, in bytes, that no link needs time for, and longRender one of which the time that
	// it takes says how fast the link is.
	shortRender, longRender = 64, 256
	// manyRenders is the size of several renders, in bytes, that say it together: each takes a round trip, and on the slowest
	// link they take much longer than slowRender.
	manyRenders = 1 << 10

	// slowRender is how much longer than the round trip a render may take before it matters how fast the link is.
	slowRender = 250 * time.Millisecond
	// probeInterval is the least time between two probes of a link that has become slow, and longProbeInterval of one that
	// is known to be, or only has a long round trip.
	probeInterval, longProbeInterval = 10 * time.Second, 30 * time.Second
	// probeTimeout is how long to wait for a probe that was announced: the caller of [link.probe] writes it.
	probeTimeout = time.Second
)

// estimate is what is known of how fast a link is.
//
// The reply to a render takes a round trip and what the link needs for its bytes. A long render does not show which part
// is which, not even with a query in front of it: what is written at once arrives at once, because SSH encrypts it as
// one packet. So where renders take long, a probe is sent ahead of one now and then: a render with nothing in it, which
// takes the round trip.
type estimate struct {
	roundTrip time.Duration // smoothed, and rather too short
	probed    bool          // a short render has measured it
	probedAt  time.Time     // when a probe was announced last
	announced bool          // and it was not written yet

	latest  timed     // the last long render that had the link for itself, or what counts as the first one
	between timed     // the renders that are neither short nor long, together, until there is a long one
	bytes   float64   // of the last few long renders, the later ones with more weight
	seconds float64   // that they took
	reply   time.Time // when the last one came
}

// timed is how many bytes a link had, and how long it was until they were replied to.
type timed struct {
	size int64
	took time.Duration
}

// known reports whether there is a rate.
func (e *estimate) known() bool { return e.bytes > 0 }

// rate returns how many bytes a second the link carries; +Inf where that is more than can be measured, or not known.
func (e *estimate) rate() float64 {
	if e.seconds <= 0 {
		return infinite
	}
	return e.bytes / e.seconds
}

// measured reports whether there was a long render, and if it was slow, a probe too.
func (e *estimate) measured() bool { return e.latest.size > 0 && (e.probed || !e.slow()) }

// probe reports whether it is time for a probe of a link that is free, and notes that there is one.
func (e *estimate) probe(now time.Time) bool {
	if e.latest.took < slowRender {
		return false
	}
	interval := longProbeInterval
	if !e.known() && e.slow() {
		interval = probeInterval
	}
	if !e.probedAt.IsZero() && now.Before(e.probedAt.Add(interval)) {
		return false
	}
	e.probedAt, e.announced = now, true
	return true
}

// slow reports whether the last long render took much longer than the round trip, as far as that is known.
func (e *estimate) slow() bool {
	if !e.probed {
		return e.latest.took > slowRender
	}
	return e.latest.took > e.roundTrip+slowRender
}

// add updates the estimate with a query that was replied to.
func (e *estimate) add(q query, now time.Time) {
	first := e.latest.size == 0
	switch took := now.Sub(q.sent); {
	case q.alone && q.size <= shortRender:
		e.addShort(took)
	case q.alone && q.size >= longRender:
		e.addLong(timed{q.size, took})
	case q.size >= longRender && e.known():
		// The link carried it from when what was before it had arrived, but not before it was written.
		e.addBytes(q.size, now.Sub(later(e.reply, q.sent.Add(e.roundTrip))))
	case first && q.size > shortRender:
		// On a screen of which only the header is drawn until the link is measured, there may be no long one that has the link
		// for itself.
		e.between.size += q.size
		e.between.took += took
		if e.between.size >= manyRenders {
			e.probed = false // a short one that was replied to together with them has measured their way
			e.addLong(e.between)
		}
	}
	e.reply = now
}

// addShort updates the estimate with the time of a short render.
func (e *estimate) addShort(took time.Duration) {
	if e.probed && took > e.roundTrip {
		took = (took + e.roundTrip) / 2
	}
	e.roundTrip = took
	if !e.probed {
		e.probed = true
		if e.slow() {
			e.addBytes(e.latest.size, e.latest.took-e.roundTrip)
		}
	}
}

// addLong updates the estimate with the last long render.
func (e *estimate) addLong(last timed) {
	again := e.slow() || e.latest.size == 0 // the one before it was slow, or there was none
	e.latest = last
	switch took := last.took; {
	case took < e.roundTrip || e.roundTrip == 0:
		e.roundTrip = took
	case !e.slow() && float64(e.latest.size) < e.rate()*slowRender.Seconds()/4: // the rest is no time of the link
		e.roundTrip += (took - e.roundTrip) / 16
	}
	if e.probed && (e.known() || again && e.slow()) { // once may be chance
		e.addBytes(last.size, last.took-e.roundTrip)
	}
}

// addBytes updates the rate with so many bytes that the link has carried in some time.
func (e *estimate) addBytes(bytes int64, took time.Duration) {
	const keep = 0.75
	e.bytes = e.bytes*keep + float64(bytes)
	e.seconds = e.seconds*keep + max(took, time.Millisecond).Seconds()
	if e.rate() > highestRate {
		e.bytes, e.seconds = 0, 0
	}
}
