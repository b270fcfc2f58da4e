package alert

import (
	"math"
	"strconv"
	"time"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// phase is how far an alert has come on one row.
type phase uint8

const (
	armed   phase = iota
	holding       // its condition holds, but not for long enough
	raised        // told or counted, and not over
)

// watch is a rule on one row, or on the whole feed. Times are Unix nanoseconds.
type watch struct {
	rule  *rule
	row   int32
	phase phase
	held  bool  // the last value has held since it came
	since int64 // when the condition began to hold
	last  int64 // the feed's time of the last point

	value    float64 // the last one
	decimals int8
	side     int8    // of crossings: 1 above, -1 below, 0 not known
	window   *window // of changes

	entry *entry // nil: never raised
}

// restart forgets what was seen.
func (w *watch) restart() {
	w.phase, w.held, w.since, w.last, w.side, w.window = armed, false, 0, 0, 0, nil
}

// interrupt notes that nothing is known any longer about the present value.
func (w *watch) interrupt() {
	w.held = false
	if w.phase == holding {
		w.phase = armed
	}
}

// judge takes a value in at the time t. It says whether that raises the alert; the caller tells it.
func (s *Set) judge(w *watch, p *feed.Point, t int64) {
	w.value, w.decimals = p.Value, p.Decimals
	switch w.rule.Kind {
	case preset.AlertLevel:
		s.hold(w, w.rule.Holds(p.Value), t)
	case preset.AlertCrosses:
		s.cross(w, t)
	case preset.AlertChanges:
		if w.window == nil {
			w.window = newWindow(w.rule.Within)
		}
		w.window.add(t, p.Value, w.held)
		s.change(w, t)
	}
	w.held = true
}

// hold follows a condition at the time t, and raises the alert when it has held for long enough.
func (s *Set) hold(w *watch, holds bool, t int64) {
	switch {
	case !holds && w.phase == raised:
		s.end(w, t, s.figure(w))
	case !holds:
		w.phase = armed
	case w.phase == armed:
		w.phase, w.since = holding, t
	}
	if w.phase == holding && t-w.since >= int64(w.rule.For) && s.raise(w, t, 1) {
		s.tell(w, s.describe(w, t))
	}
}

// figure is the value of a watch as a text says it.
func (s *Set) figure(w *watch) string {
	switch {
	case w.rule.Kind == preset.AlertRate:
		return "rate " + strconv.FormatFloat(w.value, 'f', 1, 64) + "/s"
	case w.rule.Field != "":
		return w.rule.Field + " " + number(w.value, w.decimals)
	}
	return number(w.value, w.decimals)
}

// cross follows a value to the other side of a level. On the level itself it has not left the side it comes from.
func (s *Set) cross(w *watch, t int64) {
	side := w.side
	switch {
	case w.value > w.rule.Limit:
		side = 1
	case w.value < w.rule.Limit:
		side = -1
	}
	if w.side != 0 && side != w.side && s.raise(w, t, 1) {
		way := " crosses "
		if side < 0 {
			way = " crosses downwards "
		}
		s.tell(w, s.figure(w)+way+number(w.rule.Limit, -1))
	}
	w.side = side
}

// change judges how far the value is from another one of the window.
func (s *Set) change(w *watch, t int64) {
	switch holds := change(w.farthest(), w.value, w.rule.Percent) >= w.rule.Limit; {
	case !holds && w.phase == raised:
		s.end(w, t, s.figure(w))
	case holds && w.phase == armed && s.raise(w, t, 1):
		s.tell(w, s.describe(w, t))
	}
}

// farthest is the value of the window that is farthest from the last one.
func (w *watch) farthest() float64 {
	low, high := w.window.bounds()
	if change(high, w.value, w.rule.Percent) > change(low, w.value, w.rule.Percent) {
		return high
	}
	return low
}

// describe says what holds at the time t, of a condition that can end.
func (s *Set) describe(w *watch, t int64) string {
	switch w.rule.Kind {
	case preset.AlertSilent:
		return s.describeSilence(&s.rows[w.row])
	case preset.AlertChanges:
		from := w.farthest()
		text := number(change(from, w.value, false), w.decimals)
		if w.rule.Percent {
			text = strconv.FormatFloat(change(from, w.value, true), 'g', 3, 64) + "%"
		}
		sign := "+"
		if w.value < from {
			sign = "-"
		}
		return s.figure(w) + " " + sign + text + " in " + age(w.rule.Within) + ", from " + number(from, w.decimals)
	}
	text := s.figure(w) + " " + w.rule.Compare + " " + number(w.rule.Limit, -1)
	if w.rule.Kind == preset.AlertRate {
		text += "/s"
	}
	if w.rule.For > 0 {
		text += " for " + age(time.Duration(t-w.since))
	}
	return text
}

// change returns how far it is from one value to another, in per cent of the first if that is wanted.
func change(from, to float64, percent bool) float64 {
	by := math.Abs(to - from)
	if percent && by != 0 {
		by = by / math.Abs(from) * 100
	}
	return by
}

// number writes a value with the digits that the feed gave; a negative number of them is as many as it needs.
func number(v float64, decimals int8) string {
	const exact = 1 << 53 // from here on a float64 does not hold every whole number: the digits of one would be guesses
	if decimals >= 0 && math.Abs(v) >= exact {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	if size := math.Abs(v); decimals < 0 && (size >= 1e15 || size < 1e-6 && size > 0) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', int(max(decimals, -1)), 64)
}

// age writes a time in tenths of a second up to ten of them, else in whole ones.
func age(d time.Duration) string {
	if d < 10*time.Second {
		return strconv.FormatFloat(float64(d.Round(100*time.Millisecond))/float64(time.Second), 'f', -1, 64) + "s"
	}
	return preset.FormatDuration(d.Round(time.Second))
}
