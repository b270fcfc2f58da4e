package freshness

import "time"

// Rhythm is what was learned of one label.
type Rhythm struct {
	Intervals Intervals
	Day       Day
	Last      time.Time // its last event
}

// Rhythms are what a tracker has learned. Another one, of the same feed, can begin with it.
type Rhythms struct {
	First   time.Duration // for how long a label may be without its first event; 0: that was not learned
	FirstAt time.Time     // when it was
	Labels  map[string]Rhythm
}

// Rhythms returns a copy of what was learned. Of several labels with one name it has the one of which most is known.
func (t *Tracker) Rhythms() Rhythms {
	r := Rhythms{Labels: make(map[string]Rhythm, len(t.labels))}
	if t.firstAt != 0 {
		r.First, r.FirstAt = t.first, time.Unix(0, t.firstAt)
	}
	for i := range t.labels {
		l := &t.labels[i]
		if l.intervals.added > 0 && l.intervals.added >= uint32(r.known(l.name)) {
			r.Labels[l.name] = Rhythm{l.intervals, l.day, time.Unix(0, max(l.counted, l.last))}
		}
	}
	return r
}

// known is how many intervals of a label are known.
func (r *Rhythms) known(name string) int {
	rhythm := r.Labels[name]
	return rhythm.Intervals.Added()
}

// Remember has labels begin with what was learned of them before: those that come later, and those of which little is known
// yet. The map is the tracker's from then on.
func (t *Tracker) Remember(r Rhythms) {
	if r.First > t.first {
		t.first, t.firstAt = min(r.First, MaxFirst), r.FirstAt.UnixNano()
	}
	t.remembered = r.Labels
	for i := range t.labels {
		t.recall(int32(i))
	}
}

// recall has a label begin with what was learned of its name before.
func (t *Tracker) recall(n int32) {
	l := &t.labels[n]
	r, ok := t.remembered[l.name]
	delete(t.remembered, l.name)
	if !ok || l.intervals.added >= Known {
		return
	}
	l.intervals, l.day, l.counted = r.Intervals, r.Day, r.Last.UnixNano()
	l.rhythm.lost()
	l.rate, l.tuned = 0, 0
	l.measured = l.intervals.added - 1 // the limits are to be made anew
	t.limitsMayChange(n)
}
