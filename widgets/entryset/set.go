// Package entryset is what is known of the entries of a log by their numbers alone: which of them belong to a set, and which
// runs of them are still to be scanned. It reads no entry, and depends on nothing.
package entryset

import "math/bits"

const wordBits = 64

// Set is a set of entries by their numbers. It takes one bit for every entry
// between the first that it may hold and the last that it does, in whatever order
// they are added.
type Set struct {
	base  uint64 // number of the first bit, a multiple of wordBits
	words []uint64
	size  int // members
}

// Reset empties the set, which from now on may hold entries from first on.
func (s *Set) Reset(first uint64) { *s = Set{base: first / wordBits * wordBits} }

// Add adds an entry, which must not be below the base.
func (s *Set) Add(n uint64) {
	at := (n - s.base) / wordBits
	for uint64(len(s.words)) <= at {
		s.words = append(s.words, 0)
	}
	bit := uint64(1) << (n % wordBits)
	if s.words[at]&bit == 0 {
		s.words[at] |= bit
		s.size++
	}
}

// Size returns how many entries there are.
func (s *Set) Size() int { return s.size }

// Remove removes an entry, if it is there.
func (s *Set) Remove(n uint64) {
	if s.Has(n) {
		s.words[(n-s.base)/wordBits] &^= 1 << (n % wordBits)
		s.size--
	}
}

// Has reports whether an entry is there.
func (s *Set) Has(n uint64) bool {
	return n >= s.base && n < s.limit() && s.words[(n-s.base)/wordBits]>>(n%wordBits)&1 == 1
}

// limit is the number after the last entry that there is a bit for.
func (s *Set) limit() uint64 { return s.base + uint64(len(s.words))*wordBits }

// Next returns the first member from n up to, and not including, end.
func (s *Set) Next(n, end uint64) (uint64, bool) {
	n, end = max(n, s.base), min(end, s.limit())
	for n < end {
		if word := s.words[(n-s.base)/wordBits] >> (n % wordBits); word != 0 {
			n += uint64(bits.TrailingZeros64(word))
			return n, n < end
		}
		n = (n/wordBits + 1) * wordBits
	}
	return 0, false
}

// Prev returns the last member from first up to, and including, n.
func (s *Set) Prev(n, first uint64) (uint64, bool) {
	first = max(first, s.base)
	if s.limit() == s.base {
		return 0, false
	}
	for n = min(n, s.limit()-1); n >= first; n-- {
		if word := s.words[(n-s.base)/wordBits] << (wordBits - 1 - n%wordBits); word != 0 {
			n -= uint64(bits.LeadingZeros64(word))
			return n, n >= first
		}
		if n = n / wordBits * wordBits; n == 0 {
			break
		}
	}
	return 0, false
}

// Count returns how many members there are from first up to, and not including,
// end.
func (s *Set) Count(first, end uint64) int {
	first, end = max(first, s.base), min(end, s.limit())
	if first >= end {
		return 0
	}
	from, to := (first-s.base)/wordBits, (end-1-s.base)/wordBits
	head := ^uint64(0) << (first % wordBits)
	tail := ^uint64(0) >> (wordBits - 1 - (end-1)%wordBits)
	if from == to {
		return bits.OnesCount64(s.words[from] & head & tail)
	}
	n := bits.OnesCount64(s.words[from]&head) + bits.OnesCount64(s.words[to]&tail)
	for _, word := range s.words[from+1 : to] {
		n += bits.OnesCount64(word)
	}
	return n
}

// Drop removes the entries below first, and gives their space back.
func (s *Set) Drop(first uint64) {
	if first <= s.base {
		return
	}
	s.size -= s.Count(s.base, first)
	base := first / wordBits * wordBits
	s.words = s.words[min((base-s.base)/wordBits, uint64(len(s.words))):]
	s.base = base
	if len(s.words) > 0 {
		s.words[0] &= ^uint64(0) << (first % wordBits)
	}
}
