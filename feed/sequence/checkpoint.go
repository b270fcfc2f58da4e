package sequence

import (
	"encoding/json"
	"math/big"
)

// saved is a Position as it is written down.
type saved struct {
	Base      *big.Int    `json:"base,omitempty"`
	Mark      int64       `json:"mark,omitempty"`
	Before    int64       `json:"before,omitempty"`
	Restarted bool        `json:"restarted,omitempty"`
	Repeated  bool        `json:"repeated,omitempty"`
	Late      *int64      `json:"late,omitempty"`
	Missing   [][3]int64  `json:"missing,omitempty"` // from, to, and which of Holes
	Holes     []int64     `json:"holes,omitempty"`   // numbers that are left of each
	Last      string      `json:"last,omitempty"`
	Links     [][2]string `json:"links,omitempty"`
}

// MarshalJSON writes a position down, so that a session can go on from it; null for the zero one.
func (p *Position) MarshalJSON() ([]byte, error) {
	if !p.known {
		return []byte("null"), nil
	}
	s := saved{Base: p.base, Mark: p.mark, Before: p.before, Restarted: p.restarted, Repeated: p.repeated, Last: string(p.last)}
	if p.wasLate {
		s.Late = &p.late
	}
	places := make(map[*hole]int64)
	for _, m := range p.missing {
		place, known := places[m.hole]
		if !known {
			place = int64(len(s.Holes))
			places[m.hole] = place
			s.Holes = append(s.Holes, m.hole.left)
		}
		s.Missing = append(s.Missing, [3]int64{m.from, m.to, place})
	}
	for _, l := range p.holes {
		s.Links = append(s.Links, [2]string{l.from, l.to})
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON has written.
func (p *Position) UnmarshalJSON(text []byte) error {
	*p = Position{}
	if string(text) == "null" {
		return nil
	}
	var s saved
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	*p = Position{known: true, base: s.Base, mark: s.Mark, before: s.Before, restarted: s.Restarted, repeated: s.Repeated, last: []byte(s.Last)}
	if s.Late != nil {
		p.late, p.wasLate = *s.Late, true
	}
	holes := make([]*hole, len(s.Holes))
	for i, left := range s.Holes {
		holes[i] = &hole{left}
	}
	for _, m := range s.Missing {
		if m[2] < 0 || m[2] >= int64(len(holes)) || m[0] > m[1] {
			continue // no position of ours has that
		}
		p.missing = append(p.missing, missing{m[0], m[1], holes[m[2]]})
	}
	for _, l := range s.Links {
		p.holes = append(p.holes, link{l[0], l[1]})
	}
	return nil
}

// IsZero reports whether a position is before the first message.
func (p *Position) IsZero() bool { return !p.known }
