package logview

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
	cost, found := m.workFilters(share)
	budget -= cost
	if found && (m.window.state != live || len(m.body.lines) < m.window.page()) {
		m.redraw.body = true // what was found may be between the entries on the screen
	}
	budget -= m.workSearch(budget)
	m.jumps.work(budget)
	return len(m.filters.passing.todo) > 0 || len(m.search.hits.todo) > 0 || m.jumps.target != noTarget
}

// near is the number of the entry after those that are to be scanned first.
func (m *Model) near() uint64 {
	if m.window.state == live {
		return m.log.end
	}
	return m.window.cursor + uint64(m.window.page()) // with what the window may have below it
}

// workFilters applies the filters to up to budget entries, and reports whether there may be others in the window.
func (m *Model) workFilters(budget int) (cost int, found bool) {
	f, w := m.filters, m.window
	shown := f.count(m.log.first, w.bottom())
	cost = f.passing.scan(m.log, m.near(), budget, f.passes, f.price, func(seen span) {
		if m.search.pattern != nil && f.active() {
			m.search.hits.todo.add(seen.from, seen.to)
		}
	})
	if cost == 0 || !f.active() {
		return cost, false
	}
	m.redraw.box = true // the counts in the title
	// What is new after the end of a stopped window changes nothing in it.
	if now := f.count(m.log.first, w.bottom()); now > shown || now == 0 {
		w.place()
		m.redraw.arrivals = true
		return cost, true
	}
	return cost, false
}

// workSearch applies the search to up to budget entries.
func (m *Model) workSearch(budget int) (cost int) {
	if m.search.pattern == nil {
		return 0
	}
	cost = m.search.hits.scan(m.log, m.near(), budget, m.search.isHit, m.search.price, func(span) {})
	if cost > 0 {
		m.redraw.box = true // the counter in the title
	}
	return cost
}

// arrive scans the entries that are new since the log ended at old.
func (m *Model) arrive(old uint64) {
	from := max(old, m.log.first)
	if len(m.filters.list) > 0 {
		m.filters.passing.todo.add(from, m.log.end)
		m.workFilters(arrivals)
	}
	if m.search.pattern == nil {
		return
	}
	if !m.filters.active() {
		m.search.hits.todo.add(from, m.log.end)
	}
	m.workSearch(arrivals)
}

// dropEvicted drops what is known of evicted entries, except which of them were shown
// where a stopped window still has a blank for them.
func (m *Model) dropEvicted() {
	first, floor := m.log.first, m.log.first
	if m.window.state != live {
		floor = min(floor, m.window.top)
	}
	m.filters.passing.drop(first, floor)
	m.search.hits.drop(first, first)
	m.jumps.marks.drop(first)
}
