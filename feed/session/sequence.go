package session

import (
	"fmt"
	"strconv"
	"time"

	"sockeye/feed/preset"
)

// sequence is where a numbering stands, on a connection or for a label.
type sequence struct {
	last  int64
	known bool
}

// follow checks the number of the message at hand against the one before, and says what is missing.
func (s *Session) follow(now time.Time, q *sequence, n int32) {
	rule := s.preset.Sequence
	at, ok := s.integer(&rule.At)
	if !ok {
		return
	}
	before := *q
	q.last, q.known = at, true
	if !before.known {
		return
	}
	switch {
	case rule.Prev != nil:
		if prev, ok := s.integer(rule.Prev); ok && prev != before.last {
			s.gap(now, n, fmt.Sprintf("%d follows %d, and not %d", at, prev, before.last))
		}
	case rule.From != nil:
		if from, ok := s.integer(rule.From); ok && from > before.last+1 {
			s.gap(now, n, fmt.Sprintf("%d → %d, %d lost", before.last, from, from-before.last-1))
		}
	case rule.Step != 0:
		switch missing := (at - before.last) / rule.Step; {
		case at == before.last+rule.Step:
		case missing > 1:
			s.gap(now, n, fmt.Sprintf("%d → %d, %d lost", before.last, at, missing-1))
		default:
			s.gap(now, n, fmt.Sprintf("%d after %d", at, before.last))
		}
	case at <= before.last:
		s.gap(now, n, fmt.Sprintf("%d after %d", at, before.last))
	}
}

// gap notes a hole in a sequence.
func (s *Session) gap(now time.Time, n int32, what string) {
	s.build.current().Counts.Gaps++
	s.note(now, Gap, n, "GAP seq "+what)
}

func (s *Session) integer(p *preset.Path) (int64, bool) {
	v, err := strconv.ParseInt(string(s.doc.text(p, s.doc.tape.Root())), 10, 64)
	return v, err == nil
}
