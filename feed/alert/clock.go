package alert

import (
	"math"
	"time"
)

// setBack is how far the clock of the machine has to go back to count as set by an operator. Times that are a little
// out of order are not: then the time stands still.
const setBack = time.Second

// pass moves the time on. When the clock of the machine was set back, all that is remembered goes back with it: it is
// compared with the times of what comes now, and how long something lasts has nothing to do with what the clock says.
func (s *Set) pass(now time.Time) {
	s.clock = now
	if by := s.now - now.UnixNano(); by > int64(setBack) {
		s.goBack(by)
	}
	s.now = max(s.now, now.UnixNano())
}

// at returns a time that the feed has noted, as the clock of the machine is set now.
func (s *Set) at(t time.Time) int64 { return s.now - int64(s.clock.Sub(t)) }

func (s *Set) goBack(by int64) {
	s.now -= by
	if s.ticked != 0 {
		s.ticked -= by
	}
	for _, r := range s.rules {
		r.burstAt -= by
		r.moreReported -= by
		if r.whole != nil {
			r.whole.goBack(by)
		}
	}
	for n := range s.rows {
		r := &s.rows[n]
		r.history = max(r.history, math.MinInt64+by) - by
		if r.wanted != 0 {
			r.wanted -= by
		}
		if r.heard != 0 {
			r.heard -= by
		}
		r.watches(func(w *watch) { w.goBack(by) })
		for _, f := range r.fields {
			if f != nil && f != unwatched {
				f.at -= by
				f.windows, f.arranged = nil, false // begin anew: they are cut into parts by the clock
			}
		}
	}
}

func (w *watch) goBack(by int64) {
	w.since -= by
	if e := w.entry; e != nil {
		e.first -= by
		e.at -= by
		e.reported = max(e.reported, math.MinInt64+by) - by
	}
}
