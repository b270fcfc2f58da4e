package entryset

import "slices"

// Run is a run of entry numbers, from one up to, and not including, another.
type Run struct{ From, To uint64 }

// Runs are runs of entries in ascending order, none empty and none touching the
// next.
type Runs []Run

// Add adds a run, which may hold no entry that is there already.
func (s *Runs) Add(from, to uint64) {
	if from >= to {
		return
	}
	i := s.search(from)
	if i > 0 && (*s)[i-1].To == from {
		i--
		(*s)[i].To = to
	} else {
		*s = slices.Insert(*s, i, Run{from, to})
	}
	if i+1 < len(*s) && (*s)[i+1].From == to {
		(*s)[i].To = (*s)[i+1].To
		*s = slices.Delete(*s, i+1, i+2)
	}
}

// search is the index of the first run that begins at n or after it.
func (s Runs) search(n uint64) int {
	i, _ := slices.BinarySearchFunc(s, n, func(have Run, n uint64) int {
		if have.From < n {
			return -1
		}
		return 1
	})
	return i
}

// PopNear removes at most so many entries and returns them: the nearest below n, or if
// there are none, the nearest after. It returns an empty run if there is nothing
// left.
func (s *Runs) PopNear(n uint64, most int) Run {
	if len(*s) == 0 || most <= 0 {
		return Run{}
	}
	i := s.search(n) - 1
	if i < 0 {
		first := (*s)[0]
		popped := Run{first.From, min(first.To, first.From+uint64(most))}
		s.Drop(popped.To)
		return popped
	}
	have := (*s)[i]
	to := min(have.To, n)
	popped := Run{max(have.From, to-min(to, uint64(most))), to}
	*s = slices.Delete(*s, i, i+1)
	s.Add(have.From, popped.From)
	s.Add(popped.To, have.To)
	return popped
}

// Drop removes the entries below first.
func (s *Runs) Drop(first uint64) {
	i := 0
	for i < len(*s) && (*s)[i].To <= first {
		i++
	}
	*s = slices.Delete(*s, 0, i)
	if len(*s) > 0 {
		(*s)[0].From = max((*s)[0].From, first)
	}
}

// Size is the number of entries.
func (s Runs) Size() (entries uint64) {
	for _, have := range s {
		entries += have.To - have.From
	}
	return entries
}

// Touch reports whether any entry from one up to, and not including, another is
// there.
func (s Runs) Touch(from, to uint64) bool {
	for _, have := range s {
		if max(have.From, from) < min(have.To, to) {
			return true
		}
	}
	return false
}
