package link

import "time"

const (
	// plenty is a rate, in bytes a second, from which on it does not matter.
	plenty = 64 << 10
	// thinnest is the rate of a link that nothing is known of, in bytes a second: it is given the time that such a one
	// needs.
	thinnest = 1 << 10
	// shortRender is the size of a render, in bytes, that no link needs time for, and longRender one of which the time that
	// it takes says how fast the link is.
	shortRender, longRender = 64, 256

	// slowRender is how much longer than the round trip a render may take before it matters how fast the link is.
	slowRender = 250 * time.Millisecond
	// probeEvery is the least time between two probes of a link that has become slow, and probeRarely of one that is known
	// to be, or is only far away.
	probeEvery, probeRarely = 10 * time.Second, 30 * time.Second
	// probeTime is how long to wait for a probe that was announced: the caller of [Link.Probe] writes it.
	probeTime = time.Second
)

// gauge is what is known of how fast a link is.
//
// The answer to a render takes a round trip and what the link needs for its bytes. A long render does not show which part
// is which, not even with a question in front of it: what is written at once arrives at once, because SSH encrypts it as
// one packet. So where renders take long, a probe is sent ahead of one now and then: a render with nothing in it, which
// takes the round trip.
type gauge struct {
	roundTrip time.Duration // smoothed, and rather too short
	probed    bool          // a short render has said so
	probes    time.Time     // when a probe was announced last
	announced bool          // and it was not written yet

	latest struct { // the last long render that had the link for itself
		size int64
		took time.Duration
	}
	carried  float64   // bytes of the last few long renders, the later ones weighing more
	took     float64   // seconds that they took
	answered time.Time // when the last answer came
}

// RoundTrip returns how long it takes to the terminal and back, smoothed; false if it does not answer.
func (l *Link) RoundTrip() (time.Duration, bool) { return l.roundTrip, l.heard && !l.mute }

// Probe reports whether the next write should be a probe: one that shows nothing, of a few bytes. The caller must then
// write it; until it is answered, data waits.
func (l *Link) Probe(now time.Time) bool {
	if l.given > 0 || !l.heard || l.mute || l.leaving || l.Awaits() || l.latest.took < slowRender {
		return false
	}
	pause := probeRarely
	if l.carried == 0 && l.isSlow() {
		pause = probeEvery
	}
	if !l.probes.IsZero() && now.Before(l.probes.Add(pause)) {
		return false
	}
	l.probes, l.announced = now, true
	return true
}

// isSlow reports whether the last long render took much longer than the round trip, as far as that is known.
func (l *Link) isSlow() bool {
	if !l.probed {
		return l.latest.took > slowRender
	}
	return l.latest.took > l.roundTrip+slowRender
}

// measure updates the gauge with a question that was answered.
func (l *Link) measure(q question, now time.Time) {
	switch took := now.Sub(q.asked); {
	case q.clear && q.size <= shortRender:
		l.short(took)
	case q.clear && q.size >= longRender:
		again := l.isSlow() || l.latest.size == 0
		l.latest.size, l.latest.took = q.size, took
		l.long(took, again)
	case q.size >= longRender && l.carried > 0:
		// The link carried it from when what lay before had passed, but not before it was written.
		l.carry(q.size, now.Sub(later(l.answered, q.asked.Add(l.roundTrip))))
	}
	l.passed, l.answered = q, now
}

// short updates the gauge with the time of a short render.
func (l *Link) short(took time.Duration) {
	if l.probed && took > l.roundTrip {
		took = (took + l.roundTrip) / 2
	}
	l.roundTrip = took
	if !l.probed {
		l.probed = true
		if l.isSlow() {
			l.carry(l.latest.size, l.latest.took-l.roundTrip)
		}
	}
}

// long updates the gauge with the time of the last long render; again: the one before it was slow, or there was none.
func (l *Link) long(took time.Duration, again bool) {
	switch {
	case took < l.roundTrip || l.roundTrip == 0:
		l.roundTrip = took
	case !l.isSlow() && float64(l.latest.size) < l.rate()*slowRender.Seconds()/4: // the rest is no time of the link
		l.roundTrip += (took - l.roundTrip) / 16
	}
	if l.probed && (l.carried > 0 || again && l.isSlow()) { // once may be chance
		l.carry(l.latest.size, took-l.roundTrip)
	}
}

// carry updates the rate with so many bytes that the link has carried in some time.
func (l *Link) carry(bytes int64, took time.Duration) {
	const keep = 0.75
	l.carried = l.carried*keep + float64(bytes)
	l.took = l.took*keep + max(took, time.Millisecond).Seconds()
	if l.rate() > plenty {
		l.carried, l.took = 0, 0
	}
}
