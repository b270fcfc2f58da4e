package session

import (
	"fmt"
	"math"
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// plot is a number that the operator wants charted, beside what the preset's rules take.
type plot struct {
	preset.ValuePath
	field uint8
}

// maxPlots bounds the numbers that are looked for in every message.
const maxPlots = 32

// Plot takes the number at a path of every message as a point from now on: of the message's row, or of a row of its own
// where the message has none. It returns the name of the field: the one given, else the path.
func (s *Session) Plot(path, name string) (string, error) {
	p, err := lang.ParsePath(path)
	if err != nil {
		return "", err
	}
	for _, step := range p.Steps {
		if step.Any {
			return "", fmt.Errorf("%s names several places: a plot is of one", path)
		}
	}
	if name == "" {
		name = path
	}
	for i := range s.plots {
		if s.plots[i].Name == name {
			return "", fmt.Errorf("%s is plotted already: :unplot %s ends that", name, name)
		}
	}
	if slices.Contains(s.fields[:s.ruled], name) {
		return "", fmt.Errorf("%s is a value of the preset: give the plot another name, as in :plot %s as %s2", name, path, name)
	}
	if len(s.plots) >= maxPlots {
		return "", fmt.Errorf("%d fields are plotted already: :unplot NAME makes room", maxPlots)
	}
	s.plots = append(s.plots, plot{preset.ValuePath{Name: name, Path: p}, s.field(name)})
	return name, nil
}

// Unplot ends a plot.
func (s *Session) Unplot(name string) error {
	for i := range s.plots {
		if s.plots[i].Name == name {
			s.plots = append(s.plots[:i:i], s.plots[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("%s is not plotted", name)
}

// Plots returns the names of what is plotted.
func (s *Session) Plots() (names []string) {
	for i := range s.plots {
		names = append(names, s.plots[i].Name)
	}
	return names
}

// field returns the number of a field, which is made if there is none.
func (s *Session) field(name string) uint8 {
	for i, f := range s.fields {
		if f == name {
			return uint8(i)
		}
	}
	if len(s.fields) > math.MaxUint8 {
		return math.MaxUint8 // more names than anybody can watch share the last one
	}
	s.fields = append(s.fields, name)
	return uint8(len(s.fields) - 1)
}

// plotted takes the numbers that the operator wants out of the current message.
func (s *Session) plotted(m *event.Entry) {
	if s.doc.tape.Root() == json.Nothing {
		return
	}
	for i := range s.plots {
		p := &s.plots[i]
		root := s.doc.tape.Root()
		_, _, isNumber := s.doc.number(&p.Path, root)
		if !isNumber && s.doc.find(&p.Path, root) == json.Nothing && !s.doc.nullOnTheWay(&p.Path, root) {
			continue
		}
		n := m.Label
		if n == event.NoLabel {
			if _, known := s.byLabel[p.Name]; !known && !isNumber {
				continue // a value that never was has no row to end on
			}
			if n = s.rowOf([]byte(p.Name), &preset.Event{}); n == event.NoLabel {
				continue
			}
		}
		at := m.At
		if m.Time != 0 {
			at = s.drawnAt(m.At, m.Time)
		}
		activity := s.activityOf(n)
		if m.Label == event.NoLabel {
			activity.Events++
		}
		activity.At = m.At
		s.value(&plotted, &p.ValuePath, p.field, root, n, at)
	}
}

// plotted is the rule of numbers that the operator wants charted.
var plotted = rule{Event: &preset.Event{}}
