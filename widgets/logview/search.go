package logview

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// SetSearch looks for a regular expression in the rows that the filters show, and
// highlights what it finds. It looks at the label, a space and the text, as
// filters do, and case counts if the expression has an upper-case letter. "" ends
// the search.
//
// The rows are looked at by [Model.Work]. The error is that of the expression, and
// leaves the search as it was.
func (m *Model) SetSearch(text string) error {
	var p *pattern
	if text != "" {
		var err error
		if p, err = compile(text); err != nil {
			return fmt.Errorf("search: %w", err)
		}
	}
	m.search = p
	m.quest = quest{}
	m.say("")
	m.startSearch()
	m.bodyDirty = true
	return nil
}

// Search returns the expression that is looked for, or "".
func (m *Model) Search() string {
	if m.search == nil {
		return ""
	}
	return m.search.text
}

// startSearch has the search look at all shown rows anew. Those that the filters
// have not looked at yet come later.
func (m *Model) startSearch() {
	m.hits.reset(m.first)
	if m.search == nil {
		return
	}
	from := m.first
	if m.sifted() {
		for _, hole := range m.sift.todo {
			m.hits.todo.add(from, hole.from)
			from = hole.to
		}
	}
	m.hits.todo.add(from, m.end)
}

// isHit reports whether the search finds something in a row.
func (m *Model) isHit(row Row) bool {
	if m.sifted() && !m.sift.found.has(row.Number) {
		return false
	}
	m.text.set(row, wholeText)
	return m.search.match(m.text)
}

// A stretch is a run of cells, from one up to, and not including, another.
type stretch struct{ from, to int }

// foresight is how many cells beyond those that are shown are looked at for the
// end of a match.
const foresight = 1024

// matches returns where the search finds something in the label of a row and in
// the first cells of its text, both counted from their own beginning.
func (m *Model) matches(row Row, cells int) (label, text []stretch) {
	if m.search == nil {
		return nil, nil
	}
	begin := m.text.set(row, cells+foresight)
	line := m.text.text
	for _, at := range m.search.re.FindAllIndex(line, -1) {
		if at[0] == at[1] {
			continue
		}
		if at[0] < begin {
			label = append(label, stretch{ansi.StringWidth(string(line[:at[0]])), ansi.StringWidth(string(line[:min(at[1], begin)]))})
		}
		if at[1] > begin {
			from := max(at[0], begin)
			text = append(text, stretch{ansi.StringWidth(string(line[begin:from])), ansi.StringWidth(string(line[begin:at[1]]))})
		}
	}
	return label, text
}
