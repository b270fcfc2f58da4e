package logview

import (
	"fmt"

	"sockeye/widgets/pattern"
)

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

// AddFilter hides the events, and other messages, that do not match a regular
// expression, or if exclude is set, those that do. It applies to what stands on the
// screen: the label, a space and the text, sanitised. Case counts if the
// expression has an upper-case letter. All filters have to let an entry pass;
// notices, gaps, troubles and alerts are never hidden. A filter that stands already is
// not added again.
//
// The entries are scanned by [Model.Work]. The error is that of the expression, and
// leaves the filters as they were.
func (m *Model) AddFilter(text string, exclude bool) error {
	p, err := compile(text)
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	added := filter{p, exclude}
	for _, have := range m.filters {
		if have.String() == added.String() {
			return nil
		}
	}
	m.setFilters(append(m.filters[:len(m.filters):len(m.filters)], added))
	return nil
}

// ClearFilters shows all entries again.
func (m *Model) ClearFilters() {
	if len(m.filters) > 0 {
		m.setFilters(nil)
	}
}

// Filters returns the filters in the order in which they were added, those that
// exclude with a "!" before them.
func (m *Model) Filters() []string {
	var texts []string
	for _, f := range m.filters {
		texts = append(texts, f.String())
	}
	return texts
}

// Hidden returns how many of the kept entries the filters hide. Entries that have not
// been scanned yet are neither hidden nor shown.
func (m *Model) Hidden() int {
	if !m.filtered() {
		return 0
	}
	return int(m.end-m.first-m.passing.todo.size()) - m.passing.found.count(m.first, m.end)
}

// ToggleContext shows the selected entry among those that the filters hide, in its
// place on the screen, or goes back to what they let pass. It freezes the log.
func (m *Model) ToggleContext() {
	if len(m.filters) == 0 {
		m.say("no filter")
		return
	}
	if m.first == m.end {
		return
	}
	m.Freeze(m.now)
	m.rearrange(func() { m.suspended = !m.suspended })
}

// filtered reports whether the filters decide which entries are shown.
func (m *Model) filtered() bool { return len(m.filters) > 0 && !m.suspended }

func (m *Model) setFilters(filters []filter) {
	m.rearrange(func() {
		m.filters, m.suspended = filters, false
		m.startFilters()
	})
}

// startFilters applies the filters to all entries anew.
func (m *Model) startFilters() {
	m.passing.reset(m.first)
	if len(m.filters) > 0 {
		m.passing.todo.add(m.first, m.end)
	}
}

// rearrange changes which entries are shown, with the entry under the cursor where it
// is on the screen.
func (m *Model) rearrange(change func()) {
	if n, ok := m.Selected(); ok {
		m.cursor, m.line = n, m.cursorLine()
	}
	change()
	m.startSearch()
	m.place()
	m.bodyDirty = true
}

// passes reports whether the filters show an entry, and if that is not certain, by how many bytes of it; 0: by all.
func (m *Model) passes(entry Entry) (pass bool, filtered int) {
	if entry.Kind >= Notice {
		return true, 0
	}
	m.text.setEntry(entry)
	for _, f := range m.filters {
		found, bytes := f.Match(&m.text.Text)
		if !found && m.text.goesOn(bytes) && (filtered == 0 || bytes < filtered) {
			filtered = bytes
		}
		if found == f.exclude {
			return false, filtered
		}
	}
	return true, filtered
}
