package logview

import "slices"

// A span is a run of entry numbers, from one up to, and not including, another.
type span struct{ from, to uint64 }

// spans are runs of entries in ascending order, none empty and none touching the
// next.
type spans []span

// add adds a run, which may hold no entry that is there already.
func (s *spans) add(from, to uint64) {
	if from >= to {
		return
	}
	i := s.search(from)
	if i > 0 && (*s)[i-1].to == from {
		i--
		(*s)[i].to = to
	} else {
		*s = slices.Insert(*s, i, span{from, to})
	}
	if i+1 < len(*s) && (*s)[i+1].from == to {
		(*s)[i].to = (*s)[i+1].to
		*s = slices.Delete(*s, i+1, i+2)
	}
}

// search is the index of the first run that begins at n or after it.
func (s spans) search(n uint64) int {
	i, _ := slices.BinarySearchFunc(s, n, func(have span, n uint64) int {
		if have.from < n {
			return -1
		}
		return 1
	})
	return i
}

// popNear removes at most so many entries and returns them: the nearest below n, or if
// there are none, the nearest after. It returns an empty run if there is nothing
// left.
func (s *spans) popNear(n uint64, most int) span {
	if len(*s) == 0 || most <= 0 {
		return span{}
	}
	i := s.search(n) - 1
	if i < 0 {
		first := (*s)[0]
		popped := span{first.from, min(first.to, first.from+uint64(most))}
		s.drop(popped.to)
		return popped
	}
	have := (*s)[i]
	to := min(have.to, n)
	popped := span{max(have.from, to-min(to, uint64(most))), to}
	*s = slices.Delete(*s, i, i+1)
	s.add(have.from, popped.from)
	s.add(popped.to, have.to)
	return popped
}

// drop removes the entries below first.
func (s *spans) drop(first uint64) {
	i := 0
	for i < len(*s) && (*s)[i].to <= first {
		i++
	}
	*s = slices.Delete(*s, 0, i)
	if len(*s) > 0 {
		(*s)[0].from = max((*s)[0].from, first)
	}
}

// size is the number of entries.
func (s spans) size() (entries uint64) {
	for _, have := range s {
		entries += have.to - have.from
	}
	return entries
}

// touch reports whether any entry from one up to, and not including, another is
// there.
func (s spans) touch(from, to uint64) bool {
	for _, have := range s {
		if max(have.from, from) < min(have.to, to) {
			return true
		}
	}
	return false
}
