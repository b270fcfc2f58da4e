package alert

import (
	"regexp"
	"strings"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// slotsOfMeter is over how many calls of Tick a rate is measured, as the figures on the screen are.
const slotsOfMeter = 5

// meter counts the events of a row. The zero meter begins at the next Tick: before that, it has seen part of a slot, or
// what a screen that was stopped had to catch up with.
type meter struct {
	begun bool
	now   int64
	past  [slotsOfMeter]int64
	took  [slotsOfMeter]int64 // nanoseconds
	full  int                 // of past
}

func (m *meter) tick(since int64) {
	if !m.begun {
		*m = meter{begun: true}
		return
	}
	copy(m.past[1:], m.past[:])
	copy(m.took[1:], m.took[:])
	m.past[0], m.took[0], m.now = m.now, since, 0
	m.full = min(m.full+1, slotsOfMeter)
}

// perSecond returns the mean of all slots; false before they are full.
func (m *meter) perSecond() (float64, bool) {
	var sum, took int64
	for i, n := range m.past {
		sum += n
		took += m.took[i]
	}
	if took <= 0 || m.full < slotsOfMeter {
		return 0, false
	}
	return float64(sum) / time.Duration(took).Seconds(), true
}

// lateTick is how long after the Tick before another one judges nothing: the screen was stopped, or the machine asleep,
// and the batch that says what has happened meanwhile is yet to come.
const lateTick = 3 * time.Second

// Tick judges what time alone brings about: silence, rates, and values that have held for long enough. It must be
// called about once a second.
func (s *Set) Tick(now time.Time) {
	s.pass(now)
	since := s.now - s.ticked
	if s.ticked == 0 {
		since = 0
	}
	s.ticked = s.now
	if s.paused = since > int64(lateTick) && !s.paused; s.paused {
		for n := range s.rows {
			if m := s.rows[n].meter; m != nil {
				*m = meter{}
			}
		}
		s.sweep()
		return
	}
	for n := range s.rows {
		r := &s.rows[n]
		if r.meter != nil {
			r.meter.tick(since)
		}
		for i := range r.values {
			w := r.values[i].watch
			if w == nil {
				continue
			}
			if w.phase == holding {
				s.holdOn(r, w)
			}
			if w.idle(s.now) {
				r.values[i].watch = nil
				if f := r.numbersOf(w.rule); f != nil {
					f.arranged = false
				}
			}
		}
		if len(r.timed) > 0 {
			s.tickRow(int32(n), r)
		}
	}
	s.sweep()
	if s.prune {
		s.prune = false
		for n := range s.rows {
			s.rows[n].drop(func(p place) bool { return p.rule.spent && (p.watch == nil || p.watch.phase != raised) })
		}
	}
}

// holdOn judges a value that nothing has come after: it counts as long as it is known to be the present one.
func (s *Set) holdOn(r *row, w *watch) {
	if !s.status.State.Connected() || r.State != event.Live && r.State != event.NoSubscription {
		w.interrupt()
		return
	}
	s.hold(w, true, s.now)
}

// tickRow judges rates and silence of row n.
func (s *Set) tickRow(n int32, r *row) {
	var rate float64
	var metered bool
	if r.meter != nil {
		rate, metered = r.meter.perSecond()
	}
	metered = metered && !r.State.Pending() && s.status.State.Connected()
	quiet, waiting := s.quiet(r)
	waiting = waiting && s.status.State != event.Closed
	for i := range r.timed {
		at := &r.timed[i]
		if at.rule.Kind == alertrule.Rate {
			s.rate(at, n, r, rate, metered)
		} else if waiting && quiet >= at.rule.Within && r.counts(at.rule) {
			r.silent = true
			s.silence(at.at(n))
		}
		if at.watch != nil && at.watch.idle(s.now) {
			at.watch = nil
		}
	}
}

// rate judges how many events a second a row has, if that is known.
func (s *Set) rate(at *place, n int32, r *row, rate float64, known bool) {
	switch {
	case !known || !r.counts(at.rule):
		if at.watch != nil {
			at.watch.interrupt()
		}
		return
	case at.watch == nil && !at.rule.holds(rate):
		return
	}
	at.at(n).value = rate
	s.hold(at.watch, at.rule.holds(rate), s.now)
}

// silence raises the alert of a row that has had no event for too long. Losing the connection or having a new one does
// not stop the time: only data does.
func (s *Set) silence(w *watch) {
	if w.phase != raised && s.raise(w, s.now, 1) {
		s.report(w, s.describe(w, s.now))
	}
}

// quiet returns for how long a row has had no event; false if none is waited for.
func (s *Set) quiet(r *row) (time.Duration, bool) {
	since := max(r.wanted, r.heard)
	return time.Duration(s.now - since), since != 0
}

// describeSilence says for how long a row has been silent, and why that may be.
func (s *Set) describeSilence(r *row) string {
	quiet, _ := s.quiet(r)
	text := "no data for "
	if r.heard == 0 {
		text = "no data yet after "
	}
	return text + age(quiet) + ", " + s.condition(quiet)
}

// condition describes the connection of a row that has no data: it distinguishes an upstream that is dead from a
// connection that is. The error comes first, because headers cut long texts.
func (s *Set) condition(quiet time.Duration) string {
	if state := s.status.State; !state.Connected() {
		cause, detail := causeOf(strings.TrimSpace(s.lost))
		if cause == "" {
			return "not connected (" + state.String() + ")"
		}
		if detail != "" {
			detail = ", " + detail
		}
		return "not connected: " + cause + " (" + state.String() + detail + ")"
	}
	if len(s.preset.Heartbeat) == 0 {
		return "connected"
	}
	if s.status.LastBeat.IsZero() {
		return "no heartbeat yet"
	}
	beat := time.Duration(max(s.now-s.at(s.status.LastBeat), 0))
	if beat >= quiet {
		return "no heartbeat for " + age(beat)
	}
	return "heartbeat fine (" + age(beat) + " ago)"
}

// netError is an error of package net: "dial tcp 192.0.2.1:443: connect: connection refused", the last part of which is
// what went wrong.
var netError = regexp.MustCompile(`^((?:dial|read|write) (?:tcp|udp)\S* .*): ([^:]+)$`)

// causeOf parts what went wrong with a connection from where that was, which can be long.
func causeOf(reason string) (cause, detail string) {
	if parts := netError.FindStringSubmatch(reason); parts != nil {
		return parts[2], parts[1]
	}
	return reason, ""
}
