package alert

import (
	"slices"
	"strconv"

	"sockeye/feed/alert/window"
	"sockeye/feed/alertrule"
	"sockeye/feed/format"
)

// phase is how far an alert has come on one label.
type phase uint8

const (
	armed   phase = iota
	holding       // its condition holds, but not for long enough
	raised        // reported or counted, and not over
)

// watch is a rule on one label on which something has happened, or on the whole feed. Times are Unix nanoseconds.
type watch struct {
	rule      *rule
	label     *label // nil: the whole feed
	phase     phase
	decimals  int8  // of value
	side      int8  // of crossings, while the value is on the level: the side that it comes from
	since     int64 // when the condition began to hold; once that is over, when it was
	value     float64
	held      bool   // it was raised, and that is held back
	lost      string // of silence: what it says of the network, if that is lost
	elsewhere bool   // likewise: it was raised, and the alert of another feed says so
	joined    bool   // of silence: it is part of what failed together, and the alert on that is the one that is reported
	alone     bool   // of silence: others of the feed were active when it was raised

	entry *entry // nil: never raised
}

// isTogether reports whether the watch is about what failed together.
func (w *watch) isTogether() bool { return w.rule.together != nil && w == &w.rule.together.watch }

// joint returns the watch on what failed together, which this one was part of last, and under which it was reported; nil: it was not.
func (w *watch) joint() *watch {
	if t := w.rule.together; t != nil && w.label != nil && t.watch.entry != nil && slices.Contains(t.named, w.label) {
		return &t.watch
	}
	return nil
}

// affected returns the labels on which the watch is raised: its own, or those that failed together; none of the whole feed.
func (w *watch) affected() []*label {
	switch {
	case w.label != nil:
		return []*label{w.label}
	case w.isTogether():
		return w.rule.together.labels
	}
	return nil
}

// isGrave reports whether the watch stands before others: a label is silent, while others of the feed are not.
func (w *watch) isGrave() bool { return w.alone && w.phase == raised }

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

// figure is the value of a watch as a text says it.
func (w *watch) figure() string { return w.figureOf(w.value) }

// figureOf is figure of a value that it has or had.
func (w *watch) figureOf(v float64) string {
	switch {
	case w.rule.Kind == alertrule.Rate:
		return "rate " + strconv.FormatFloat(v, 'f', 1, 64) + "/s"
	case w.rule.Field != "":
		return w.rule.Field + " " + w.number(v)
	}
	return w.number(v)
}

// compared says on which side of the limit a value is.
func (w *watch) compared(v float64) string {
	text := w.figureOf(v) + " " + w.rule.Compare + " " + format.Number(w.rule.Limit, -1)
	if w.rule.Kind == alertrule.Rate {
		text += "/s"
	}
	return text
}

// crossed says to which side of the level a value has come.
func (w *watch) crossed(v float64) string {
	way := " crosses "
	if sideOf(v, w.rule.Limit) < 0 {
		way = " crosses downwards "
	}
	return w.figureOf(v) + way + format.Number(w.rule.Limit, -1)
}

// brief is what is said of a raising that was not reported by itself: there can be very many, of which no text is kept.
func (w *watch) brief() string {
	switch v := w.entry.value; w.rule.Kind {
	case alertrule.Level, alertrule.Rate:
		return w.compared(v)
	case alertrule.Crosses:
		return w.crossed(v)
	case alertrule.Changes:
		limit := format.Number(w.rule.Limit, -1)
		if w.rule.Percent {
			limit += "%"
		}
		return w.figureOf(v) + ", changed by " + limit + " or more in " + format.Length(w.rule.Within)
	case alertrule.Silent:
		return "no data"
	}
	return "raised"
}

// number is a number as a text says it: with the decimals that it needs, of those that the feed writes.
func (w *watch) number(v float64) string { return format.Number(v, w.needs(v)) }

// needs returns how many decimals a number is said with: two where the feed writes as many, and no zeros beyond.
func (w *watch) needs(v float64) int {
	const padded = 2
	written := int(w.decimals)
	return min(max(format.Decimals(v), min(written, padded)), written)
}

// window returns the window that a rule about changes is judged by; nil if there is none.
func (w *watch) window() (past *window.Window, last float64) {
	if f := w.label.numbersOf(w.rule); f != nil {
		return f.window(w.rule), f.value
	}
	return nil, 0
}
