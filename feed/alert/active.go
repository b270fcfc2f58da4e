package alert

import (
	"cmp"
	"slices"
	"time"

	"sockeye/feed/event"
)

// Drain returns the changes to report since it was called last, oldest first, and removes them.
func (s *Set) Drain() []Change {
	changes := s.changes
	s.changes = nil
	return changes
}

// Active returns at most so many of the alerts that were raised and are not both acknowledged and over, and how many more
// there are: those that wait for the operator first, and the newest of either kind first.
func (s *Set) Active(most int) (active []Active, more int) {
	listed := make([]*watch, 0, len(s.listed))
	for _, w := range slices.Backward(s.listed) {
		if !w.entry.acknowledged || w.phase == raised {
			listed = append(listed, w)
		}
	}
	slices.SortStableFunc(listed, func(a, b *watch) int {
		if a.entry.acknowledged != b.entry.acknowledged {
			if b.entry.acknowledged {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.entry.at, a.entry.at)
	})
	more = max(len(listed)-most, 0)
	for _, w := range listed[:len(listed)-more] {
		active = append(active, s.activeOf(w))
	}
	return active, more
}

func (s *Set) activeOf(w *watch) Active {
	e := w.entry
	return Active{
		ID: int(e.id), Rule: w.rule.number, Alert: w.rule.Rule, Row: w.row, Label: s.label(w),
		Since: time.Unix(0, e.first), Last: time.Unix(0, e.at), Count: int(e.count),
		Over: w.phase != raised, Acknowledged: e.acknowledged, Text: s.text(w),
	}
}

// waiting is what screens ask for with every render, kept until an alert changes: there can be as many as rules times rows.
type waiting struct {
	known  bool
	count  int
	rows   map[int32]bool
	newest *watch // the newest one that holds, else the newest; nil without one
}

func (s *Set) wait() *waiting {
	if s.waiting.known {
		return &s.waiting
	}
	s.waiting = waiting{known: true}
	for _, w := range slices.Backward(s.listed) {
		if w.entry.acknowledged {
			continue
		}
		s.waiting.count++
		if w.row != event.NoLabel {
			if s.waiting.rows == nil {
				s.waiting.rows = make(map[int32]bool)
			}
			s.waiting.rows[w.row] = true
		}
		best := s.waiting.newest
		if best == nil || w.phase == raised && best.phase != raised || (w.phase == raised) == (best.phase == raised) && w.entry.at > best.entry.at {
			s.waiting.newest = w
		}
	}
	return &s.waiting
}

// Unacknowledged returns how many alerts wait for the operator.
func (s *Set) Unacknowledged() (n int) { return s.wait().count }

// Rows returns the rows on which an alert waits for the operator. It is not to be changed, and valid until the Set is.
func (s *Set) Rows() map[int32]bool { return s.wait().rows }

// Newest returns the newest alert that waits for the operator and holds, or else the newest that waits; false if none does.
func (s *Set) Newest() (Active, bool) {
	w := s.wait().newest
	if w == nil {
		return Active{}, false
	}
	return s.activeOf(w), true
}

// Acknowledge notes that the operator has seen an active alert.
func (s *Set) Acknowledge(id int) {
	s.waiting.known = false
	for _, w := range s.listed {
		if int(w.entry.id) == id {
			w.entry.acknowledged = true
		}
	}
}

// AcknowledgeAll notes that the operator has seen all of them.
func (s *Set) AcknowledgeAll() {
	s.waiting.known = false
	for _, w := range s.listed {
		w.entry.acknowledged = true
	}
}
