package alert

import (
	"math"
	"time"
)

// pass moves the time on. When the clock of the machine was set back, all that is remembered goes back with it: it is
// compared with the times of what comes now, and how long something lasts has nothing to do with what the clock says.
func (s *Set) pass(now time.Time) {
	by := s.clock.Set(now)
	if s.reports.holds.pass(now) {
		s.reports.changed()
	}
	if by == 0 {
		return
	}
	if s.ticked != 0 {
		s.ticked -= by
	}
	for _, r := range s.rules.list {
		r.burstAt -= by
		r.moreReported -= by
		if r.whole != nil {
			r.whole.shift(by)
		}
		if t := r.together; t != nil {
			t.since -= by
			t.watch.shift(by)
		}
	}
	for _, l := range s.labels {
		l.shift(by)
	}
}

// shift sets the times of a label back.
func (l *label) shift(by int64) {
	l.history = max(l.history, math.MinInt64+by) - by
	if l.wanted != 0 {
		l.wanted -= by
	}
	if l.lastEvent != 0 {
		l.lastEvent -= by
	}
	if l.resumed != 0 {
		l.resumed -= by
	}
	l.watches(func(w *watch) { w.shift(by) })
	for _, f := range l.fields {
		if f != nil && f != unwatched {
			f.at -= by
			f.windows, f.arranged = nil, false // begin anew: they are cut into parts by the clock
		}
	}
}

// shift sets the times of a watch back.
func (w *watch) shift(by int64) {
	w.since -= by
	if e := w.entry; e != nil {
		e.first -= by
		e.at -= by
		e.reported = max(e.reported, math.MinInt64+by) - by
	}
}
