package logview

import "sockeye/widgets/entryset"

// scanning is the filters and the search at work on a log.
type scanning struct {
	log     *source
	window  *window
	filters *filters
	search  *search
	redraw  *redraw
}

// Work continues the filters, the search and the pending jump, over up
// to budget entries, and reports whether there is more to do; Work(0) only reports.
// A long text and a large expression count as several entries, and of a text no more than [MaxText] is scanned: the title
// says so. The entries nearest to the cursor come first,
// which in a live log are the newest.
//
// The owner calls it between keys and batches, so that the screen never waits for it.
func (m *Model) Work(budget int) (more bool) {
	share := budget
	if len(m.search.hits.todo) > 0 {
		share = (budget + 1) / 2 // neither waits for the other
	}
	m.filterMore(func() { budget -= m.scanning.workFilters(share) })
	budget -= m.scanning.workSearch(budget)
	m.jumps.work(budget)
	return len(m.filters.passing.todo) > 0 || len(m.search.hits.todo) > 0 || m.Searching()
}

// Searching reports whether the entry that an operator wants to go to is not known yet.
func (m *Model) Searching() bool { return m.jumps.target != noTarget }

// filterMore has the filters go on. If they find that entries are shown among those before the end of the window, it is drawn
// as a whole: else they would count as left out. A window that is full has no space for them.
func (m *Model) filterMore(scan func()) {
	before := m.filters.count(m.log.first, m.body.next)
	scan()
	if m.filters.count(m.log.first, m.body.next) > before && len(m.body.lines) < m.window.page() {
		m.redraw.body = true
	}
}

// near is the number of the entry after those that are to be scanned first.
func (s *scanning) near() uint64 {
	if s.window.state == live {
		return s.log.end
	}
	return s.window.cursor + uint64(s.window.page()) // with what the window may have below it
}

// workFilters applies the filters to up to budget entries.
func (s *scanning) workFilters(budget int) (cost int) {
	f, w := s.filters, s.window
	shown := f.count(s.log.first, w.bottom())
	cost = f.passing.scan(s.log, s.near(), budget, f.passes, f.price, func(seen entryset.Run) {
		if s.search.pattern != nil && f.active() {
			s.search.hits.todo.Add(seen.From, seen.To)
		}
	})
	if cost == 0 || !f.active() {
		return cost
	}
	s.redraw.box = true // the counts in the title
	// What is new after the end of a stopped window changes nothing in it.
	if now := f.count(s.log.first, w.bottom()); now > shown || now == 0 {
		w.place()
		s.redraw.arrivals = true
	}
	return cost
}

// workSearch applies the search to up to budget entries.
func (s *scanning) workSearch(budget int) (cost int) {
	if s.search.pattern == nil {
		return 0
	}
	cost = s.search.hits.scan(s.log, s.near(), budget, s.search.isHit, s.search.price, func(entryset.Run) {})
	if cost > 0 {
		s.redraw.box = true // the counter in the title
	}
	return cost
}

// arrive scans the entries that are new since the log ended at old.
func (s *scanning) arrive(old uint64) {
	from := max(old, s.log.first)
	if len(s.filters.list) > 0 {
		s.filters.passing.todo.Add(from, s.log.end)
		s.workFilters(arrivals)
	}
	if s.search.pattern == nil {
		return
	}
	if !s.filters.active() {
		s.search.hits.todo.Add(from, s.log.end)
	}
	s.workSearch(arrivals)
}

// dropEvicted drops what is known of evicted entries, except which of them were shown
// where a stopped window still has a blank for thes.
func (s *scanning) dropEvicted() {
	first, floor := s.log.first, s.log.first
	if s.window.state != live {
		floor = min(floor, s.window.top)
	}
	s.filters.passing.drop(first, floor)
	s.search.hits.drop(first, first)
}
