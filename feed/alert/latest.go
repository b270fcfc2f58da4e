package alert

// latest is the last point of one field of a row, which all rules about that field share. Times are Unix nanoseconds.
type latest struct {
	at      int64 // the feed's time
	value   float64
	points  uint32 // so many have come; goes round
	known   bool   // there was one
	held    bool   // it has held since it came
	windows []*window
}

// latest returns the last point of a field.
func (r *row) latest(field int) *latest {
	for len(r.fields) <= field {
		r.fields = append(r.fields, latest{})
	}
	return &r.fields[field]
}

// latestOf returns the last point of the field that a rule is about; an empty one if there was none.
func (r *row) latestOf(rule *rule) *latest {
	if field := int(r.fieldOf(rule)); field < len(r.fields) {
		return &r.fields[field]
	}
	return &latest{}
}

// set notes a point.
func (f *latest) set(at int64, value float64) {
	f.at, f.value, f.known, f.held = at, value, true, true
	f.points++
}

// window returns the window that a rule is judged by; nil if there is none yet.
func (f *latest) window(rule *rule) *window {
	for _, w := range f.windows {
		if w.width == rule.width {
			return w
		}
	}
	return nil
}

// add adds the point at the time t to the window of a rule, once for all rules that share it, and returns it. held says
// that the value before has held until now.
func (f *latest) add(rule *rule, t int64, held bool) *window {
	w := f.window(rule)
	if w == nil {
		w = &window{width: rule.width}
		f.windows = append(f.windows, w)
	} else if w.point == f.points {
		return w
	}
	w.point = f.points
	w.add(t, f.value, held)
	return w
}

// farthest is the value of a rule's part of the window that is farthest from the last one, and how far that is.
func (w *window) farthest(rule *rule) (from, by float64) {
	low, high := w.bounds(rule.parts)
	up, down := change(low, w.last, rule.Percent), change(high, w.last, rule.Percent)
	if down > up {
		return high, down
	}
	return low, up
}
