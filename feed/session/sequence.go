package session

import (
	"fmt"
	"math/big"
	"time"

	"sockeye/feed/preset"
)

// sequence is where a numbering stands, on a connection or for a label.
type sequence struct {
	last  string // as the feed wrote it: an id may be larger than any integer of ours, or no number at all
	known bool
}

// follow checks the number of the message at hand against the one before, and says what is missing.
func (s *Session) follow(now time.Time, q *sequence, n int32) {
	rule := s.preset.Sequence
	at := s.doc.text(&rule.At, s.doc.tape.Root())
	if len(at) == 0 || len(at) > maxLabel {
		return
	}
	before := *q
	if !before.known || before.last != string(at) {
		q.last, q.known = string(at), true
	}
	if !before.known {
		return
	}
	if rule.Prev != nil { // a link: it is compared, not counted
		if prev := s.doc.text(rule.Prev, s.doc.tape.Root()); len(prev) > 0 && string(prev) != before.last {
			s.gap(now, n, fmt.Sprintf("%s follows %s, and not %s", q.last, prev, before.last))
		}
		return
	}
	last, ok1 := integer(before.last)
	number, ok2 := integer(q.last)
	if !ok1 || !ok2 {
		return
	}
	one := big.NewInt(1)
	switch {
	case rule.From != nil:
		from, ok := s.integerAt(rule.From)
		if missing := new(big.Int).Sub(from, last); ok && missing.Cmp(one) > 0 {
			s.gap(now, n, fmt.Sprintf("%s to %s, %s lost", last, from, missing.Sub(missing, one)))
		}
	case rule.Step != 0:
		step := big.NewInt(rule.Step)
		steps, rest := new(big.Int).QuoRem(new(big.Int).Sub(number, last), step, new(big.Int))
		switch {
		case steps.Cmp(one) == 0 && rest.Sign() == 0:
		case steps.Cmp(one) > 0:
			s.gap(now, n, fmt.Sprintf("%s to %s, %s lost", last, number, steps.Sub(steps, one)))
		default:
			s.gap(now, n, fmt.Sprintf("%s after %s", number, last))
		}
	case number.Cmp(last) <= 0:
		s.gap(now, n, fmt.Sprintf("%s after %s", number, last))
	}
}

// gap notes a hole in a sequence.
func (s *Session) gap(now time.Time, n int32, what string) {
	s.build.current().Counts.Gaps++
	s.note(now, Gap, n, "GAP seq "+what)
}

func (s *Session) integerAt(p *preset.Path) (*big.Int, bool) {
	return integer(string(s.doc.text(p, s.doc.tape.Root())))
}

// integer reads a number of any size; 0 and false for other text.
func integer(text string) (*big.Int, bool) {
	v, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return new(big.Int), false
	}
	return v, true
}
