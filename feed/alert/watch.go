package alert

import (
	"math"
	"strconv"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// phase is how far an alert has come on one row.
type phase uint8

const (
	armed   phase = iota
	holding       // its condition holds, but not for long enough
	raised        // reported or counted, and not over
)

// watch is a rule on one row on which something has happened, or on the whole feed. Times are Unix nanoseconds.
type watch struct {
	rule     *rule
	row      int32
	phase    phase
	decimals int8  // of value
	side     int8  // of crossings, while the value is on the level: the side that it comes from
	since    int64 // when the condition began to hold; once that is over, when it was
	value    float64

	entry *entry // nil: never raised
}

// restart drops what was seen.
func (w *watch) restart() { w.phase, w.since, w.side = armed, 0, 0 }

// interrupt notes that nothing is known any longer about the present value.
func (w *watch) interrupt() {
	if w.phase == holding {
		w.phase = armed
	}
}

// idle reports whether there is nothing to know of the watch.
func (w *watch) idle(now int64) bool {
	return w.phase == armed && w.side == 0 && (w.entry == nil || w.entry.id == 0 && now-w.entry.reported >= int64(HoldDown))
}

// judge compares a point at the time t, and the one before, with a rule, and raises what that raises.
func (s *Set) judge(at *place, p *event.Point, f *numbers, before last, t int64) {
	if at.watch != nil {
		at.watch.value, at.watch.decimals = p.Value, p.Decimals
	}
	switch at.rule.Kind {
	case alertrule.Level:
		holds := at.rule.holds(p.Value)
		if at.watch == nil {
			if !holds {
				return
			}
			at.at(p.Label).value, at.watch.decimals = p.Value, p.Decimals
		}
		s.hold(at.watch, holds, t)
	case alertrule.Crosses:
		s.cross(at, p, before, t)
	case alertrule.Changes:
		window := f.window(at.rule)
		if at.watch == nil && window.within(at.rule, p.Value) {
			return
		}
		_, by := window.farthest(at.rule, p.Value)
		holds := by >= at.rule.Limit
		if at.watch == nil {
			if !holds {
				return
			}
			at.at(p.Label).value, at.watch.decimals = p.Value, p.Decimals
		}
		s.change(at.watch, holds, t)
	}
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
		s.report(w, s.describe(w, t))
	}
}

// figure is the value of a watch as a text says it.
func (s *Set) figure(w *watch) string {
	switch {
	case w.rule.Kind == alertrule.Rate:
		return "rate " + strconv.FormatFloat(w.value, 'f', 1, 64) + "/s"
	case w.rule.Field != "":
		return w.rule.Field + " " + number(w.value, w.decimals)
	}
	return number(w.value, w.decimals)
}

// cross follows a value to the other side of a level. On the level itself it has not left the side it comes from.
func (s *Set) cross(at *place, p *event.Point, before last, t int64) {
	var from int8 // 0: not known
	if before.known {
		from = sideOf(before.value, at.rule.Limit)
	}
	if from == 0 && at.watch != nil {
		from = at.watch.side
	}
	to := sideOf(p.Value, at.rule.Limit)
	if to == 0 {
		if from != 0 {
			at.at(p.Label).side = from
		}
		return
	}
	if at.watch != nil {
		at.watch.side = 0
	}
	if from == 0 || to == from {
		return
	}
	w := at.at(p.Label)
	w.value, w.decimals = p.Value, p.Decimals
	if s.raise(w, t, 1) {
		way := " crosses "
		if to < 0 {
			way = " crosses downwards "
		}
		s.report(w, s.figure(w)+way+number(w.rule.Limit, -1))
	}
}

// sideOf returns 1 for a value above a level, -1 for one below, and 0 for one that is on neither side.
func sideOf(value, level float64) int8 {
	switch {
	case value > level:
		return 1
	case value < level:
		return -1
	}
	return 0
}

// change follows whether the value is far enough from another one of the window, at the time t.
func (s *Set) change(w *watch, holds bool, t int64) {
	switch {
	case !holds && w.phase == raised:
		s.end(w, t, s.figure(w))
	case holds && w.phase == armed && s.raise(w, t, 1):
		s.report(w, s.describe(w, t))
	}
}

// describe says what holds at the time t, of a condition that can end.
func (s *Set) describe(w *watch, t int64) string {
	switch w.rule.Kind {
	case alertrule.Silent:
		return s.describeSilence(&s.rows[w.row])
	case alertrule.Changes:
		from := w.value
		if f := s.rows[w.row].numbersOf(w.rule); f != nil {
			if window := f.window(w.rule); window != nil {
				from, _ = window.farthest(w.rule, f.value)
			}
		}
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
	if w.rule.Kind == alertrule.Rate {
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
	return lang.FormatDuration(d.Round(time.Second))
}
