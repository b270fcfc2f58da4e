package logview

import "sockeye/widgets/entryset"

// A scanner goes through the entries, in any order, and keeps the numbers of those that
// match.
type scanner struct {
	todo  entryset.Runs // entries that have not been scanned
	found entryset.Set  // those found among the others
	// short are those among the others of which only a beginning was scanned, least the smallest, in bytes.
	short entryset.Set
	least int
}

// reset empties the scanner: there is nothing to scan, and there never is anything below
// first.
func (s *scanner) reset(first uint64) {
	s.todo = nil
	s.found.Reset(first)
	s.short.Reset(first)
	s.least = 0
}

// note records the result for an entry, and how many bytes of it were scanned; 0: all.
func (s *scanner) note(n uint64, found bool, bytes int) {
	if found {
		s.found.Add(n)
	}
	if bytes > 0 {
		s.short.Add(n)
		if s.least == 0 || bytes < s.least {
			s.least = bytes
		}
	}
}

const (
	// arrivals is how many of the entries that came with one Refresh are scanned
	// at once: the newest. A flood of more waits for Work.
	arrivals = 2048
	// chunkSize is how many entries are scanned at a time, so that few are put back when
	// the budget ends.
	chunkSize = 512
	// costly is the size of a text, in bytes, that costs as much again as an entry: about
	// a microsecond.
	costly = 1024
)

// scan scans up to budget entries of a log, those nearest below one first, and returns what that has cost. found reports
// whether an entry matches, price what a text costs, and seen is called with each run of entries that was scanned.
func (s *scanner) scan(log *source, near uint64, budget int, found func(Entry) (found bool, bytes int), price func(bytes int) int, seen func(entryset.Run)) (cost int) {
	for cost < budget {
		popped := s.todo.PopNear(near, min(budget-cost, chunkSize))
		n := popped.To
		for n > popped.From && cost < budget {
			n--
			entry := log.entries.Entry(n)
			cost += 1 + min(len(entry.Text), MaxText)/costly + price(len(entry.Text))
			is, bytes := found(entry)
			s.note(n, is, bytes)
		}
		s.todo.Add(popped.From, n)
		if n == popped.To {
			return cost
		}
		seen(entryset.Run{From: n, To: popped.To})
	}
	return cost
}

// drop drops what is known of the entries below first, except which of them were found from floor on.
func (s *scanner) drop(first, floor uint64) {
	s.todo.Drop(first)
	s.found.Drop(floor)
	s.short.Drop(first)
}
