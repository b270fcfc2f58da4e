package logview

import "sockeye/feed/pattern"

// A filter hides entries: those that it does not match, or if it excludes, those
// that it matches.
type filter struct {
	*pattern.Pattern
	exclude bool
}

// String is the filter as it was asked for, with a "!" if it excludes.
func (f filter) String() string {
	if f.exclude {
		return "!" + f.Pattern.String()
	}
	return f.Pattern.String()
}

// filters decide which entries are shown.
type filters struct {
	log       *source
	text      *line
	list      []filter
	passing   scanner // for the entries that pass
	suspended bool    // all are shown, to show one in its context
}

// active reports whether the filters decide which entries are shown.
func (f *filters) active() bool { return len(f.list) > 0 && !f.suspended }

// have reports whether there is such a filter.
func (f *filters) have(one filter) bool {
	for _, have := range f.list {
		if have.String() == one.String() {
			return true
		}
	}
	return false
}

// restart applies the filters to all entries anew.
func (f *filters) restart() {
	f.passing.reset(f.log.first)
	if len(f.list) > 0 {
		f.passing.todo.Add(f.log.first, f.log.end)
	}
}

// next returns the first entry that is shown from n up to, and not including, end.
func (f *filters) next(n, end uint64) (uint64, bool) {
	if f.active() {
		return f.passing.found.Next(n, end)
	}
	return n, n < end
}

// prev returns the last entry that is shown from first up to, and including, n.
func (f *filters) prev(n, first uint64) (uint64, bool) {
	if f.active() {
		return f.passing.found.Prev(n, first)
	}
	return n, n >= first
}

// count counts the entries that are shown from one up to, and not including, another.
func (f *filters) count(from, to uint64) uint64 {
	switch {
	case from >= to:
		return 0
	case f.active():
		return uint64(f.passing.found.Count(from, to))
	default:
		return to - from
	}
}

// hidden returns how many of the kept entries are not shown. Entries that have not been scanned yet are neither.
func (f *filters) hidden() int {
	if !f.active() {
		return 0
	}
	return int(f.log.end-f.log.first-f.passing.todo.Size()) - f.passing.found.Count(f.log.first, f.log.end)
}

// passes reports whether the filters show an entry, and if that is not certain, by how many bytes of it; 0: by all.
func (f *filters) passes(entry Entry) (pass bool, filtered int) {
	if entry.Kind >= Notice {
		return true, 0
	}
	f.text.setEntry(entry)
	for _, one := range f.list {
		found, bytes := one.Match(&f.text.Text)
		if !found && f.text.goesOn(bytes) && (filtered == 0 || bytes < filtered) {
			filtered = bytes
		}
		if found == one.exclude {
			return false, filtered
		}
	}
	return true, filtered
}

// price is what so many bytes cost beyond what any text does, in entries.
func (f *filters) price(bytes int) (cost int) {
	for _, one := range f.list {
		cost += price(one.Pattern, bytes)
	}
	return cost
}
