package logview

// A scanner goes through the entries, in any order, and keeps the numbers of those that
// match.
type scanner struct {
	todo  spans    // entries that have not been scanned
	found entrySet // those found among the others
	// short are those among the others of which only a beginning was scanned, least the smallest, in bytes.
	short entrySet
	least int
}

// reset empties the scanner: there is nothing to scan, and there never is anything below
// first.
func (s *scanner) reset(first uint64) {
	s.todo = nil
	s.found.reset(first)
	s.short.reset(first)
	s.least = 0
}

// note records the result for an entry, and how many bytes of it were scanned; 0: all.
func (s *scanner) note(n uint64, found bool, bytes int) {
	if found {
		s.found.add(n)
	}
	if bytes > 0 {
		s.short.add(n)
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

// Work continues the filters, the search and the pending jump, over up
// to budget entries, and reports whether there is more to do; Work(0) only reports.
// A long text and a large expression count as several entries, and of a text no more than [MaxText] is scanned: the title
// says so. The entries nearest to the cursor come first,
// which in a live log are the newest.
//
// The owner calls it between keys and batches, so that the screen never waits for it.
func (m *Model) Work(budget int) (more bool) {
	share := budget
	if len(m.hits.todo) > 0 {
		share = (budget + 1) / 2 // neither waits for the other
	}
	budget -= m.workFilters(share)
	budget -= m.workSearch(budget)
	m.workJump(budget)
	return len(m.passing.todo) > 0 || len(m.hits.todo) > 0 || m.jump.target != noTarget
}

// scan has a scanner go through up to budget entries, and returns what that has cost. It
// calls seen with each run of entries that it has scanned.
func (m *Model) scan(s *scanner, budget int, found func(Entry) (found bool, bytes int), price func(bytes int) int, seen func(span)) (cost int) {
	near := m.end
	if m.frozen {
		near = m.cursor + uint64(m.page()) // with what the window may have below it
	}
	for cost < budget {
		popped := s.todo.popNear(near, min(budget-cost, chunkSize))
		n := popped.to
		for n > popped.from && cost < budget {
			n--
			entry := m.entries.Entry(n)
			cost += 1 + min(len(entry.Text), MaxText)/costly + price(len(entry.Text))
			is, bytes := found(entry)
			s.note(n, is, bytes)
		}
		s.todo.add(popped.from, n)
		if n == popped.to {
			return cost
		}
		seen(span{n, popped.to})
	}
	return cost
}

// workFilters applies the filters to up to budget entries.
func (m *Model) workFilters(budget int) (cost int) {
	shown := m.shown(m.first, m.bottom())
	cost = m.scan(&m.passing, budget, m.passes, m.priceOfFilters, func(seen span) {
		if m.search != nil && m.filtered() {
			m.hits.todo.add(seen.from, seen.to)
		}
	})
	if cost == 0 || !m.filtered() {
		return cost
	}
	m.boxDirty = true // the counts in the title
	// What is new after the end of a frozen window changes nothing in it.
	if now := m.shown(m.first, m.bottom()); now > shown || now == 0 {
		m.place()
		m.bodyDirty = true
	}
	return cost
}

// workSearch applies the search to up to budget entries.
func (m *Model) workSearch(budget int) (cost int) {
	if m.search == nil {
		return 0
	}
	cost = m.scan(&m.hits, budget, m.isHit, m.priceOfSearch, func(span) {})
	if cost > 0 {
		m.boxDirty = true // the counter in the title
	}
	return cost
}

// priceOfSearch is what so many bytes cost beyond what any text does, in entries.
func (m *Model) priceOfSearch(bytes int) int { return price(m.search, bytes) }

// priceOfFilters is what so many bytes cost beyond what any text does, in entries.
func (m *Model) priceOfFilters(bytes int) (cost int) {
	for _, f := range m.filters {
		cost += price(f.Pattern, bytes)
	}
	return cost
}

// arrive scans the entries that are new since the log ended at old.
func (m *Model) arrive(old uint64) {
	from := max(old, m.first)
	if len(m.filters) > 0 {
		m.passing.todo.add(from, m.end)
		m.workFilters(arrivals)
	}
	if m.search == nil {
		return
	}
	if !m.filtered() {
		m.hits.todo.add(from, m.end)
	}
	m.workSearch(arrivals)
}

// dropEvicted drops what is known of evicted entries, except which of them were shown
// where a frozen window still has a blank for them.
func (m *Model) dropEvicted() {
	floor := m.first
	if m.frozen {
		floor = min(floor, m.top)
	}
	m.passing.todo.drop(m.first)
	m.passing.found.drop(floor)
	m.passing.short.drop(m.first)
	m.hits.short.drop(m.first)
	m.hits.todo.drop(m.first)
	m.hits.found.drop(m.first)
	m.marks.drop(m.first)
}
