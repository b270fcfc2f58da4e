package link

import "time"

const (
	// thinnest is the rate of a link that nothing is known of, in bytes a second: it is given the time that such a one
	// needs.
	thinnest = 1 << 10
	// measurable is how many bytes a frame must have for the time that it takes to say how fast the link is.
	measurable = 256
)

// gauge is what is known of how fast a link is.
type gauge struct {
	roundTrip time.Duration // smoothed
	carried   float64       // bytes of the last few long frames, the later ones weighing more
	took      float64       // seconds that they took
	answered  time.Time     // when the last answer came
}

// RoundTrip returns how long it takes to the terminal and back, smoothed; false if it does not answer.
func (l *Link) RoundTrip() (time.Duration, bool) { return l.roundTrip, l.heard && !l.mute }

// measure takes in that a question was answered.
func (l *Link) measure(q question, now time.Time) {
	if q.clear {
		took := now.Sub(q.asked) - time.Duration(float64(q.size)/l.rate()*float64(time.Second))
		l.sampleRoundTrip(max(took, 0))
	}
	if q.size >= measurable {
		// The link carried it from when what lay before had passed, but not before it was written.
		begun := later(l.answered, q.asked.Add(l.roundTrip))
		const keep = 0.75
		l.carried = l.carried*keep + float64(q.size)
		l.took = l.took*keep + max(now.Sub(begun), 0).Seconds()
	}
	l.passed, l.answered = q, now
}

func (l *Link) sampleRoundTrip(d time.Duration) {
	if l.roundTrip == 0 {
		l.roundTrip = d
		return
	}
	l.roundTrip += (d - l.roundTrip) / 4
}
