package alert

import (
	"time"

	"sockeye/feed/alert/meter"
	"sockeye/feed/alertrule"
)

// lateTick is how long after the Tick before another one judges nothing: the screen was stopped, or the machine asleep,
// and the batch that says what has happened meanwhile is yet to come.
const lateTick = 3 * time.Second

// Tick judges what time alone brings about: silence, rates, and values that have held for long enough. It must be
// called about once a second.
func (s *Set) Tick(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass(now)
	since := s.clock.Now - s.ticked
	if s.ticked == 0 {
		since = 0
	}
	s.ticked = s.clock.Now
	if s.paused = since > int64(lateTick) && !s.paused; s.paused {
		for _, l := range s.labels {
			if l.meter != nil {
				*l.meter = meter.Meter{}
			}
		}
		s.silence.resume()
		s.reports.sweep(nil)
		return
	}
	s.silence.market()
	s.silence.followNetwork()
	for _, l := range s.labels {
		if l.meter != nil {
			l.meter.Tick(since)
		}
		s.tickValues(l)
		if len(l.timed) > 0 {
			s.tickTimed(l)
		}
	}
	s.silence.judge()
	s.reports.sweep(s.conditions.deferred)
	if s.rules.expired {
		s.rules.expired = false
		for _, l := range s.labels {
			l.drop(func(p place) bool { return p.rule.spent && (p.watch == nil || p.watch.phase != raised) })
		}
	}
}

// tickValues judges the values of a label that nothing has come after.
func (s *Set) tickValues(l *label) {
	for i := range l.values {
		w := l.values[i].watch
		if w == nil {
			continue
		}
		if w.phase == holding {
			s.conditions.stay(l, w)
		}
		if w.idle(s.clock.Now) {
			l.values[i].watch = nil
			if f := l.numbersOf(w.rule); f != nil {
				f.arranged = false
			}
		}
	}
}

// isMetered reports whether the events of a label can come, so that their rate says something.
func (s *Set) isMetered(l *label) bool { return !l.State.Pending() && s.connection.connected() }

// tickTimed judges rates of a label, and finds out whether it is silent.
func (s *Set) tickTimed(l *label) {
	var rate float64
	var metered bool
	if l.meter != nil {
		rate, metered = l.meter.PerSecond()
	}
	metered = metered && s.isMetered(l)
	quiet := time.Duration(s.clock.Now - l.judgedFrom())
	waiting := !s.connection.closed() && !s.silence.closed
	for i := range l.timed {
		at := &l.timed[i]
		if at.rule.Kind == alertrule.Rate {
			if s.conditions.rate(at, l, rate, metered && !(s.silence.closed && at.rule.isLow())) {
				s.silence.due = append(s.silence.due, due{at, l})
			}
		} else if waiting && l.awaits(at.rule) && quiet >= l.limit(at.rule) && (at.watch == nil || at.watch.phase != raised) {
			s.silence.due = append(s.silence.due, due{at, l})
		}
		if at.watch != nil && at.watch.idle(s.clock.Now) {
			at.watch = nil
		}
	}
}
