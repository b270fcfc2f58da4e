package alert

import (
	"strconv"
	"time"

	"sockeye/feed/alert/clock"
	"sockeye/feed/alert/window"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/format"
)

// conditions compare what is known of the labels with the rules: what begins to hold is raised, and what holds no longer ends.
type conditions struct {
	clock      *clock.Clock
	connection *connection
	reports    *reports
}

// point compares a point of a label at the time t, and the one before, with a rule.
func (c *conditions) point(at *place, l *label, p *event.Point, f *numbers, before last, t int64) {
	if at.watch != nil {
		at.watch.value, at.watch.decimals = p.Value, p.Decimals
	}
	var holds bool
	switch at.rule.Kind {
	case alertrule.Crosses:
		c.cross(at, l, p, before, t)
		return
	case alertrule.Level:
		holds = at.rule.holds(p.Value)
	case alertrule.Changes:
		past := f.window(at.rule)
		if at.watch == nil && past.IsWithin(p.Value, at.rule.Limit, at.rule.Percent) {
			return
		}
		_, by := past.Farthest(at.rule.cut.Parts, p.Value, at.rule.Percent)
		holds = by >= at.rule.Limit
	}
	if at.watch == nil {
		if !holds {
			return
		}
		at.on(l).value, at.watch.decimals = p.Value, p.Decimals
	}
	c.hold(at.watch, holds, t)
}

// hold follows a condition at the time t, and raises the alert when it has held for long enough.
func (c *conditions) hold(w *watch, holds bool, t int64) {
	if c.follow(w, holds, t) && c.reports.raise(w, t, 1) {
		c.reports.report(w, c.describe(w, t))
	}
}

// follow follows a condition at the time t, and reports whether it is to be raised: it has held for long enough, and was not.
func (c *conditions) follow(w *watch, holds bool, t int64) (due bool) {
	switch {
	case !holds && w.phase == raised:
		c.reports.end(w, t, w.figure())
	case !holds:
		w.phase = armed
	case w.phase == armed:
		w.phase, w.since = holding, t
	}
	return w.phase == holding && t-w.since >= int64(w.rule.For)
}

// cross follows a value to the other side of a level. On the level itself it has not left the side it comes from.
func (c *conditions) cross(at *place, l *label, p *event.Point, before last, t int64) {
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
			at.on(l).side = from
		}
		return
	}
	if at.watch != nil {
		at.watch.side = 0
	}
	if from == 0 || to == from {
		return
	}
	w := at.on(l)
	w.value, w.decimals = p.Value, p.Decimals
	if c.reports.raise(w, t, 1) {
		c.reports.report(w, w.crossed(w.value))
	} else if w.entry != nil && w.entry.at == t { // it is counted, and the list has its time
		c.reports.update(w, w.crossed(w.value))
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

// stay judges a value that nothing has come after: it counts as long as it is known to be the present one.
func (c *conditions) stay(l *label, w *watch) {
	if !c.connection.connected() || l.State != event.Live && l.State != event.NoSubscription {
		w.interrupt()
		return
	}
	c.hold(w, true, c.clock.Now)
}

// rate compares how many events a second a label has with a rule, if that is known. It reports whether the label is to be judged with
// the others of the rule: it is too slow, which is not raised by itself where they are so too.
func (c *conditions) rate(at *place, l *label, rate float64, known bool) (due bool) {
	holds := at.rule.holds(rate)
	switch {
	case !known || !l.counts(at.rule):
		if at.watch != nil {
			at.watch.interrupt()
		}
		return false
	case at.watch == nil && !holds:
		return false
	}
	w := at.on(l)
	w.value = rate
	switch {
	case w.joined:
		if t := w.rule.together; !holds && l.lastEvent > t.since {
			t.leave(l, w)
		}
	case at.rule.isLow():
		return c.follow(w, holds, c.clock.Now)
	default:
		c.hold(w, holds, c.clock.Now)
	}
	return false
}

// deferred says what holds now, of a raising that was too soon to be reported; "" if a window began anew, and has no value
// to compute a change from.
func (c *conditions) deferred(w *watch) string {
	if w.rule.Kind == alertrule.Changes {
		if past, _ := w.window(); past == nil {
			return ""
		}
	}
	return c.describe(w, c.clock.Now)
}

// describe says what holds at the time t, of a condition that can end.
func (c *conditions) describe(w *watch, t int64) string {
	if w.isTogether() && w.rule.isLow() {
		return c.describeLow(w.rule.together, t)
	}
	switch w.rule.Kind {
	case alertrule.Silent:
		if w.lost != "" {
			return w.lost + "; " + c.describeSilence(w)
		}
		return c.describeSilence(w)
	case alertrule.Changes:
		from := w.value
		if past, last := w.window(); past != nil {
			from, _ = past.Farthest(w.rule.cut.Parts, last, w.rule.Percent)
		}
		text := format.Number(window.Change(from, w.value, false), max(w.needs(from), w.needs(w.value)))
		if w.rule.Percent {
			text = strconv.FormatFloat(window.Change(from, w.value, true), 'g', 3, 64) + "%"
		}
		sign := "+"
		if w.value < from {
			sign = "-"
		}
		return w.figure() + " " + sign + text + " in " + format.Length(w.rule.Within) + ", from " + w.number(from)
	}
	text := w.compared(w.value)
	if w.rule.For > 0 {
		text += " for " + format.Elapsed(time.Duration(t-w.since))
	}
	return text
}
