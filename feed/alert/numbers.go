package alert

import (
	"math"
	"slices"

	"sockeye/feed/alert/window"
	"sockeye/feed/alertrule"
)

// last is the last point of a field of a label.
type last struct {
	at    int64 // the feed's time, Unix nanoseconds
	value float64
	known bool // there is one
	held  bool // it has held since it came
}

// numbers are those of one field of a label that rules are about: the last point, and for which values the rules have to be judged. Most
// values are like the one before: no level begins to hold, none is crossed, and no change is large enough. A hundred rules
// need not be judged to find that out.
type numbers struct {
	last
	windows []window.Window // of the rules about changes

	// What follows is as the rules and their watches are, if arranged.
	arranged  bool
	low, high float64 // no rule without a watch is met by a value between them
	active    []int32 // indices in label.values of the rules with a watch, which are judged with each value
}

// unwatched stands for the numbers that no rule is about.
var unwatched = &numbers{arranged: true}

// numbers returns those of a field of the label; nil if no rule is about them.
func (l *label) numbers(field int16) *numbers {
	for len(l.fields) <= int(field) {
		l.fields = append(l.fields, nil)
	}
	f := l.fields[field]
	if f == nil {
		if !slices.ContainsFunc(l.values, func(p place) bool { return l.fieldOf(p.rule) == field }) {
			f = unwatched
		} else {
			f = &numbers{}
		}
		l.fields[field] = f
	}
	if f == unwatched {
		return nil
	}
	if !f.arranged {
		f.arrange(l, field)
	}
	return f
}

// numbersOf returns those that a rule is about; nil if it has no value yet.
func (l *label) numbersOf(rule *rule) *numbers {
	if field := int(l.fieldOf(rule)); field < len(l.fields) && l.fields[field] != unwatched {
		return l.fields[field]
	}
	return nil
}

// disarrange notes that the rules of the label, or the fields that they are about, are other ones. Windows without a rule go:
// they would miss what comes from now on.
func (l *label) disarrange() {
	for i, f := range l.fields {
		switch {
		case f == unwatched:
			l.fields[i] = nil
		case f != nil:
			f.arranged = false
			f.windows = slices.DeleteFunc(f.windows, func(w window.Window) bool {
				return !slices.ContainsFunc(l.values, func(p place) bool {
					return p.rule.Kind == alertrule.Changes && p.rule.cut.Width == w.Width() && int(l.fieldOf(p.rule)) == i
				})
			})
		}
	}
}

// arrange finds out between which values no rule has to be judged but those with a watch, and makes the windows of the rules
// about changes.
func (f *numbers) arrange(l *label, field int16) {
	f.arranged, f.active = true, f.active[:0]
	f.low, f.high = math.Inf(-1), math.Inf(1)
	for i := range f.windows {
		f.windows[i].ClearLimits()
	}
	for i := range l.values {
		p := &l.values[i]
		if l.fieldOf(p.rule) != field {
			continue
		}
		var w *window.Window
		if p.rule.Kind == alertrule.Changes {
			n := f.indexOf(p.rule)
			if n < 0 {
				n = len(f.windows)
				f.windows = append(f.windows, window.New(p.rule.cut.Width))
			}
			w = &f.windows[n]
		}
		switch {
		case p.watch != nil:
			f.active = append(f.active, int32(i))
		case w != nil:
			w.AddLimit(p.rule.Limit, p.rule.Percent)
		default:
			f.narrow(p.rule)
		}
	}
	if !f.known {
		f.low, f.high = math.Inf(1), math.Inf(-1)
	}
}

// narrow leaves a rule about a level out of what is between low and high: its own side of the level, as seen from the last
// value. On the level, and where there is no side, nothing is between them.
func (f *numbers) narrow(rule *rule) {
	low, high := rule.low, rule.high
	if rule.Kind == alertrule.Crosses {
		low, high = rule.Limit, rule.Limit
	}
	switch {
	case f.value < low:
		f.high = min(f.high, low)
	case f.value > high:
		f.low = max(f.low, high)
	default:
		f.low, f.high = math.Inf(1), math.Inf(-1)
	}
}

// add notes a point at the time t, and reports whether no rule has to be judged but those with a watch.
func (f *numbers) add(at, t int64, value float64) (quiet bool) {
	before := f.last
	f.last = last{at: at, value: value, known: true, held: true}
	quiet = f.low < value && value < f.high
	for i := range f.windows {
		if !f.windows[i].Add(t, value, before.held, before.value) {
			quiet = false
		}
	}
	return quiet
}

// window returns the window that a rule is judged by; nil if there is none, or no value in it.
func (f *numbers) window(rule *rule) *window.Window {
	if i := f.indexOf(rule); i >= 0 && f.windows[i].IsKnown() {
		return &f.windows[i]
	}
	return nil
}

// indexOf returns the index of the window of a rule; -1 if there is none.
func (f *numbers) indexOf(rule *rule) int {
	return slices.IndexFunc(f.windows, func(w window.Window) bool { return w.Width() == rule.cut.Width })
}
