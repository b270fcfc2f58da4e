package tab

import (
	"time"

	"sockeye/feed/history"
)

// Remove has a label have no row from a time on, until it is wanted again or has an event.
func (l *Rows) Remove(n int32, at time.Time) {
	if l.removed == nil {
		l.removed = make(map[int32]time.Time)
	}
	l.removed[n], l.arranged = at, arrangement{}
}

// isRemoved reports whether a label has no row.
func (l *Rows) isRemoved(n int32) bool {
	_, removed := l.removed[n]
	return removed
}

// restore gives labels their rows again that are wanted since they were removed, or had an event.
func (s Shown) restore(v history.View) {
	for n, at := range s.tab.Rows.removed {
		if int(n) >= s.Labels.Len() {
			continue
		}
		if r := s.row(v, n); r.LastHeard().After(at) || r.State.Wanted() && r.Since.After(at) {
			delete(s.tab.Rows.removed, n)
			s.tab.Rows.arranged = arrangement{}
		}
	}
}
