package tab

import (
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Field returns the name of the number at a path of a message about a label, which may be event.NoLabel, and whether it is taken already: by a
// rule of the preset, for the row of the message, or by a plot of that name. What is taken is not plotted once more.
func (t *Tab) Field(path string, label int32) (name string, known bool) {
	p, err := lang.ParsePath(path)
	if err != nil {
		return path, false // whoever plots it says so
	}
	events := t.feed.Preset().Events
	for i := range events {
		for _, v := range events[i].Values {
			if t.hasValue(v.Name, label) && leadsTo(&events[i], v.Path, p.Steps) {
				return v.Name, true
			}
		}
	}
	return path, slices.Contains(t.feed.Plots(), path)
}

// PresetNames returns what the preset calls the place at a path of a message that a rule has matched, of which the number is that
// of its entry; "" where it has no name for it. Without a rule it is nil.
func (t *Tab) PresetNames(rule uint16) func(path string) string {
	events := t.feed.Preset().Events
	if rule == 0 || int(rule) > len(events) {
		return nil
	}
	e := &events[rule-1]
	names := []preset.ValuePath{}
	add := func(name string, path *lang.Path) {
		if path != nil {
			names = append(names, preset.ValuePath{Name: name, Path: *path})
		}
	}
	if o := e.OHLC; o != nil {
		add("open", &o.Open)
		add("high", &o.High)
		add("low", &o.Low)
		add("close", &o.Close)
		add("volume", o.Volume)
		add("begin", o.Begin)
		add("end", o.End)
	}
	for i := range e.Values {
		if v := &e.Values[i]; v.Name != unnamed {
			add(v.Name, &v.Path)
		}
	}
	return func(path string) string {
		p, err := lang.ParsePath(path)
		if err != nil {
			return ""
		}
		for _, n := range names {
			if leadsTo(e, n.Path, p.Steps) {
				return n.Name
			}
		}
		return ""
	}
}

// hasValue reports whether the row of a label has a number of that name.
func (t *Tab) hasValue(name string, label int32) bool {
	i := slices.Index(t.fields, name)
	if label == event.NoLabel || i < 0 {
		return false
	}
	r := t.history.Row(nil, label)
	return i < len(r.Values) && r.Values[i].Known
}

// leadsTo reports whether a path of a rule can lead to a place of the message: from the beginning, or from a record, which
// may be one of a list of them. Indexes from the end lead nowhere here: how long a list is, is not known.
func leadsTo(e *preset.Event, path lang.Path, place []lang.Step) bool {
	if path.Root || e.Each == nil {
		return leads(path.Steps, place)
	}
	record := e.Each.Steps
	return leads(slices.Concat(record, path.Steps), place) || leads(slices.Concat(record, []lang.Step{{Any: true}}, path.Steps), place)
}

// leads reports whether steps lead to a place.
func leads(steps, place []lang.Step) bool {
	return slices.EqualFunc(steps, place, func(step, at lang.Step) bool { return step.Any || step.Name == at.Name })
}
