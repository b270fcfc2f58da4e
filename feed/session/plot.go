package session

import (
	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// Plot has the number at a path of every message be a point from now on: of the message's label, or of a label of its own
// where the message has none. It returns the name of the field: the one given, else the path.
func (s *Session) Plot(path, name string) (string, error) { return s.reader.Plot(path, name) }

// Unplot ends a plot.
func (s *Session) Unplot(name string) error { return s.reader.Unplot(name) }

// Plots returns the names of what is plotted.
func (s *Session) Plots() (names []string) {
	for _, p := range s.reader.Plots() {
		names = append(names, p.Name)
	}
	return names
}

// plot adds the numbers that the operator plots to the batch.
func (s *Session) plot(m *event.Entry) {
	if s.doc.Root() == message.Nothing {
		return
	}
	plots := s.reader.Plots()
	for i := range plots {
		p := &plots[i]
		anything, isNumber := s.reader.Finds(p)
		if !anything {
			continue
		}
		n := m.Label
		if n == event.NoLabel {
			if _, known := s.byLabel[p.Name]; !known && !isNumber {
				continue // a value that never was has no label to end on
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
		s.reader.Plotted(s.build.Current(), p, n, at)
	}
}
